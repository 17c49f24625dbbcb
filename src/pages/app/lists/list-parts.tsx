/** What both lists have in common: tabs, the form of filters, and paging. */
import type { Child } from 'hono/jsx';
import { CHANNEL_NAMES } from '../../../channels/registry.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { Kept } from '../parts/kept.tsx';
import { channelLabel } from '../parts/name-texts.ts';
import { endsYesterday, type Period, PRESETS } from '../period.ts';
import { isWhole, LIST_SORTS, LIST_STATES, type ListKind, type ListQuery } from './list-query.ts';
import type { ListPage } from './read-lists.ts';

const PATHS: Record<ListKind, string> = { contents: '/app/contents', links: '/app/links' };

interface ListFrameOf {
  view: View;
  kind: ListKind;
  period: Period;
  query: ListQuery;
  /** Hosts of domains to choose from; one alone is no choice. */
  domains: string[];
  /** What the action before has done. */
  notice: Child;
  children: Child;
}

export function ListFrame({ view, kind, period, query, domains, notice, children }: ListFrameOf) {
  const { words, to, here, format } = view;
  const { list } = words.contents;
  const kinds: ListKind[] = ['contents', 'links'];
  const csv = here({ after: null, notice: null, n: null }).replace(PATHS[kind], `${PATHS[kind]}.csv`);
  return (
    <div class="wrap">
      {notice}
      <div class="controls">
        <nav aria-label={list.show}>
          <ul class="seg">
            {kinds.map((name) => (
              <li>
                <a href={to(PATHS[name])} aria-current={name === kind ? 'page' : undefined}>
                  {list[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <nav aria-label={words.period.label} class="tail">
          <ul class="seg">
            {PRESETS.map((preset) => (
              <li>
                <a
                  href={here({ period: preset, from: null, to: null, after: null, notice: null, n: null })}
                  aria-current={preset === period.preset ? 'true' : undefined}
                >
                  {words.period[preset]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div class="answer tight listtop">
        <div>
          <h1>{list[kind]}</h1>
          <p class="sample">
            {format.days(period.from, period.to)}
            {endsYesterday(period) ? `, ${list.withoutToday}` : ''}
          </p>
        </div>
        <a class="btn quiet" href={csv} download>
          <Icon name="download" />
          {list.csv}
        </a>
      </div>
      <ListForm view={view} kind={kind} period={period} query={query} domains={domains} />
      {children}
    </div>
  );
}

type FormOf = Omit<ListFrameOf, 'children' | 'notice'>;

function ListForm({ view, kind, period, query, domains }: FormOf) {
  const { words } = view;
  const { list } = words.contents;
  const days =
    period.preset === null
      ? { from: period.from, to: period.to }
      : { period: period.preset === '30d' ? null : period.preset };
  return (
    <form method="get" class="filters">
      <Kept view={view} values={days} />
      <div class="field grow">
        <label for="q">{list.search}</label>
        <input type="search" id="q" name="q" value={query.q} placeholder={list.searchHint} maxlength={300} />
      </div>
      <div class="fsel">
        <div class="field">
          <label for="tag">{words.filter.tag}</label>
          <input type="text" id="tag" name="tag" value={query.tag} maxlength={300} />
        </div>
        <div class="field">
          <label for="campaign">{words.filter.campaign}</label>
          <input type="text" id="campaign" name="campaign" value={query.campaign} maxlength={300} />
        </div>
        <ChannelFilters view={view} query={query} domains={domains} />
        <Select
          name="state"
          label={list.state}
          value={query.state}
          options={LIST_STATES.map((state) => [state, list.states[state]])}
        />
        <Select
          name="sort"
          label={list.sort}
          value={query.sort}
          options={LIST_SORTS[kind].map((sort) => [sort, list.sorts[sort]])}
        />
      </div>
      <button class="btn" type="submit">
        <Icon name="search" />
        {list.apply}
      </button>
    </form>
  );
}

/** A list of contents has no domains to choose from. */
function ChannelFilters({ view, query, domains }: Pick<FormOf, 'view' | 'query' | 'domains'>) {
  const { words, language } = view;
  const any = ['', words.filter.any] as const;
  return (
    <>
      <Select
        name="channel"
        label={words.filter.channel}
        value={query.channel}
        options={[any, ...CHANNEL_NAMES.map((name) => [name, channelLabel(name, language)] as const)]}
      />
      {domains.length > 1 ? (
        <Select
          name="domain"
          label={words.contents.list.domain}
          value={query.domain}
          options={[any, ...domains.map((host) => [host, host] as const)]}
        />
      ) : null}
    </>
  );
}

interface SelectOf {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
}

function Select({ name, label, value, options }: SelectOf) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {options.map(([each, text]) => (
          <option value={each} selected={each === value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** To the next page, and back to the first. */
export function Pager({ view, page, query }: { view: View; page: ListPage<unknown>; query: ListQuery }) {
  const { words, here } = view;
  const { list } = words.contents;
  if (page.next === null && query.after === '') return null;
  const at = (after: string | null) => here({ after, notice: null, n: null });
  return (
    <nav class="pager" aria-label={list.pages}>
      {query.after === '' ? <span /> : <a href={at(null)}>{list.first}</a>}
      {page.next === null ? null : (
        <a class="btn" href={at(page.next)} rel="next">
          {list.next}
          <Icon name="arrow" />
        </a>
      )}
    </nav>
  );
}

interface NothingOf {
  view: View;
  kind: ListKind;
  query: ListQuery;
  mayEdit: boolean;
}

/** Why a list is empty, and what to do about it. */
export function Nothing({ view, kind, query, mayEdit }: NothingOf) {
  const { words, to } = view;
  const { list } = words.contents;
  if (isWhole(query) && query.after === '') {
    return (
      <div class="empty">
        <p class="say small">{list.noneYet}</p>
        {mayEdit ? (
          <p>
            <a class="btn primary" href={to('/app/new')}>
              <Icon name="plus" />
              {words.nav.newLinks}
            </a>
          </p>
        ) : null}
      </div>
    );
  }
  return (
    <div class="empty">
      <p class="note">{list.none}</p>
      <p>
        <a href={to(PATHS[kind])}>{list.withoutFilters}</a>
      </p>
    </div>
  );
}
