/** The lists of content and of links: a page of rows, or why there are none. */
import type { Child } from 'hono/jsx';
import { AppError } from '../../../errors.ts';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import type { View } from '../frame/view.ts';
import { barsOf } from '../overview/contents.tsx';
import { page } from '../page-route.ts';
import { type Period, readPeriod } from '../period.ts';
import { ListFrame, type ListKind, Pager } from './list-parts.tsx';
import { type ListQuery, readListQuery } from './list-query.ts';
import { contentHeads, contentRow, linkHeads, linkRow, type RowOf } from './list-rows.tsx';
import { type ListPage, readContentList, readLinkList } from './read-lists.ts';

type Read<Item> = (query: ListQuery, period: Period, zone: string) => Promise<ListPage<Item>>;

/** A list page; what cannot be answered is said where the rows would be. */
async function listPage<Item>(
  c: AppContext,
  kind: ListKind,
  read: Read<Item>,
  heads: (view: View) => Child,
  rowOf: (row: RowOf<Item>) => Child,
): Promise<Response> {
  const view = viewFor(c);
  const params = new URL(c.req.url).searchParams;
  const period = readPeriod(params, view.now, view.zone);
  const query = readListQuery(params);
  const frame = { view, title: view.words.contents.list[kind], place: 'content' } as const;
  const show = (body: Child, status: 200 | 422 = 200) =>
    showPage(
      c,
      { ...frame, status },
      <ListFrame view={view} kind={kind} period={period} query={query}>
        {body}
      </ListFrame>,
    );
  try {
    const found = await read(query, period, view.zone);
    if (found.items.length === 0) return show(<p class="note">{view.words.contents.list.none}</p>);
    const bars = found.items.map(({ days }) => barsOf(days, period));
    const most = Math.max(1, ...bars.flat());
    return show(
      <>
        <table role="table" class="fold tn list">
          <thead role="rowgroup">{heads(view)}</thead>
          <tbody role="rowgroup">
            {found.items.map((row, at) => rowOf({ view, row, bars: bars[at] ?? [], most }))}
          </tbody>
        </table>
        <Pager view={view} page={found} query={query} />
      </>,
    );
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return show(
      <p class="status" role="status">
        {error.message}
      </p>,
      422,
    );
  }
}

export const listRoutes = [
  page('GET /app/contents', (c) =>
    listPage(c, 'contents', (...asked) => readContentList(c.var.deps, ...asked), contentHeads, contentRow),
  ),
  page('GET /app/links', (c) =>
    listPage(
      c,
      'links',
      (...asked) => readLinkList(c.var.deps, ...asked),
      linkHeads,
      linkRow(c.var.deps.settings.publicUrl),
    ),
  ),
];
