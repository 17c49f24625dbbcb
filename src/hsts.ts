/** HTTP Strict Transport Security for all answers except redirects, which already have the header. */
import type { Context, MiddlewareHandler } from 'hono';
import { readClient } from './net/client.ts';
import type { Settings } from './ports.ts';
import type { ConnInfo } from './redirect/request-facts.ts';
import { HSTS_NAME, HSTS_VALUE } from './visitor-pages/http-reply.ts';

type GetConnInfo = (c: Context) => ConnInfo;

/** Adds the header where the visitor came by HTTPS, as a trusted proxy or the platform says. */
export function addHsts(settings: Settings, getConnInfo: GetConnInfo): MiddlewareHandler {
  return async (c, next) => {
    await next();
    const { scheme } = readClient(c.req.raw.headers, getConnInfo(c).address, settings);
    if ((scheme || new URL(c.req.url).protocol.slice(0, -1)) === 'https') c.header(HSTS_NAME, HSTS_VALUE);
  };
}
