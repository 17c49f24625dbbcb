/** The lists of content and of links: a page of rows, or why there are none, and the whole list as a file. */
import type { Child } from 'hono/jsx';
import { AppError } from '../../../errors.ts';
import { domainHost } from '../../../links/link-domain.ts';
import { mayDo } from '../../../members/access.ts';
import { Notice } from '../confirm/notice.tsx';
import { stateOf } from '../contents/links.tsx';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import type { View } from '../frame/view.ts';
import { barsOf } from '../overview/contents.tsx';
import { page } from '../page-route.ts';
import { mistakesOf } from '../parts/mistakes.ts';
import { type Period, readPeriod } from '../period.ts';
import { BulkBar } from './bulk-bar.tsx';
import { CSV_SLICE, contentColumns, linkColumns, listCsv, MOST_CSV_ROWS } from './list-csv.ts';
import { contentHeads, type HeadsOf, linkHeads } from './list-heads.tsx';
import { ListFrame, Nothing, Pager } from './list-parts.tsx';
import { type ListKind, type ListQuery, PAGE_SIZE, readListQuery } from './list-query.ts';
import { contentRow, linkRow, type RowOf } from './list-rows.tsx';
import {
  type ContentItem,
  type LinkItem,
  type ListPage,
  type ListSlice,
  readContentList,
  readLinkList,
} from './read-lists.ts';

/** A list: how it is read and shown. */
interface List<Item> {
  kind: ListKind;
  read(query: ListQuery, slice: ListSlice): Promise<ListPage<Item>>;
  heads(of: HeadsOf): Child;
  rowOf(row: RowOf<Item>): Child;
  csv(view: View, period: Period, read: (after: string) => Promise<ListPage<Item>>): Promise<string | null>;
}

const contentList = ({ var: { deps } }: AppContext): List<ContentItem> => ({
  kind: 'contents',
  read: (query, slice) => readContentList(deps, query, slice),
  heads: contentHeads,
  rowOf: contentRow,
  csv: (view, period, read) => listCsv(contentColumns(view, period), read),
});

const linkList = ({ var: { deps } }: AppContext): List<LinkItem> => {
  const { publicUrl } = deps.settings;
  return {
    kind: 'links',
    read: (query, slice) => readLinkList(deps, query, slice),
    heads: linkHeads,
    rowOf: linkRow(publicUrl),
    csv: (view, period, read) =>
      listCsv(linkColumns({ view, period, publicUrl, statesOf: ({ link }) => stateOf(link, view) }), read),
  };
};

/** What the address of a list asks for. */
function asked(c: AppContext, kind: ListKind) {
  const view = viewFor(c);
  const params = new URL(c.req.url).searchParams;
  return { view, period: readPeriod(params, view.now, view.zone), query: readListQuery(params, kind) };
}

/** The page of a list; what cannot be answered is said where the rows would be. */
async function frameOf(c: AppContext, kind: ListKind, status: 200 | 422, body: Child) {
  const { view, period, query } = asked(c, kind);
  const { store, settings } = c.var.deps;
  const known = kind === 'links' ? await store.domains.known() : [];
  const domains = new Set(['', ...known.map(({ domain }) => domain)]);
  return showPage(
    c,
    { view, title: view.words.contents.list[kind], place: 'content', status },
    <ListFrame
      view={view}
      kind={kind}
      period={period}
      query={query}
      domains={[...domains].map((domain) => domainHost(settings, domain))}
      notice={<Notice c={c} kind={kind} />}
    >
      {body}
    </ListFrame>,
  );
}

function refusal(c: AppContext, kind: ListKind, error: unknown): Promise<Response> {
  if (!(error instanceof AppError)) throw error;
  const [text = ''] = mistakesOf(error, [], viewFor(c)).values();
  return frameOf(
    c,
    kind,
    422,
    <p class="status" role="status">
      {text}
    </p>,
  );
}

async function listPage<Item>(c: AppContext, list: List<Item>): Promise<Response> {
  const { kind } = list;
  const { view, period, query } = asked(c, kind);
  const mayEdit = mayDo(c.var.member.role, 'links:write');
  try {
    const found = await list.read(query, { period, zone: view.zone, limit: PAGE_SIZE, hasDays: true });
    if (found.items.length === 0)
      return frameOf(c, kind, 200, <Nothing view={view} kind={kind} query={query} mayEdit={mayEdit} />);
    const bars = found.items.map(({ days }) => barsOf(days, period));
    const most = Math.max(1, ...bars.flat());
    const isDifference = query.sort === 'gain' || query.sort === 'loss';
    const hasMore = found.next !== null || query.after !== '';
    return frameOf(
      c,
      kind,
      200,
      <>
        {mayEdit ? <BulkBar view={view} kind={kind} query={query} hasMore={hasMore} /> : null}
        <table role="table" class={mayEdit ? 'fold tn list ticks' : 'fold tn list'}>
          <thead role="rowgroup">{list.heads({ view, period, mayTick: mayEdit })}</thead>
          <tbody role="rowgroup">
            {found.items.map((row, at) =>
              list.rowOf({ view, row, bars: bars[at] ?? [], most, mayTick: mayEdit, isDifference }),
            )}
          </tbody>
        </table>
        <Pager view={view} page={found} query={query} />
      </>,
    );
  } catch (error) {
    return refusal(c, kind, error);
  }
}

/** The whole list as a file; a page that says why where there is none. */
async function listFile<Item>(c: AppContext, list: List<Item>): Promise<Response> {
  const { kind } = list;
  const { view, period, query } = asked(c, kind);
  const slice = { period, zone: view.zone, limit: CSV_SLICE, hasDays: false };
  try {
    const text = await list.csv(view, period, (after) => list.read({ ...query, after }, slice));
    if (text !== null) {
      return c.body(text, 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="sotto-${kind}-${period.from}-${period.to}.csv"`,
      });
    }
    const { tooLong } = view.words.contents.csv;
    return frameOf(c, kind, 422, <p class="status">{tooLong(MOST_CSV_ROWS, view.format)}</p>);
  } catch (error) {
    return refusal(c, kind, error);
  }
}

export const listRoutes = [
  page('GET /app/contents', (c) => listPage(c, contentList(c))),
  page('GET /app/contents.csv', (c) => listFile(c, contentList(c))),
  page('GET /app/links', (c) => listPage(c, linkList(c))),
  page('GET /app/links.csv', (c) => listFile(c, linkList(c))),
];
