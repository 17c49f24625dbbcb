import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import type { ApiMiddleware } from './env.ts';

// A 304 repeats the headers that describe the request, as a 200 would have them.
const REQUEST_HEADERS = ['x-request-id', 'x-content-type-options', 'ratelimit', 'ratelimit-policy', 'link'];

const tagAnswer = etag({ weak: true, retainedHeaders: [...RETAINED_304_HEADERS, ...REQUEST_HEADERS] });

/** An ETag on every JSON answer to a GET, and 304 for `If-None-Match`. Exports have none, because they are streamed. */
export const tagJson: ApiMiddleware = async (c, next) => {
  await next();
  // Checked before the headers: an answer is faster if nothing reads its headers.
  if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return;
  const isJson = c.res.headers.get('Content-Type')?.startsWith('application/json');
  if (isJson) await tagAnswer(c, async () => {});
};
