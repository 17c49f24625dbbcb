import { AppError } from '../../../errors.ts';
import { LANGUAGES } from '../../../language.ts';
import { createContent } from '../../../links/contents/create-content.ts';
import { findContent } from '../../../links/contents/find-content.ts';
import { planContents } from '../../../links/contents/plan-contents.ts';
import { domainHost } from '../../../links/link-domain.ts';
import { createPageReader } from '../../../page-facts/read-page.ts';
import { MOST_LINKS } from '../contents/read-content.ts';
import type { AppContext } from '../env.ts';
import { manifest } from '../frame/manifest.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import { problemsByField, problemsOf } from '../parts/field-problems.ts';
import { readFormData } from '../parts/form-data.ts';
import { BrowserPage } from './browser-page.tsx';
import { csvFile } from './csv-file.ts';
import { asCsv, namedLinks } from './link-texts.ts';
import { NewPage } from './new-page.tsx';
import type { Previewed } from './preview.tsx';
import { checkForm, emptyForm, inputOf, MAX_FORM_BYTES, type NewForm, readForm } from './read-form.ts';
import { type Filled, fillForm } from './read-page.ts';
import { ReadyPage } from './ready-page.tsx';

/** The form with what it would make. `refused` is why the links were not made; without it nothing was tried. */
async function showForm(
  c: AppContext,
  { form, trouble, picture }: Filled,
  refused: Map<string, string> | null = null,
) {
  const view = viewFor(c);
  const { deps } = c.var;
  const { plan, problems } = await preview(c, form);
  const { publicUrl } = deps.settings;
  const previewed: Previewed = { plan, trouble, picture, publicUrl };
  const domains = await deps.store.domains.list();
  const frame = {
    view,
    title: view.words.make.title,
    place: 'new',
    status: refused ? 422 : 200,
  } as const;
  return showPage(
    c,
    frame,
    <NewPage
      view={view}
      form={form}
      problems={refused ?? problems}
      isRefused={refused !== null}
      previewed={previewed}
      domains={[domainHost(deps.settings, ''), ...domains.map(({ domain }) => domain)]}
      mayRead={deps.outgoing !== undefined}
    />,
  );
}

/** What would be made, and what is wrong; an address that is not entered yet is not wrong. */
async function preview(c: AppContext, form: NewForm) {
  const view = viewFor(c);
  const invalid = checkForm(form);
  if (invalid.length > 0) {
    const shown = invalid.filter(({ pointer }) => pointer !== '/url');
    return { plan: null, problems: problemsByField(shown, view) };
  }
  const [plan] = await planContents(c.var.deps, [inputOf(form)]);
  if (plan instanceof AppError) return { plan: null, problems: problemsOf(plan, view) };
  return { plan: plan?.planned ?? null, problems: new Map<string, string>() };
}

const plain = (form: NewForm): Filled => ({ form, trouble: null, picture: null });

const formOf = async (c: AppContext) => {
  const values = await readFormData(c, MAX_FORM_BYTES);
  return { form: readForm(values), isLive: values.get('live') === '1' };
};

/** The links of a content that was just made, or null if there is no such content. */
async function readyLinks(c: AppContext) {
  const { store } = c.var.deps;
  const content = await findContent(store.contents, c.req.param('id') ?? '');
  if (!content) return null;
  return { content, links: await store.links.ofContent(content.rowId, { after: 0, limit: MOST_LINKS }) };
}

/** The pages that make links; one reader counts how often each member has pages read. */
export function newRoutes() {
  const reader = createPageReader();
  return [
    // Nothing is requested for an address that comes along: another site may have led the member here.
    page('GET /app/new', (c) => showForm(c, plain(emptyForm(new URL(c.req.url).searchParams)))),

    page('POST /app/new', async (c) => {
      const view = viewFor(c);
      const { form } = await formOf(c);
      const invalid = checkForm(form);
      if (invalid.length > 0) return showForm(c, plain(form), problemsByField(invalid, view));
      try {
        const { content } = await createContent(c.var.deps, inputOf(form));
        return c.redirect(view.to(`/app/new/${content.id}`), 303);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        return showForm(c, plain(form), problemsOf(error, view));
      }
    }),

    // The page reads the other one when the address was entered or the button pressed, and not with each key.
    page('POST /app/new/preview', async (c) => {
      const { form, isLive } = await formOf(c);
      return showForm(c, isLive ? plain(form) : await fillForm(c, reader, form));
    }),

    page('GET /app/new/browser', (c) => {
      const view = viewFor(c);
      const frame = { view, title: view.words.make.begin.title, place: 'new' } as const;
      return showPage(
        c,
        frame,
        <BrowserPage view={view} origin={new URL(c.var.deps.settings.publicUrl).origin} />,
      );
    }),

    page('GET /app/new/:id', async (c) => {
      const ready = await readyLinks(c);
      if (!ready) return messagePage(c, 404, 'missing');
      const view = viewFor(c);
      const title = view.words.make.ready(ready.links.length, view.format);
      const { publicUrl } = c.var.deps.settings;
      return showPage(
        c,
        { view, title, place: 'new' },
        <ReadyPage view={view} {...ready} publicUrl={publicUrl} />,
      );
    }),

    page('GET /app/new/:id/links.csv', async (c) => {
      const ready = await readyLinks(c);
      if (!ready) return messagePage(c, 404, 'missing');
      const view = viewFor(c);
      const links = namedLinks(ready.links, c.var.deps.settings.publicUrl, view);
      return csvFile(c, 'sotto-links', asCsv(links, ready.content, view));
    }),

    page('GET /app/manifest.webmanifest', (c) => {
      const language = LANGUAGES.find((name) => name === c.req.query('lang')) ?? c.var.language;
      return c.body(JSON.stringify(manifest(language)), 200, { 'Content-Type': 'application/manifest+json' });
    }),
  ];
}
