/** The whole server as one Hono app; it knows no runtime. */
import { type Context, Hono } from 'hono';
import type { createApi } from './api/index.ts';
import type { Deps } from './ports.ts';
import { createRedirect } from './redirect/handler.ts';

const API = '/api/v1';

// Only what people and machines operate is hidden from crawlers; short links must stay reachable for them.
const ROBOTS = ['/app', '/api', '/share', '/docs'].map((path) => `Disallow: ${path}\n`).join('');

/** Who is at the other end of the connection; each runtime knows its own way. */
export type PeerOf = (c: Context) => { address: string | null };

/** Mounts the API and the redirect, which takes whatever nothing else answers. */
export function createApp(deps: Deps, peerOf: PeerOf): Hono {
  const app = new Hono();
  const redirect = createRedirect(deps);
  let api: ReturnType<typeof createApi> | undefined;

  app.all(`${API}/*`, async (c) => {
    // The app is kept and not its promise: workerd ties a promise to the request that made it.
    api ??= (await import('./api/index.ts')).createApi({ ...deps, reserved: reservedSegments(app) }, API);
    return api.fetch(c.req.raw);
  });
  app.get('/robots.txt', (c) => c.text(`User-agent: *\n${ROBOTS}`));
  app.get('/', (c) => c.text(`Sotto, a link shortener. Its API is at ${deps.settings.publicUrl}${API}\n`));
  app.all('*', (c) => redirect(c.req.raw, peerOf(c)));
  app.onError((err, c) => {
    deps.log.error({ err }, 'A request failed');
    return c.text('Something went wrong here.\n', 500, { 'Cache-Control': 'no-store' });
  });
  return app;
}

/** The first path segments that mounted routes own, in lower case: no slug may be one of them. */
export function reservedSegments(app: Hono): ReadonlySet<string> {
  const segments = app.routes.map(({ path }) => path.split('/')[1] ?? '');
  return new Set(segments.filter((segment) => /^[^*:]+$/.test(segment)).map((text) => text.toLowerCase()));
}
