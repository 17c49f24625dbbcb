import type { OpenAPIRoute, RouteConfig } from '@hono/zod-openapi';
import type { ApiEnv } from './env.ts';

/** A route and its handler as one value, typed by each other. */
export function apiRoute<R extends RouteConfig>(
  route: R,
  handler: OpenAPIRoute<R, ApiEnv>['handler'],
): OpenAPIRoute<R, ApiEnv, true> {
  return { route, handler, addRoute: true };
}
