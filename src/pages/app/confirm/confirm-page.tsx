/** The one page that asks before something is done: what is lost, a button that names the act, and a way out. */
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import type { View } from '../frame/view.ts';
import { Notice } from '../members/parts.tsx';
import { Sentence } from '../parts/names.tsx';
import { CONFIRM_WORDS } from './words.ts';

export interface Question {
  title: string;
  /** What is lost, and below it what else happens. */
  facts: string[];
  /** Names of what it happens to, if there are several. */
  names?: string[];
  /** Where the answer goes, with these values. */
  action: string;
  fields?: (readonly [name: string, value: string])[];
  button: string;
  isDanger: boolean;
  /** The address of the way out, which changes nothing. */
  back: string;
  /** What could be done in its place. */
  instead?: { text: string; href: string };
  /** Why it was not done. */
  refusal?: string | undefined;
}

/** More names than these are counted. */
const MOST_NAMES = 10;

/** What an action is about, of a list of any length. */
export function Names({ view, names }: { view: View; names: string[] }) {
  const others = names.length - MOST_NAMES;
  return (
    <ul class="names">
      {names.slice(0, MOST_NAMES).map((name) => (
        <li>
          <bdi>
            <Sentence text={name} />
          </bdi>
        </li>
      ))}
      {others > 0 ? <li class="muted">{CONFIRM_WORDS[view.language].others(others, view.format)}</li> : null}
    </ul>
  );
}

/** Answers with the question, or with 409 and why it was not done. */
export function confirmPage(c: AppContext, place: 'content' | 'new' | null, question: Question) {
  const view = viewFor(c);
  const status = question.refusal === undefined ? 200 : 409;
  return showPage(c, { view, title: question.title, place, status }, <Ask view={view} question={question} />);
}

/** The two ways on from a page that asks. */
export function Ways({
  view,
  button,
  isDanger = false,
  back,
}: Pick<Question, 'button' | 'back'> & { view: View; isDanger?: boolean }) {
  return (
    <p class="row submit">
      <button class={isDanger ? 'btn danger' : 'btn primary'} type="submit">
        {button}
      </button>
      <a class="btn quiet" href={back}>
        {CONFIRM_WORDS[view.language].cancel}
      </a>
    </p>
  );
}

function Ask({ view, question }: { view: View; question: Question }) {
  const {
    title,
    facts,
    names = [],
    action,
    fields = [],
    button,
    isDanger,
    back,
    instead,
    refusal,
  } = question;
  return (
    <div class="wrap ask">
      <Notice text={refusal ?? null} isError />
      <div class="answer">
        <h1>
          <Sentence text={title} />
        </h1>
        {names.length > 1 ? <Names view={view} names={names} /> : null}
        {facts.map((fact) => (
          <p class="sample">{fact}</p>
        ))}
        {instead === undefined ? null : (
          <p class="sample">
            <a href={instead.href}>{instead.text}</a>
          </p>
        )}
      </div>
      <form method="post" action={view.to(action)}>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <Ways view={view} button={button} isDanger={isDanger} back={back} />
      </form>
    </div>
  );
}
