/** Serves the files that the build made for browsers, with the headers that Cloudflare's asset service sends. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { etag } from 'hono/etag';
import type { Assets } from '../../../ports.ts';

/** The type of files without a known extension, such as a license. */
const PLAIN_TEXT = 'text/plain; charset=utf-8';

/** Files below this path have a hash of their contents in their name. */
const HASHED = '/assets/fonts/';
const FOR_GOOD = 'public, max-age=31536000, immutable';

/** What other websites load by an address that stays: the next version of the same file is there within an hour. */
const FOR_OTHER_SITES = '/assets/v1/';
const FOR_AN_HOUR = 'public, max-age=3600, stale-while-revalidate=604800';

const REVALIDATED = 'public, max-age=0, must-revalidate';

function cachingOf(path: string): string {
  if (path.startsWith(HASHED)) return FOR_GOOD;
  return path.startsWith(FOR_OTHER_SITES) ? FOR_AN_HOUR : REVALIDATED;
}

/** The folder `dist/web` of this package, wherever the module was bundled to. */
function webFolder(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'package.json')) && at !== dirname(at)) at = dirname(at);
  return join(at, 'dist', 'web');
}

/** Makes the headers those of the asset service, which sends no Last-Modified. Time and size identify a version. */
const addHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  if (!c.res.ok) return;
  const { headers } = c.res;
  const modified = Date.parse(headers.get('Last-Modified') ?? '');
  if (headers.get('Content-Type') === 'application/octet-stream') c.header('Content-Type', PLAIN_TEXT);
  c.header('ETag', `W/"${modified.toString(36)}-${headers.get('Content-Length')}"`);
  c.header('Last-Modified', undefined);
  c.header('Cache-Control', cachingOf(c.req.path));
  if (c.req.path.startsWith(FOR_OTHER_SITES)) {
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  }
  c.header('Vary', 'Accept-Encoding');
  c.header('X-Content-Type-Options', 'nosniff');
};

/** The files of a folder by URL path. Clients that accept gzip get the compressed copies that the build made. */
export function openAssets(folder = webFolder()): Assets {
  const app = new Hono().use(etag(), addHeaders, serveStatic({ root: folder, precompressed: true }));
  return async (request) => app.fetch(request);
}
