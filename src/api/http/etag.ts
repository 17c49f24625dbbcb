import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import type { ApiMiddleware } from './env.ts';

// A 304 says what a 200 would have said about the request itself.
const OF_THE_REQUEST = ['x-request-id', 'x-content-type-options', 'ratelimit', 'ratelimit-policy', 'link'];

const tagAnswer = etag({ weak: true, retainedHeaders: [...RETAINED_304_HEADERS, ...OF_THE_REQUEST] });

/** An ETag on every JSON that was read, and 304 for `If-None-Match`. Exports are left to stream. */
export const tagJson: ApiMiddleware = async (c, next) => {
  await next();
  // Asked for before the headers, which an answer is quicker without.
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return;
  const isJson = c.res.headers.get('Content-Type')?.startsWith('application/json');
  if (isJson) await tagAnswer(c, async () => {});
};
