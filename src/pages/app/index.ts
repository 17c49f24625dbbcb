/** The pages under `/app`. Loaded at their first use, which keeps them away from the redirect and the API. */
import { Hono } from 'hono';
import { createReadiness } from '../../health.ts';
import { PAGE_ACCESS } from '../../members/access.ts';
import { createSignIn } from '../../members/sign-in.ts';
import type { Deps } from '../../ports.ts';
import { storageTrouble } from '../../storage-trouble.ts';
import { bulkRoutes } from './confirm/bulk-routes.tsx';
import { confirmRoutes } from './confirm/confirm-routes.tsx';
import { contentRoutes } from './contents/content-routes.tsx';
import { editRoutes } from './edit/edit-routes.tsx';
import type { AppEnv, PageDeps } from './env.ts';
import { guard, prepare } from './guard.ts';
import { liveRoutes } from './live/live-routes.ts';
import { accountRoutes } from './members/account-routes.tsx';
import { enterRoute } from './members/enter-route.tsx';
import { joinRoutes } from './members/join-routes.tsx';
import { memberRoutes } from './members/member-routes.tsx';
import { signInRoutes } from './members/sign-in-routes.tsx';
import { messagePage } from './message-page.tsx';
import { listRoutes } from './new/list/list-routes.tsx';
import { newRoutes } from './new/new-routes.tsx';
import { overviewRoutes } from './overview/overview-routes.tsx';
import type { PageRoute } from './page-route.ts';
import { reportRoutes } from './reports/report-routes.ts';
import { sharedRoutes } from './reports/shared-routes.ts';
import { domainRoutes } from './settings/domain-routes.tsx';
import { generalRoutes } from './settings/general-routes.tsx';
import { keyRoutes } from './settings/key-routes.tsx';
import { systemRoutes } from './settings/system-page.tsx';
import { utmRoutes } from './settings/utm-routes.tsx';
import { sharingRoutes } from './sharing/sharing-routes.tsx';
import { weeklyRoutes } from './weekly/weekly-routes.tsx';

/** All pages: a page is mounted because it is in this list, and may be seen by whom the access table says. */
function pagesOf(deps: Deps): PageRoute[] {
  const signIn = createSignIn(deps); // one, which counts the attempts of all requests
  return [
    ...overviewRoutes,
    ...listRoutes,
    ...newRoutes(),
    ...contentRoutes,
    ...sharingRoutes,
    ...editRoutes,
    ...confirmRoutes,
    ...bulkRoutes,
    ...liveRoutes(deps),
    ...weeklyRoutes,
    ...reportRoutes,
    ...sharedRoutes(deps),
    ...signInRoutes(signIn),
    ...joinRoutes,
    enterRoute,
    ...accountRoutes(signIn),
    ...memberRoutes,
    ...domainRoutes,
    ...keyRoutes,
    ...utmRoutes,
    ...generalRoutes,
    ...systemRoutes(createReadiness(deps)),
  ];
}

export function createAppPages(deps: Omit<PageDeps, 'author' | 'requestHost'>): Hono<AppEnv> {
  const app = new Hono<AppEnv>({ strict: false });
  app.use(prepare(deps));
  for (const { key, handle } of pagesOf(deps)) {
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
