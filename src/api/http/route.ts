import { type OpenAPIRoute, type RouteConfig, z } from '@hono/zod-openapi';
import type { ApiEnv } from './env.ts';

const NO_QUERY = z.strictObject({});

/** A route and its handler as one value, with matching types. A route that declares no query refuses parameters. */
export function apiRoute<R extends RouteConfig>(
  route: R,
  handler: OpenAPIRoute<R, ApiEnv>['handler'],
): OpenAPIRoute<R, ApiEnv, true> {
  return { route: { ...route, request: { query: NO_QUERY, ...route.request } }, handler, addRoute: true };
}
