import { routePath } from 'hono/route';
import { countApiRequest } from '../../counters.ts';
import type { ApiMiddleware } from './env.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

/** Counts an answered request by its route. Methods that a client may invent count under one name. */
export const countRequest: ApiMiddleware = async (c, next) => {
  await next();
  const method = METHODS.has(c.req.method) ? c.req.method : 'OTHER';
  countApiRequest(c.get('deps').counters, { method, route: routePath(c, -1), status: c.res.status });
};
