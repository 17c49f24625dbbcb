import { routePath } from 'hono/route';
import { countApiRequest } from '../../../counters.ts';
import type { ApiMiddleware } from '../env.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);

/** Counts an answered request by its route, and measures the time until its head is ready. Methods that a client may invent count under one name. */
export const countRequest: ApiMiddleware = async (c, next) => {
  const { counters, durations } = c.get('deps');
  const since = durations?.now() ?? 0;
  await next();
  const method = METHODS.has(c.req.method) ? c.req.method : 'OTHER';
  const request = { method, route: routePath(c, -1), status: c.res.status };
  countApiRequest(counters, request);
  durations?.api(request, since);
};
