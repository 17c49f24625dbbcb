/** How share buttons should look, from the query of their page. Unknown values are the usual ones. */
import { CHANNEL_NAMES, type Channel } from '../../../channels/registry.ts';
import { type Embed, embedHtml, LOOKS, type Look } from '../../../embed/embed-html.ts';
import { LANGUAGES, type Language } from '../../../language.ts';
import type { Content } from '../../../links/contents/content.ts';
import type { Link } from '../../../links/link.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { isChannel } from '../parts/name-texts.ts';

export interface Choices {
  look: Look;
  /** The language of the buttons, which is that of the page they are on. */
  language: Language;
  channels: Channel[];
  copiedText: boolean;
}

const USUAL: Channel[] = ['whatsapp', 'email', 'copy', 'native'];
/** Buttons make no sense for paper and for what has no name. */
export const BUTTON_CHANNELS = CHANNEL_NAMES.filter((name) => name !== 'qr' && name !== 'other');

export function readChoices(query: URLSearchParams, language: Language): Choices {
  const asked = query.getAll('channel').filter(isChannel);
  const channels = BUTTON_CHANNELS.filter((name) => asked.includes(name));
  return {
    look: LOOKS.find((look) => look === query.get('look')) ?? 'buttons',
    language: LANGUAGES.find((name) => name === query.get('buttons')) ?? language,
    channels: channels.length > 0 ? channels : USUAL,
    copiedText: query.get('copied') === '1',
  };
}

/** The snippet. `publicUrl` is empty for buttons on a page of this server. */
export function snippetOf(
  { id, shareCodes }: Pick<Content, 'id' | 'shareCodes'>,
  links: readonly Link[],
  publicUrl: string,
  choices: Choices,
): string {
  const { channels, copiedText } = choices;
  // With share codes, each press asks for a link of its own.
  const own = shareCodes ? [] : links.filter(({ archived, blocked }) => !archived && !blocked);
  const shortLinks: Embed['shortLinks'] = new Map(
    own
      .filter(({ channel }) => channels.includes(channel))
      .map((link) => [link.channel, shortUrl(publicUrl, link)]),
  );
  return embedHtml({ ...choices, publicUrl, contentId: id, shortLinks, key: null, copiedText });
}
