/** The HTTP API, `/api/v1`. Loaded at first use: zod stays away from the redirect. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { AppError } from '../errors.ts';
import { channelRoutes } from './channels.ts';
import { contentRoutes } from './contents.ts';
import type { ApiDeps, ApiEnv, ApiMiddleware } from './env.ts';
import { linkRoutes } from './links.ts';
import { problem } from './problem.ts';
import { statsRoutes } from './stats.ts';
import { refuseInvalid } from './validation.ts';

/** All routes of the API, below `base`. */
export function createApi(deps: ApiDeps, base: string) {
  const api = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid }).basePath(base);
  api.use(prepare(deps));
  api.openapiRoutes([...contentRoutes, ...linkRoutes, ...statsRoutes, ...channelRoutes]);
  refuseOtherMethods(api, base);
  api.notFound((c) => problem(c, new AppError('not_found', 'The API has nothing at this address.')));
  api.onError((error, c) => problem(c, error));
  return api;
}

function prepare(deps: ApiDeps): ApiMiddleware {
  return async (c, next) => {
    const requestId = deps.ids.requestId();
    c.set('deps', deps);
    c.set('requestId', requestId);
    c.header('X-Request-Id', requestId);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cache-Control', 'no-store');
    await next();
  };
}

/** A 405 that names what every known path does allow. */
function refuseOtherMethods(api: OpenAPIHono<ApiEnv>, base: string): void {
  const routes = api.routes.filter(({ method }) => method !== 'ALL');
  for (const path of new Set(routes.map((route) => route.path))) {
    const own = routes.filter((route) => route.path === path);
    const methods = own.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    const allow = [...new Set(methods)].join(', ');
    api.all(path.slice(base.length), (c) => {
      c.header('Allow', allow);
      return problem(c, new AppError('method_not_allowed', `This address allows ${allow}.`));
    });
  }
}
