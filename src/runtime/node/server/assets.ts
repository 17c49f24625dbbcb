/** What the build made for browsers, served from memory much as the edge's own asset service does. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { getMimeType } from 'hono/utils/mime';
import type { Assets } from '../../../ports.ts';

interface Asset {
  headers: Record<string, string>;
  etag: string;
  plain: Uint8Array<ArrayBuffer>;
  zipped: Uint8Array<ArrayBuffer>;
}

const zip = promisify(gzip);

/** `dist/web` of the package this module belongs to, wherever it was bundled to. */
function webFolder(): string {
  let at = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(at, 'package.json')) && at !== dirname(at)) at = dirname(at);
  return join(at, 'dist', 'web');
}

/** The files that are in the folder now, by URL path; each is read and zipped when it is first asked for. */
export function openAssets(folder = webFolder()): Assets {
  const files = filesIn(folder);
  const kept = new Map<string, Promise<Asset>>();

  return async (request) => {
    const { pathname } = new URL(request.url);
    const file = files.get(pathname);
    if (file === undefined) return new Response('There is no such file.\n', { status: 404 });
    const asset = kept.get(pathname) ?? read(file);
    kept.set(pathname, asset);
    asset.catch(() => kept.delete(pathname));
    return answer(request, await asset);
  };
}

function filesIn(folder: string): Map<string, string> {
  const options = { recursive: true, withFileTypes: true } as const;
  const entries = existsSync(folder) ? readdirSync(folder, options) : [];
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(files.map((file) => [`/${relative(folder, file).split(sep).join('/')}`, file]));
}

async function read(file: string): Promise<Asset> {
  const plain = new Uint8Array(await readFile(file));
  const etag = `W/"${createHash('sha256').update(plain).digest('base64url')}"`;
  const headers = {
    'Content-Type': getMimeType(file) ?? 'text/plain; charset=utf-8',
    'Cache-Control': 'public, max-age=0, must-revalidate',
    ETag: etag,
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  };
  return { headers, etag, plain, zipped: new Uint8Array(await zip(plain)) };
}

function answer(request: Request, { headers, etag, plain, zipped }: Asset): Response {
  if (request.headers.get('If-None-Match')?.includes(etag))
    return new Response(null, { status: 304, headers });
  const zips = /\bgzip\b/.test(request.headers.get('Accept-Encoding') ?? '');
  return new Response(request.method === 'HEAD' ? null : zips ? zipped : plain, {
    headers: zips ? { ...headers, 'Content-Encoding': 'gzip' } : headers,
  });
}
