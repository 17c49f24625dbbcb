/** New links: one address in, one short link per channel out. */
import { CHANNEL_NAMES } from '../../../channels/registry.ts';
import type { View } from '../frame/view.ts';
import { channelLabel, kindOf, Tick } from '../parts/names.tsx';
import type { FormField, NewForm, Problems } from './read-form.ts';

const KINDS = ['private', 'public', 'offline'] as const;

interface NewPageOf {
  view: View;
  form: NewForm;
  problems: Problems;
}

export function NewPage({ view, form, problems }: NewPageOf) {
  const { words, to } = view;
  const { make } = words;
  const general = problems.get('');
  const isOpen = ['title', 'campaign', 'tags'].some((name) => form[name as FormField] !== '');
  return (
    <div class="wrap">
      <div class="answer">
        <h1>{make.title}</h1>
        <p class="sample">{make.note}</p>
      </div>
      {problems.size > 0 ? (
        <p class="status" role="alert">
          {make.problems} {general ?? ''}
        </p>
      ) : null}
      <form class="two" method="post" action={to('/app/new')}>
        <div class="form">
          <Field
            view={view}
            name="url"
            label={make.url}
            hint={make.urlHint}
            form={form}
            problems={problems}
            isLarge
          />
          <Picks view={view} form={form} problems={problems} />
          <Field
            view={view}
            name="slug"
            label={make.slug}
            hint={make.slugHint}
            form={form}
            problems={problems}
          />
          <details class="more-opts" open={isOpen}>
            <summary>{make.more}</summary>
            <div>
              <Field
                view={view}
                name="title"
                label={make.pageTitle}
                hint={make.pageTitleHint}
                form={form}
                problems={problems}
              />
              <Field view={view} name="campaign" label={make.campaign} form={form} problems={problems} />
              <Field
                view={view}
                name="tags"
                label={make.tags}
                hint={make.tagsHint}
                form={form}
                problems={problems}
              />
            </div>
          </details>
          <div class="row submit">
            <button class="btn primary" type="submit">
              {make.make}
            </button>
          </div>
        </div>
        <aside class="will" aria-label={make.willGet}>
          <h2 class="h3">{make.willGet}</h2>
          <p>{make.willGetEach}</p>
          <p class="note">{make.known}</p>
        </aside>
      </form>
    </div>
  );
}

interface FieldOf extends NewPageOf {
  name: FormField;
  label: string;
  hint?: string;
  isLarge?: boolean;
}

/** What an address field asks of the browser; a slug wants no help with spelling either. */
const ADDRESS = { inputmode: 'url', placeholder: 'https://', required: true, class: 'large' } as const;
const AS_TYPED = { autocapitalize: 'none', spellcheck: false } as const;

function Field({ name, label, hint, form, problems, isLarge = false }: FieldOf) {
  const problem = problems.get(name);
  const note = problem ?? hint;
  const id = `${name}-h`;
  const isCode = isLarge || name === 'slug';
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <input
        id={name}
        name={name}
        type="text"
        value={form[name]}
        autocomplete="off"
        {...(isLarge ? ADDRESS : {})}
        {...(isCode ? AS_TYPED : {})}
        {...(note === undefined ? {} : { 'aria-describedby': id })}
        {...(problem === undefined ? {} : { 'aria-invalid': 'true' })}
      />
      {note === undefined ? null : (
        <p class={problem === undefined ? 'hint' : 'err'} id={id}>
          {note}
        </p>
      )}
    </div>
  );
}

function Picks({ view, form, problems }: NewPageOf) {
  const { words, language } = view;
  const { make } = words;
  const problem = problems.get('channels');
  return (
    <fieldset class="field">
      <legend>{make.channels}</legend>
      {problem === undefined ? <p class="hint">{make.channelsHint}</p> : <p class="err">{problem}</p>}
      <div class="picks">
        {KINDS.map((kind) => (
          <div>
            <p class="pk">{words.kinds[kind]}</p>
            <ul>
              {CHANNEL_NAMES.filter((channel) => kindOf(channel) === kind).map((channel) => (
                <li>
                  <label class="pick">
                    <input
                      type="checkbox"
                      name="channels"
                      value={channel}
                      checked={form.channels.includes(channel)}
                    />
                    <Tick channel={channel} />
                    {channelLabel(channel, language)}
                  </label>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
