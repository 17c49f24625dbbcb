/** What both lists have in common: tabs, the form, and paging. */
import type { Child } from 'hono/jsx';
import { CHANNEL_NAMES } from '../../../channels/registry.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { Kept } from '../parts/kept.tsx';
import { channelLabel } from '../parts/names.tsx';
import { type Period, PRESETS } from '../period.ts';
import { LIST_SORTS, type ListQuery, positionText } from './list-query.ts';
import type { ListPage } from './read-lists.ts';

export type ListKind = 'contents' | 'links';
const PATHS: Record<ListKind, string> = { contents: '/app/contents', links: '/app/links' };

interface ListFrameOf {
  view: View;
  kind: ListKind;
  period: Period;
  query: ListQuery;
  children: Child;
}

export function ListFrame({ view, kind, period, query, children }: ListFrameOf) {
  const { words, to, here, format } = view;
  const { list } = words.contents;
  const kinds: ListKind[] = ['contents', 'links'];
  return (
    <div class="wrap">
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
                  href={here({ period: preset, from: null, to: null, after: null })}
                  aria-current={preset === period.preset ? 'true' : undefined}
                >
                  {words.period[preset]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
      <div class="answer tight">
        <h1>{list[kind]}</h1>
        <p class="sample">{format.days(period.from, period.to)}</p>
      </div>
      <ListForm view={view} kind={kind} period={period} query={query} />
      {children}
    </div>
  );
}

function ListForm({ view, kind, period, query }: Omit<ListFrameOf, 'children'>) {
  const { words, language } = view;
  const { list } = words.contents;
  return (
    <form method="get" class="filters">
      <Kept view={view} values={{ period: period.preset === '30d' ? null : period.preset }} />
      <div class="field grow">
        <label for="q">{list.search}</label>
        <input type="search" id="q" name="q" value={query.q} placeholder={list.searchHint} maxlength={300} />
      </div>
      <div class="fsel">
        <div class="field">
          <label for="tag">{words.filter.tag}</label>
          <input type="text" id="tag" name="tag" value={query.tag} maxlength={300} />
        </div>
        {kind === 'contents' ? (
          <div class="field">
            <label for="campaign">{words.filter.campaign}</label>
            <input type="text" id="campaign" name="campaign" value={query.campaign} maxlength={300} />
          </div>
        ) : (
          <div class="field">
            <label for="channel">{words.filter.channel}</label>
            <select id="channel" name="channel">
              <option value="">{words.filter.any}</option>
              {CHANNEL_NAMES.map((channel) => (
                <option value={channel} selected={channel === query.channel}>
                  {channelLabel(channel, language)}
                </option>
              ))}
            </select>
          </div>
        )}
        <div class="field">
          <label for="state">{list.state}</label>
          <select id="state" name="state">
            <option value="">{list.live}</option>
            <option value="archived" selected={query.archived}>
              {list.archived}
            </option>
          </select>
        </div>
        <div class="field">
          <label for="sort">{list.sort}</label>
          <select id="sort" name="sort">
            {LIST_SORTS.map((sort) => (
              <option value={sort} selected={sort === query.sort}>
                {sort === 'clicks' ? list.byClicks : list.newest}
              </option>
            ))}
          </select>
        </div>
      </div>
      <button class="btn" type="submit">
        <Icon name="search" />
        {list.apply}
      </button>
    </form>
  );
}

/** To the next page, and back to the first. */
export function Pager({ view, page, query }: { view: View; page: ListPage<unknown>; query: ListQuery }) {
  const { words, here } = view;
  const { list } = words.contents;
  if (page.next === null && query.after === null) return null;
  return (
    <div class="pager">
      {query.after === null ? <span /> : <a href={here({ after: null })}>{list.first}</a>}
      {page.next === null ? null : (
        <a class="btn" href={here({ after: positionText(page.next) })} rel="next">
          {list.next}
          <Icon name="arrow" />
        </a>
      )}
    </div>
  );
}
