/** One content or link is archived, unarchived, deleted, or loses its counts: a page that asks, and the form that does it. */
import type { PageKey } from '../../../members/access.ts';
import { found } from '../contents/found.ts';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import type { ListKind } from '../lists/list-query.ts';
import { type PageRoute, page } from '../page-route.ts';
import { readFormData } from '../parts/form-data.ts';
import { confirmPage } from './confirm-page.tsx';
import { CONTENTS, type Kind, LINKS, type Named } from './kinds.ts';
import { readLosses } from './losses.ts';
import { archiveQuestion, deleteQuestion, eraseQuestion } from './questions.ts';
import { CONFIRM_WORDS } from './words.ts';

const MAX_BYTES = 4 * 1024;

type Verb = 'archive' | 'delete' | 'erase';

/** Throws the first failure of one change. */
function throwFailure(outcomes: unknown[]): void {
  const [outcome] = outcomes;
  if (outcome instanceof Error) throw outcome;
}

function routesOf<Thing extends Named>(
  name: ListKind,
  kind: Kind<Thing>,
  key: (method: 'GET' | 'POST', verb: Verb) => PageKey,
): PageRoute[] {
  const idOf = (c: AppContext) => c.req.param('id') ?? '';

  async function ask(c: AppContext, verb: Verb) {
    const view = viewFor(c);
    const { deps } = c.var;
    const thing = await kind.show(deps, idOf(c));
    const losses = await readLosses(deps, name, [thing], view.zone);
    const what = { title: kind.nameOf(thing, deps.settings.publicUrl) };
    const asked = { view, kind: name, what, losses };
    const own = `${kind.path}/${thing.id}`;
    const answer =
      verb === 'archive'
        ? archiveQuestion(asked, !thing.archived)
        : verb === 'delete'
          ? deleteQuestion(asked)
          : eraseQuestion(asked);
    const instead = { text: CONFIRM_WORDS[view.language].delete.instead, href: view.to(`${own}/archive`) };
    return confirmPage(c, 'content', {
      ...answer,
      action: `${own}/${verb}`,
      fields: verb === 'archive' ? [['archived', thing.archived ? '' : 'on']] : [],
      back: view.to(own),
      ...(verb === 'delete' && !thing.archived && { instead }),
    });
  }

  const done = (c: AppContext, path: string, notice: string) =>
    c.redirect(viewFor(c).to(path, { notice }), 303);

  return [
    page(key('GET', 'archive'), (c) => found(c, () => ask(c, 'archive'))),
    page(key('POST', 'archive'), (c) =>
      found(c, async () => {
        const { id } = await kind.show(c.var.deps, idOf(c));
        const archived = (await readFormData(c, MAX_BYTES)).get('archived') === 'on';
        throwFailure(await kind.archive(c.var.deps, [id], archived));
        return done(c, `${kind.path}/${id}`, archived ? 'archived' : 'unarchived');
      }),
    ),
    page(key('GET', 'delete'), (c) => found(c, () => ask(c, 'delete'))),
    page(key('POST', 'delete'), (c) =>
      found(c, async () => {
        const thing = await kind.show(c.var.deps, idOf(c));
        throwFailure(await kind.remove(c.var.deps, [thing.id]));
        return done(c, kind.after(thing), 'deleted');
      }),
    ),
    page(key('GET', 'erase'), (c) => found(c, () => ask(c, 'erase'))),
    page(key('POST', 'erase'), (c) =>
      found(c, async () => {
        const { id } = await kind.show(c.var.deps, idOf(c));
        await kind.erase(c.var.deps, id);
        return done(c, `${kind.path}/${id}`, 'erased');
      }),
    ),
  ];
}

export const confirmRoutes = [
  ...routesOf('contents', CONTENTS, (method, verb) => `${method} /app/contents/:id/${verb}`),
  ...routesOf('links', LINKS, (method, verb) => `${method} /app/links/:id/${verb}`),
];
