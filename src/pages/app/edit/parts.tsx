/** The inputs of the edit forms: each with what a change means, what is wrong with it, and what somebody else has put there. */
import type { Child } from 'hono/jsx';
import type { Deps } from '../../../ports.ts';
import { CONFIRM_WORDS } from '../confirm/words.ts';
import type { View } from '../frame/view.ts';
import type { Mistakes } from '../parts/mistakes.ts';
import { Sentence } from '../parts/names.tsx';
import type { Values } from './form-field.ts';
import { EDIT_WORDS } from './words.ts';

/** What inputs show of a form. A form with more fields will do as well. */
export interface FormView<Name extends string> {
  values: Values<Name>;
  mistakes: Pick<Mistakes<Name>, 'get' | 'has'>;
  /** What is stored now in the fields that somebody else has changed, too. */
  theirs: Pick<Map<Name, string>, 'get'>;
  /** The content that has the address or the reference already. */
  otherContent: string | null;
}

/** A form as it is shown. */
export interface FormState<Name extends string> extends FormView<Name> {
  /** The form as it was opened, which it sends along. */
  was: Values<Name>;
  mistakes: Mistakes<Name>;
}

interface InputOf<Name extends string> {
  view: View;
  form: FormView<Name>;
  name: Name;
  label: string;
  /** What a change means. */
  hint: string;
}

type Kind = 'line' | 'address' | 'code' | 'paragraph' | 'time' | 'number' | 'password';

const ATTRIBUTES: Record<Kind, object> = {
  line: { type: 'text' },
  // Not `url`, with which a browser would complain in its own words about an address without a scheme.
  address: { type: 'text', inputmode: 'url', autocapitalize: 'none', spellcheck: false },
  code: { type: 'text', autocapitalize: 'none', spellcheck: false },
  paragraph: { rows: 3 },
  time: { type: 'datetime-local' },
  number: { type: 'text', inputmode: 'numeric', pattern: '[0-9]*' },
  password: { type: 'text', autocapitalize: 'none', spellcheck: false, autocomplete: 'new-password' },
};

export function Input<Name extends string>({ kind = 'line', ...input }: InputOf<Name> & { kind?: Kind }) {
  const { form, name, label } = input;
  const value = form.values[name];
  const about = {
    'aria-describedby': `${name}-about`,
    'aria-invalid': form.mistakes.has(name) ? ('true' as const) : undefined,
  };
  const common = { id: name, name, autocomplete: 'off', ...ATTRIBUTES[kind], ...about };
  return (
    <div class={`field f-${kind}`}>
      <label for={name}>{label}</label>
      {kind === 'paragraph' ? (
        <textarea {...common}>{`\n${value}`}</textarea>
      ) : (
        <input {...common} value={value} />
      )}
      <About {...input} />
    </div>
  );
}

/** A box to tick. */
export function Tick<Name extends string>(input: InputOf<Name>) {
  const { form, name, label } = input;
  return (
    <div class="field">
      <label class="tickbox">
        <input
          type="checkbox"
          name={name}
          value="on"
          checked={form.values[name] === 'on'}
          aria-describedby={`${name}-about`}
        />
        {label}
      </label>
      <About {...input} />
    </div>
  );
}

interface ChoiceOf<Name extends string> extends InputOf<Name> {
  options: readonly (readonly [value: string, text: string])[];
}

export function Choice<Name extends string>({ options, ...input }: ChoiceOf<Name>) {
  const { form, name, label } = input;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} aria-describedby={`${name}-about`}>
        {options.map(([value, text]) => (
          <option value={value} selected={form.values[name] === value}>
            {text}
          </option>
        ))}
      </select>
      <About {...input} />
    </div>
  );
}

function About<Name extends string>({ view, form, name, hint }: InputOf<Name>) {
  const { stale } = EDIT_WORDS[view.language];
  const mistake = form.mistakes.get(name);
  const stored = form.theirs.get(name);
  return (
    <div id={`${name}-about`} class="about">
      {mistake === undefined ? null : (
        <p class="err">
          <span>
            <Sentence text={mistake} />
            {form.otherContent !== null && (name === 'url' || name === 'externalId') ? (
              <Other view={view} id={form.otherContent} />
            ) : null}
          </span>
        </p>
      )}
      {stored === undefined ? null : (
        <p class="stored">
          <bdi>{stale.now(stored === '' ? stale.nothing : stored)}</bdi>
        </p>
      )}
      <p class="hint">{hint}</p>
    </div>
  );
}

const Other = ({ view, id }: { view: View; id: string }) => (
  <>
    {' '}
    <a href={view.to(`/app/contents/${id}`)}>{view.words.contents.see}</a>
  </>
);

interface FrameOf<Name extends string> {
  view: View;
  form: FormState<Name>;
  action: string;
  /** Where one comes from. */
  back: string;
  title: string;
  /** Where the server runs, which decides how soon a change takes effect. */
  runtime: Deps['runtime']['kind'];
  about: Child;
  /** What to say before the form: who has changed it meanwhile. */
  notice: Child;
  children: Child;
  /** What follows the form. */
  after?: Child;
}

/** An edit page: what it is about, the form, and its buttons. */
export function FormPage<Name extends string>(frame: FrameOf<Name>) {
  const { view, form, action, back, title, runtime, about, notice, children, after } = frame;
  const words = EDIT_WORDS[view.language];
  const general = form.mistakes.get('');
  return (
    <div class="wrap edit">
      <div class="controls">
        <p class="crumb">
          <a href={view.to(back)}>{about}</a>
        </p>
      </div>
      <div class="answer tight">
        <h1>{title}</h1>
        <p class="sample">{words.at[runtime]}</p>
      </div>
      {form.mistakes.size > 0 ? (
        <p class="status bad" role="alert">
          {words.mistakes} {general ?? ''}
        </p>
      ) : null}
      {notice}
      <form method="post" action={view.to(action)}>
        <input type="hidden" name="was" value={JSON.stringify(form.was)} />
        <input type="hidden" name="opened" value={String(view.now)} />
        {children}
        <div class="row submit">
          <button class="btn primary" type="submit">
            {words.save}
          </button>
          <a class="btn quiet" href={view.to(back)}>
            {CONFIRM_WORDS[view.language].cancel}
          </a>
        </div>
      </form>
      {after}
    </div>
  );
}
