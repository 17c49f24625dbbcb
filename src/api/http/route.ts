import { type OpenAPIRoute, type RouteConfig, z } from '@hono/zod-openapi';
import type { Next } from 'hono';
import { API_ACCESS } from '../../members/access.ts';
import { checkCursor } from '../schemas/cursors/cursor.ts';
import type { ApiEnv } from './env.ts';

const NO_QUERY = z.strictObject({});
const ACCESS: Record<string, string> = API_ACCESS;

/**
 * A route and its handler as one value, with matching types. A route that declares no query refuses parameters. One with
 * the parameter `cursor` accepts only its own cursors.
 */
export function apiRoute<R extends RouteConfig>(
  route: R,
  handler: OpenAPIRoute<R, ApiEnv>['handler'],
): OpenAPIRoute<R, ApiEnv, true> {
  assertAccess(route);
  const request = { query: NO_QUERY, ...route.request };
  const isPaged = request.query instanceof z.ZodObject && 'cursor' in request.query.shape;
  return {
    route: { ...route, request },
    handler: isPaged ? checkingCursor(handler) : handler,
    addRoute: true,
  };
}

function checkingCursor<R extends RouteConfig>(handler: OpenAPIRoute<R, ApiEnv>['handler']): typeof handler {
  const checked = async (c: Parameters<typeof handler>[0], next: Next) => {
    await checkCursor(c, Object(c.req.valid('query' as never)));
    return handler(c, next);
  };
  return checked as unknown as typeof handler; // it answers what the handler answers
}

/** Throws unless the route needs the scope that the table of access gives it. */
function assertAccess({ method, path, security = [] }: RouteConfig): void {
  const name = `${method.toUpperCase()} ${path}`;
  const scope = security.flatMap((each) => Object.values(each).flat()).join();
  if (scope === '' || ACCESS[name] !== scope)
    throw new Error(`The table in src/members/access.ts must have the row '${name}': '${scope}'`);
}
