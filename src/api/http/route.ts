import { type OpenAPIRoute, type RouteConfig, z } from '@hono/zod-openapi';
import type { Next } from 'hono';
import { checkCursor } from '../schemas/cursor.ts';
import type { ApiEnv } from './env.ts';

const NO_QUERY = z.strictObject({});

/**
 * A route and its handler as one value, with matching types. A route that declares no query refuses parameters. One with
 * the parameter `cursor` accepts only its own cursors.
 */
export function apiRoute<R extends RouteConfig>(
  route: R,
  handler: OpenAPIRoute<R, ApiEnv>['handler'],
): OpenAPIRoute<R, ApiEnv, true> {
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
