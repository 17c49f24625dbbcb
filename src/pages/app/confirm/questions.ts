/** The questions before something is archived, unarchived, deleted or erased. */
import { TEXTS } from '../../../visitor-pages/texts.ts';
import type { View } from '../frame/view.ts';
import type { ListKind } from '../lists/list-query.ts';
import type { Question } from './confirm-page.tsx';
import type { Losses } from './losses.ts';
import { CONFIRM_WORDS } from './words.ts';
import type { What } from './words-en.ts';

interface Asked {
  view: View;
  kind: ListKind;
  what: What;
  losses: Losses;
}

type Answer = Pick<Question, 'title' | 'facts' | 'button' | 'isDanger'>;

/** What visitors of an archived or deleted link read. */
const goneText = ({ language }: View) => TEXTS[language].messages.gone.title;

/** How many links there are and how much they are used. */
function useOf({ view, kind, losses }: Asked): string {
  const words = CONFIRM_WORDS[view.language];
  const used = words.used(losses.clicks, losses.recent, view.format);
  return kind === 'links' ? used : `${words.linksOf(losses.links, losses.isCut, view.format)}. ${used}`;
}

export function archiveQuestion(asked: Asked, archived: boolean): Answer {
  const { view, kind, what } = asked;
  const { archive, unarchive } = CONFIRM_WORDS[view.language];
  const isMany = !('title' in what);
  if (!archived) {
    const { title, button } = unarchive;
    const fact = unarchive[isMany ? (`${kind}Many` as const) : kind];
    return { title: title(what, view.format), facts: [fact], button, isDanger: false };
  }
  const onLinks = isMany ? archive.linksMany : archive.links;
  const onContents = isMany ? archive.contentsMany : archive.contents;
  const effect = kind === 'links' ? onLinks(goneText(view)) : onContents;
  return {
    title: archive.title(what, view.format),
    facts: [effect, useOf(asked), archive.undo(isMany)],
    button: archive.button,
    isDanger: false,
  };
}

export function deleteQuestion(asked: Asked): Answer {
  const { view, kind, what, losses } = asked;
  const words = CONFIRM_WORDS[view.language].delete;
  const ofLinks = [
    words.visitors(goneText(view), losses.links, losses.isCut, view.format),
    words.slugs(losses.links, view.format),
  ];
  const isOneLink = kind === 'links' && 'title' in what;
  return {
    title: words.title(what, view.format),
    facts: [
      words.counts(losses.clicks, view.format),
      ...(losses.clicks > 0 ? [words.recent(losses.recent, view.format)] : []),
      ...(losses.links > 0 ? ofLinks : []),
      words.undo,
    ],
    button: isOneLink ? words.buttonLink : words.button(what, losses, view.format),
    isDanger: true,
  };
}

export function eraseQuestion({ view, what, losses }: Asked): Answer {
  const { erase } = CONFIRM_WORDS[view.language];
  return {
    title: erase.title(what, view.format),
    facts: [
      erase.counts(losses.hits, losses.clicks, view.format),
      ...(losses.links > 0 ? [erase.links(losses.links, view.format)] : []),
      erase.undo,
    ],
    button: erase.button,
    isDanger: true,
  };
}
