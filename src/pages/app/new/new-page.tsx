/** New links: one address in, one short link per channel out. */
import { CHANNEL_NAMES, type Channel } from '../../../channels/registry.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { channelLabel, kindOf } from '../parts/name-texts.ts';
import { Tick } from '../parts/names.tsx';
import { Preview, type Previewed } from './preview.tsx';
import { type FormField, type NewForm, READ_FIELDS } from './read-form.ts';

const KINDS = ['private', 'public', 'offline'] as const;
/** What stands behind the disclosure. */
const MORE = ['title', 'description', 'image', 'campaign', 'tags'] as const;

/** One domain alone needs no field. */
const FEWEST_DOMAINS = 2;

export interface NewPageOf {
  view: View;
  form: NewForm;
  /** A sentence for each field that is wrong; '' is for what concerns no field. */
  problems: Map<string, string>;
  /** Whether the links were to be made, and not only previewed. */
  isRefused: boolean;
  previewed: Previewed;
  /** Names of all domains, the default one first. */
  domains: string[];
  /** Whether the server reads pages for members. */
  mayRead: boolean;
}

export function NewPage(page: NewPageOf) {
  const { view, form, problems, isRefused, previewed, mayRead, domains } = page;
  const hasDomains = domains.length >= FEWEST_DOMAINS;
  const { words, format, to } = view;
  const { make } = words;
  return (
    <div class="wrap">
      <div class="answer">
        <h1>{make.title}</h1>
        <p class="sample">{make.note}</p>
      </div>
      {isRefused ? (
        <p class="status bad" role="alert">
          {make.problems} {problems.get('') ?? (hasDomains ? '' : problems.get('domain'))}
        </p>
      ) : null}
      <form class="two" method="post" action={to('/app/new')} data-preview={to('/app/new/preview')}>
        <div class="form">
          <Field page={page} name="url" label={make.url} hint={make.urlHint} isLarge />
          {READ_FIELDS.map((name) => (
            <input type="hidden" name={name} value={form[name]} />
          ))}
          <Picks
            view={view}
            head={make.channels}
            hint={make.channelsHint}
            chosen={form.channels}
            problem={problems.get('channels')}
          />
          <Field page={page} name="slug" label={make.slug} hint={make.slugHint} />
          <Domains page={page} />
          <More page={page} />
          <div class="row submit">
            <button class="btn primary" type="submit">
              <span data-part="make">{make.make(form.channels.length, format)}</span>
            </button>
            <button class="btn" type="submit" formaction={to('/app/new/preview')} formnovalidate>
              {make.preview}
            </button>
            <a class="btn quiet m-hide" href={to('/app/new/list')}>
              <Icon name="list" />
              {make.many}
            </a>
          </div>
          <p class="hint">
            {mayRead ? make.reads : make.readsNot} <a href={to('/app/new/browser')}>{make.browser}</a>
            <a class="m-only" href={to('/app/new/list')}>
              {make.many}
            </a>
          </p>
        </div>
        <aside class="will" aria-label={make.willGet} data-part="will">
          <Preview view={view} form={form} problems={problems} previewed={previewed} isRefused={isRefused} />
        </aside>
      </form>
    </div>
  );
}

interface FieldOf {
  page: NewPageOf;
  name: FormField;
  label: string;
  hint?: string;
  isLarge?: boolean;
}

/** What an address field asks of the browser; a slug wants no help with spelling either. */
const ADDRESS = { inputmode: 'url', placeholder: 'https://', required: true, class: 'large' } as const;
const AS_TYPED = { autocapitalize: 'none', spellcheck: false } as const;
const CODES: readonly FormField[] = ['url', 'slug', 'image'];

function Field({ page: { form, problems }, name, label, hint, isLarge = false }: FieldOf) {
  const problem = problems.get(name);
  const note = problem ?? hint;
  const id = `${name}-h`;
  const given = {
    id: name,
    name,
    ...(note === undefined ? {} : { 'aria-describedby': id }),
    ...(problem === undefined ? {} : { 'aria-invalid': 'true' as const }),
  };
  return (
    <div class={WIDE.includes(name) ? 'field wide' : 'field'}>
      <label for={name}>{label}</label>
      {name === 'description' ? (
        <textarea {...given} rows={3}>
          {form.description}
        </textarea>
      ) : (
        <input {...given} {...askFor(name, isLarge)} type="text" value={form[name]} autocomplete="off" />
      )}
      {note === undefined ? null : (
        <p class={problem === undefined ? 'hint' : 'err'} id={id}>
          {note}
        </p>
      )}
    </div>
  );
}

const WIDE: readonly FormField[] = ['description', 'image'];

const askFor = (name: FormField, isLarge: boolean) => ({
  ...(isLarge ? ADDRESS : {}),
  ...(CODES.includes(name) ? AS_TYPED : {}),
});

/** Open if something in it is filled in or wrong. */
function More({ page }: { page: NewPageOf }) {
  const { view, form, problems } = page;
  const { make } = view.words;
  const isOpen = MORE.some((name) => form[name] !== '' || problems.has(name));
  return (
    <details class="more-opts" open={isOpen}>
      <summary>{make.more}</summary>
      <div>
        <Field page={page} name="title" label={make.pageTitle} hint={make.pageTitleHint} />
        <Field page={page} name="campaign" label={make.campaign} hint={make.campaignHint} />
        <Field page={page} name="description" label={make.description} hint={make.descriptionHint} />
        <Field page={page} name="image" label={make.image} hint={make.imageHint} />
        <Field page={page} name="tags" label={make.tags} hint={make.tagsHint} />
      </div>
    </details>
  );
}

/** Only where there is a choice. */
function Domains({ page: { view, form, domains, problems } }: { page: NewPageOf }) {
  if (domains.length < FEWEST_DOMAINS) return null;
  const problem = problems.get('domain');
  return (
    <div class="field">
      <label for="domain">{view.words.make.domain}</label>
      <select id="domain" name="domain" aria-describedby={problem === undefined ? undefined : 'domain-h'}>
        {domains.map((domain, at) => (
          <option value={at === 0 ? '' : domain} selected={form.domain === domain}>
            {domain}
          </option>
        ))}
      </select>
      {problem === undefined ? null : (
        <p class="err" id="domain-h">
          {problem}
        </p>
      )}
    </div>
  );
}

interface PicksOf {
  view: View;
  head: string;
  hint: string;
  chosen: readonly Channel[];
  problem: string | undefined;
}

/** All channels, by kind. */
export function Picks({ view, head, hint, chosen, problem }: PicksOf) {
  const { words, language } = view;
  return (
    <fieldset class="field">
      <legend>{head}</legend>
      {problem === undefined ? <p class="hint">{hint}</p> : <p class="err">{problem}</p>}
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
                      checked={chosen.includes(channel)}
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
