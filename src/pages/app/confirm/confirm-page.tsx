/** Says what is lost, and asks once. */
import type { View } from '../frame/view.ts';
import { Sentence } from '../parts/names.tsx';
import { CONFIRM_WORDS } from './words.ts';

export interface Question {
  title: string;
  /** What happens, one sentence or two each. */
  facts: string[];
  /** Names of what it happens to, if there are several. */
  names?: string[];
  /** Where the answer goes, with these values. */
  action: string;
  fields: (readonly [name: string, value: string])[];
  button: string;
  isDanger: boolean;
  back: string;
  /** What could be done in its place. */
  instead?: { text: string; href: string };
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

export function ConfirmPage({ view, question }: { view: View; question: Question }) {
  const { title, facts, names = [], action, fields, button, isDanger, back, instead } = question;
  const words = CONFIRM_WORDS[view.language];
  return (
    <div class="wrap ask">
      <div class="answer">
        <h1>
          <Sentence text={title} />
        </h1>
        {names.length > 1 ? <Names view={view} names={names} /> : null}
        {facts.map((fact) => (
          <p class="sample">{fact}</p>
        ))}
      </div>
      <form method="post" action={view.to(action)}>
        {fields.map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <p class="row submit">
          <button class={isDanger ? 'btn danger' : 'btn primary'} type="submit">
            {button}
          </button>
          <a class="btn quiet" href={back}>
            {words.cancel}
          </a>
          {instead === undefined ? null : (
            <a class="btn quiet" href={instead.href}>
              {instead.text}
            </a>
          )}
        </p>
      </form>
    </div>
  );
}
