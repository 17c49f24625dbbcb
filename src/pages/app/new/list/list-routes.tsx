import { addList } from '../../../../link-lists/add-list.ts';
import { LINE_STATES, type LinkList } from '../../../../link-lists/link-list.ts';
import type { ListProblem } from '../../../../link-lists/parse-list.ts';
import { runStep } from '../../../../link-lists/run-list.ts';
import type { AppContext } from '../../env.ts';
import { showPage, viewFor } from '../../frame/show-page.tsx';
import { messagePage } from '../../message-page.tsx';
import { page } from '../../page-route.ts';
import { csvFile } from '../csv-file.ts';
import { listCsv } from './list-csv.ts';
import { emptyListForm, type ListForm, readListForm } from './list-form.ts';
import { ListFormPage } from './list-form-page.tsx';
import { ListPage } from './list-page.tsx';
import { removePage } from './remove-page.ts';

/** Lines of one page, and lists that are shown again. */
const LINES_PER_PAGE = 100;
const EARLIER = 10;

async function showForm(c: AppContext, form: ListForm, problem: ListProblem | null = null) {
  const view = viewFor(c);
  const { linkLists } = c.var.deps.store;
  const lists = await linkLists.newest(EARLIER);
  const tallies = await linkLists.tallies(lists.map(({ id }) => id));
  const earlier = lists.map((list) => ({ list, tally: tallies.get(list.id) }));
  return showPage(
    c,
    { view, title: view.words.many.title, place: 'new', status: problem === null ? 200 : 422 },
    <ListFormPage view={view} form={form} problem={problem} earlier={earlier} />,
  );
}

/** Answers with the list of the path, or that there is none. */
async function withList(c: AppContext, answer: (list: LinkList) => Promise<Response>): Promise<Response> {
  const list = await c.var.deps.store.linkLists.get(c.req.param('id') ?? '');
  return list ? answer(list) : messagePage(c, 404, 'missing');
}

async function showList(c: AppContext, list: LinkList): Promise<Response> {
  const view = viewFor(c);
  const { linkLists } = c.var.deps.store;
  const state = LINE_STATES.find((each) => each === c.req.query('state')) ?? null;
  const after = Number(/^\d{1,9}$/.exec(c.req.query('after') ?? '')?.[0] ?? -1);
  const lines = await linkLists.lines(list.id, { after, limit: LINES_PER_PAGE + 1, state });
  const tally = (await linkLists.tallies([list.id])).get(list.id);
  if (!tally) return messagePage(c, 404, 'missing');
  return showPage(
    c,
    { view, title: view.words.many.title, place: 'new' },
    <ListPage
      {...{ view, list, tally, state }}
      lines={lines.slice(0, LINES_PER_PAGE)}
      hasMore={lines.length > LINES_PER_PAGE}
    />,
  );
}

export const listRoutes = [
  page('GET /app/new/list', (c) => showForm(c, emptyListForm())),

  page('POST /app/new/list', async (c) => {
    const form = await readListForm(c);
    if (form === null) return showForm(c, emptyListForm(), { problem: 'too_large', about: '' });
    const added = await addList(c.var.deps, { ...form, memberId: c.var.member.id });
    if ('problem' in added) return showForm(c, form, added);
    return c.redirect(viewFor(c).to(`/app/new/list/${added.id}`), 303);
  }),

  page('GET /app/new/list/:id', (c) => withList(c, (list) => showList(c, list))),

  // One step. The page that follows says how far it is, and has the form of the next one.
  page('POST /app/new/list/:id/run', (c) =>
    withList(c, async (list) => {
      await runStep(c.var.deps, list);
      return c.redirect(viewFor(c).to(`/app/new/list/${list.id}`), 303);
    }),
  ),

  page('GET /app/new/list/:id/remove', (c) => withList(c, (list) => removePage(c, list))),

  page('POST /app/new/list/:id/remove', (c) =>
    withList(c, async (list) => {
      await c.var.deps.store.linkLists.remove(list.id);
      return c.redirect(viewFor(c).to('/app/new/list'), 303);
    }),
  ),

  page('GET /app/new/list/:id/links.csv', (c) =>
    withList(c, async (list) => csvFile(c, 'sotto-list', await listCsv(c.var.deps, list, viewFor(c)))),
  ),
];
