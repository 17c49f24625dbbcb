import { type OpenAPIRoute, type RouteConfig, z } from '@hono/zod-openapi';
import type { ApiEnv } from './env.ts';

const NOTHING = z.strictObject({});

/** A route and its handler as one value, typed by each other. Without query parameters it refuses any. */
export function apiRoute<R extends RouteConfig>(
  route: R,
  handler: OpenAPIRoute<R, ApiEnv>['handler'],
): OpenAPIRoute<R, ApiEnv, true> {
  return { route: { ...route, request: { query: NOTHING, ...route.request } }, handler, addRoute: true };
}
