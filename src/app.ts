/** The whole server as one Hono app; it knows no runtime. */
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { countRedirect } from './counters.ts';
import { addHsts } from './hsts.ts';
import { isLocal } from './net/local.ts';
import { turnForRequest } from './next-turn.ts';
import type { Deps } from './ports.ts';
import { createRedirect } from './redirect/handler.ts';
import type { ConnInfo } from './redirect/request-facts.ts';
import { createShareLimits } from './shares/share-limits.ts';
import { storageTrouble } from './storage-trouble.ts';
import { FAILED, TWO_HOSTS, toResponse, UNAVAILABLE } from './visitor-pages/http-reply.ts';

const API = '/api/v1';

// Crawlers may follow short links, so only the API and the pages of the operator are hidden from them.
const ROBOTS = ['/app', '/api', '/share', '/docs'].map((path) => `Disallow: ${path}\n`).join('');

const TEXTS = [`${API}/*`, '/openapi.json', '/docs/*', '/privacy/*', '/privacy.json', '/assets/*', '/app/*'];

/** Everything but short links. */
const PAGES = [...TEXTS, '/share/*', '/', '/healthz', '/readyz', '/metrics', '/robots.txt', '/favicon.ico'];

/**
 * Pages whose code is loaded and whose text is composed at first use, which takes hundreds of milliseconds. A runtime
 * with one thread for all requests opens them once before the first visitor comes.
 */
export const LAZY_PAGES = ['/openapi.json', '/docs', '/privacy', '/abuse', '/share', '/app'] as const;

/** Returns the other end of the connection; each runtime has its own way to find it. */
export type GetConnInfo = (c: Context) => ConnInfo;

/** What a runtime may do in its own way. */
interface AppOptions {
  redirect?: ReturnType<typeof createRedirect>;
  /** Compresses answers other than redirects, where the platform does not. */
  compressAnswers?: MiddlewareHandler;
}

/** Mounts the API, the pages and the redirect, which answers all other paths. */
export function createApp(
  deps: Deps,
  getConnInfo: GetConnInfo,
  { redirect = createRedirect(deps), compressAnswers }: AppOptions = {},
): Hono {
  const app = new Hono();
  const { openApi, openDocs, openAbusePage, openShareDoor, openPages } = lazyParts(deps, app);
  const openReadiness = once(async () => {
    const { createReadiness } = await import('./health.ts');
    return () => createReadiness(deps);
  });
  const answerFromApi = async (c: Context) =>
    (await openApi()).fetch(c.req.raw, { connInfo: getConnInfo(c) });
  const answerFromDocs = async (c: Context) => (await openDocs()).fetch(c.req.raw);
  const answerReport = async (c: Context) => (await openAbusePage())(c.req.raw, getConnInfo(c));
  const answerShare = async (c: Context) => (await openShareDoor())(c.req.raw, getConnInfo(c));
  const answerFromPages = async (c: Context) =>
    (await openPages()).fetch(c.req.raw, { connInfo: getConnInfo(c) });

  const answerVisitor = async (c: Context) => {
    const { counters, durations } = deps;
    const since = durations?.now() ?? 0;
    const response = await redirect(c.req.raw, getConnInfo(c));
    countRedirect(counters, response.status);
    durations?.redirect(response.status, since);
    return response;
  };

  app.use(async (c, next) => {
    // Repeated headers are joined with a comma, which no host contains.
    if (c.req.header('Host')?.includes(',')) return toResponse(TWO_HOSTS);
    return next();
  });
  for (const path of [...TEXTS, '/share/*']) app.use(path, waitForTurn);
  // Not for redirects, which already have the header: reading their headers here would write them in another form.
  for (const path of PAGES) app.use(path, addHsts(deps.settings, getConnInfo));
  for (const path of TEXTS) if (compressAnswers) app.use(path, compressAnswers);
  app.all(`${API}/*`, answerFromApi);
  app.get('/openapi.json', answerFromApi);
  app.get('/healthz', answerHealth(deps));
  const isLocalRequest = (c: Context) => isLocal(c.req.raw, getConnInfo(c).address, deps.settings);
  app.get('/readyz', async (c) => {
    const asked = [c.req.raw, getConnInfo(c)] as const;
    const readiness = await openReadiness();
    if (isLocalRequest(c)) return readiness.details(...asked);
    if (c.req.header('Authorization') === undefined) return readiness.summary(...asked);
    // The API answers 204 to a key that may see the details. It may not be able to look the key up.
    const allowed = await answerFromApi(c);
    if (allowed.status === 204) return readiness.details(...asked);
    return allowed.status < 500 ? allowed : readiness.summary(...asked);
  });
  app.get('/metrics', (c) => {
    if (!deps.metrics) return c.notFound();
    // Requests from the machine itself need no key; for others the API requires one.
    return isLocalRequest(c) ? deps.metrics() : answerFromApi(c);
  });
  for (const path of ['/privacy', '/privacy/', '/privacy.json'])
    app.get(path, async (c) => (await import('./pages/privacy.tsx')).privacyPages(deps).fetch(c.req.raw));
  app.on(['GET', 'POST'], '/abuse', answerReport);
  app.all('/share/*', answerShare);
  app.all('/app/*', answerFromPages);
  app.get('/docs/*', answerFromDocs);
  app.get('/assets/*', (c) => deps.assets(c.req.raw));
  app.get('/favicon.ico', (c) => c.body(null, 204, { 'Cache-Control': 'public, max-age=86400' }));
  // The status is given because without it each runtime writes the content type differently.
  app.get('/robots.txt', (c) => c.text(`User-agent: *\n${ROBOTS}`, 200));
  app.get('/', async (c) => (await redirect.root(c.req.raw)) ?? c.redirect('/app'));
  app.all('*', answerVisitor);
  app.onError((err) => {
    deps.log.error({ err }, 'A request failed');
    return toResponse(storageTrouble(err) === 'other' ? FAILED : UNAVAILABLE);
  });
  return app;
}

