import { AppError } from '../../../errors.ts';
import { createContent } from '../../../links/contents/create-content.ts';
import { findContent } from '../../../links/contents/find-content.ts';
import { MOST_LINKS } from '../contents/read-content.ts';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import { NewPage } from './new-page.tsx';
import {
  checkForm,
  emptyForm,
  inputOf,
  type NewForm,
  type Problems,
  problemsOf,
  readForm,
} from './read-form.ts';
import { ReadyPage } from './ready-page.tsx';

function showForm(c: AppContext, form: NewForm, problems: Problems) {
  const view = viewFor(c);
  const status = problems.size > 0 ? 422 : 200;
  const frame = { view, title: view.words.make.title, place: 'new', status } as const;
  return showPage(c, frame, <NewPage view={view} form={form} problems={problems} />);
}

export const newRoutes = [
  page('GET /app/new', (c) => showForm(c, emptyForm(new URL(c.req.url).searchParams), new Map())),

  page('POST /app/new', async (c) => {
    const view = viewFor(c);
    const form = readForm(await c.req.formData().catch(() => new FormData()));
    const problems = checkForm(form, view);
    if (problems.size > 0) return showForm(c, form, problems);
    try {
      const { content } = await createContent(c.var.deps, inputOf(form));
      return c.redirect(view.to(`/app/new/${content.id}`), 303);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return showForm(c, form, problemsOf(error, view));
    }
  }),

  page('GET /app/new/:id', async (c) => {
    const view = viewFor(c);
    const { store, settings } = c.var.deps;
    const content = await findContent(store.contents, c.req.param('id') ?? '');
    if (!content) return messagePage(c, 404, 'missing');
    const links = await store.links.ofContent(content.rowId, { after: 0, limit: MOST_LINKS });
    const title = view.words.make.ready(links.length, view.format);
    return showPage(
      c,
      { view, title, place: 'new' },
      <ReadyPage view={view} content={content} links={links} publicUrl={settings.publicUrl} />,
    );
  }),
];
