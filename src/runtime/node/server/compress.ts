/** Compresses what people and programs read; a proxy in front and Cloudflare would do the same, and then leave it. */
import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';

/** Also files that are streamed. Pictures and fonts are compressed already, and events must not wait for a block. */
const TYPES =
  /^(?:text\/(?!event-stream)|application\/(?:json|problem\+json|x-ndjson|javascript)|image\/svg)/i;

/** Answers to GET of 1 kB and more, and those whose length is not known before, with gzip or deflate. */
export function compressAnswers(): MiddlewareHandler {
  const compressed = compress({ contentTypeFilter: TYPES });
  // Other methods have short answers, which are faster if nothing reads their headers.
  return (c, next) => (c.req.method === 'GET' ? compressed(c, next) : next());
}