const waitForTurn: MiddlewareHandler = async (_, next) => {
  const turn = turnForRequest();
  if (turn) await turn;
  return next();
};

/** The parts of the app that are loaded by the first request for them. */
function lazyParts(deps: Deps, app: Hono) {
  const shareLimits = createShareLimits(deps.sharedLimits);
  const withReserved = () => ({ ...deps, shareLimits, reserved: reservedSegments(app) });
  const openApi = once(async () => {
    const { createApi } = await import('./api/index.ts');
    return () => createApi(withReserved(), API);
  });
  const openDocs = once(async () => {
    const { docsPages } = await import('./pages/docs.tsx');
    return () => docsPages(async () => (await (await openApi()).request('/openapi.json')).json());
  });
  const openAbusePage = once(async () => {
    const { createAbusePage } = await import('./pages/abuse.ts');
    return () => createAbusePage(deps);
  });
  const openShareDoor = once(async () => {
    const { createShareDoor } = await import('./pages/share/door.ts');
    return () => createShareDoor(withReserved());
  });
  const openPages = once(async () => {
    const { createAppPages } = await import('./pages/app/index.ts');
    return () => createAppPages({ ...deps, reserved: reservedSegments(app) });
  });
  return { openApi, openDocs, openAbusePage, openShareDoor, openPages };
}

/** Says that the server runs; to its own check of a domain it also proves that the domain leads here. */
const answerHealth = (deps: Deps) => async (c: Context) => {
  const { challenge, domain } = c.req.query();
  const proof = async (given: { domain: string; text: string }) => {
    const { proofFor } = await import('./domains/challenge.ts');
    return proofFor(deps, given, new URL(c.req.url).host).catch(() => null);
  };
  const proven = challenge && domain ? await proof({ domain, text: challenge }) : null;
  const body = { status: 'pass', ...(proven && { proof: proven }) };
  return c.json(body, 200, { 'Cache-Control': 'no-store' });
};

/**
 * Loads something for the first request that needs it. What `load` makes is kept, not its promise: workerd ties a promise to
 * the request that created it. Another request may have created it in the same time; only one is kept, with one set of counters.
 */
function once<T extends object>(load: () => Promise<() => T>): () => Promise<T> {
  let made: T | undefined;
  return async () => {
    if (!made) {
      const make = await load();
      made ??= make();
    }
    return made;
  };
}

/** The first path segments that mounted routes own, in lower case: no slug may be one of them. */
export function reservedSegments(app: Hono): ReadonlySet<string> {
  const segments = app.routes.map(({ path }) => path.split('/')[1] ?? '');
  return new Set(segments.filter((segment) => /^[^*:]+$/.test(segment)).map((text) => text.toLowerCase()));
}
