/** The pages under `/app`. Loaded at their first use, which keeps them away from the redirect and the API. */
import { Hono } from 'hono';
import { PAGE_ACCESS } from '../../members/access.ts';
import { storageTrouble } from '../../storage-trouble.ts';
import { contentRoutes } from './contents/content-routes.tsx';
import type { AppEnv, PageDeps } from './env.ts';
import { guard, prepare } from './guard.ts';
import { messagePage } from './message-page.tsx';
import { newRoutes } from './new/new-routes.tsx';
import { overviewRoutes } from './overview/overview-routes.tsx';
import type { PageRoute } from './page-route.ts';

/** All pages: a page is mounted because it is in this list, and may be seen by whom the access table says. */
const PAGES: readonly PageRoute[] = [...overviewRoutes, ...contentRoutes, ...newRoutes];

export function createAppPages(deps: Omit<PageDeps, 'author' | 'requestHost'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ strict: false });
  app.use(prepare(deps));
  for (const { key, handle } of PAGES) {
    const [method = '', path = ''] = key.split(' ');
    app.on(method, path, guard(PAGE_ACCESS[key]), handle);
  }
  app.notFound((c) => messagePage(c, 404, 'missing'));
  app.onError((err, c) => {
    const { requestId } = c.var;
    deps.log.error({ requestId, err }, 'A page failed');
    return messagePage(c, storageTrouble(err) === 'other' ? 500 : 503, 'failed');
  });
  return app;
}
