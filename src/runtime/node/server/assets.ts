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
  c.header('Cache-Control', c.req.path.startsWith(HASHED) ? FOR_GOOD : 'public, max-age=0, must-revalidate');
  c.header('Vary', 'Accept-Encoding');
  c.header('X-Content-Type-Options', 'nosniff');
};

/** The files of a folder by URL path. Clients that accept gzip get the compressed copies that the build made. */
export function openAssets(folder = webFolder()): Assets {
  const app = new Hono().use(etag(), addHeaders, serveStatic({ root: folder, precompressed: true }));
  return async (request) => app.fetch(request);
}
