/** The HTTP API, `/api/v1`. Loaded at first use, which keeps zod away from the redirect. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { etag } from 'hono/etag';
import { TrieRouter } from 'hono/router/trie-router';
import { SYSTEM_AUTHOR } from '../audit/audit-entry.ts';
import { AppError } from '../errors.ts';
import { authenticate, authorize } from './http/auth.ts';
import { cacheRouteMatches } from './http/cache-matches.ts';
import type { ApiDeps, ApiEnv, ApiMiddleware } from './http/env.ts';
import { tagJson } from './http/etag.ts';
import { countRequest } from './http/limits/count-request.ts';
import { createExportLimit } from './http/limits/export-limit.ts';
import { API_LIMITS, limitRate, limitSharedRate } from './http/limits/rate-limit.ts';
import { problem } from './http/problem.ts';
import { answerPreflight } from './http/publishable.ts';
import { refuseInvalid } from './http/validation.ts';
import { serveDocument } from './openapi/document.ts';
import { abuseReportRoutes } from './routes/abuse-reports.ts';
import { auditRoutes } from './routes/audit.ts';
import { blockedHostRoutes } from './routes/blocked-hosts.ts';
import { bulkRoutes } from './routes/bulk.ts';
import { bulkChangeRoutes } from './routes/bulk-changes.ts';
import { channelRoutes } from './routes/channels.ts';
import { contentRoutes } from './routes/contents.ts';
import { domainRoutes } from './routes/domains.ts';
import { keyRoutes } from './routes/keys.ts';
import { linkRoutes } from './routes/links.ts';
import { memberRoutes } from './routes/members.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { settingRoutes } from './routes/settings.ts';
import { embedRoutes } from './routes/sharing/embed.ts';
import { qrRoutes } from './routes/sharing/qr.ts';
import { reachRoutes } from './routes/sharing/reach.ts';
import { shareRoutes } from './routes/sharing/shares.ts';
import { hitRoutes } from './routes/statistics/hits.ts';
import { sightingGroupRoutes } from './routes/statistics/sighting-groups.ts';
import { sightingRoutes } from './routes/statistics/sightings.ts';
import { statsRoutes } from './routes/statistics/stats.ts';
import { refusalRoutes } from './routes/statistics/turned-away.ts';
import { contentUpserts, linkUpserts } from './routes/upserts.ts';

// An id that the caller sends is written to logs, so it must not be able to forge a line.
const REQUEST_ID = /^[\w.-]{1,64}$/;

const UNKNOWN_ADDRESS = 'This address does not exist. See /docs for all addresses of the API.';

/** All routes of the API, below `base`, and the OpenAPI document at `/openapi.json`. */
export function createApi(given: Omit<ApiDeps, 'author'>, base: string) {
  const deps: ApiDeps = { ...given, author: SYSTEM_AUTHOR };
  const root = new OpenAPIHono<ApiEnv>({
    defaultHook: refuseInvalid,
    router: cacheRouteMatches(new TrieRouter()),
  });
  const api = root.basePath(base);
  api.use(prepare(deps));
  api.use(countRequest);
  const authenticated = authenticate();
  api.use(authenticated);
  const limited = limitRate(deps.settings.apiLimits ?? API_LIMITS, deps.clock);
  api.use(limited);
  if (deps.sharedLimits) api.use(limitSharedRate(deps.sharedLimits));
  api.use(tagJson);
  // Before `/links/{id}` and `/contents/{id}`, which would answer other methods of these paths.
  api.openapiRoutes([...bulkRoutes, ...bulkChangeRoutes]);
  refuseOtherMethods(api, base);
  api.openapiRoutes([
    ...contentRoutes,
    ...contentUpserts,
    ...linkRoutes,
    ...linkUpserts,
    ...qrRoutes,
    ...embedRoutes,
    ...shareRoutes,
    ...statsRoutes,
    ...hitRoutes,
    ...sightingRoutes,
    ...sightingGroupRoutes,
    ...refusalRoutes,
    ...channelRoutes,
    ...keyRoutes,
    ...domainRoutes,
    ...privacyRoutes,
    ...reachRoutes,
    ...auditRoutes,
    ...blockedHostRoutes,
    ...abuseReportRoutes,
    ...memberRoutes,
    ...settingRoutes,
  ]);
  api.options('/shares', answerPreflight('shares:write'));
  refuseOtherMethods(api, base);
  const watching: ApiMiddleware[] = [prepare(deps), authenticated, limited];
  if (deps.sharedLimits) watching.push(limitSharedRate(deps.sharedLimits));
  watching.push(authorize('stats:read'));
  for (const each of watching) root.use('/readyz', each).use('/metrics', each);
  // Whether a key may see the details; the app shows them.
  root.get('/readyz', (c) => c.body(null, 204));
  const { metrics } = deps;
  if (metrics) root.get('/metrics', () => metrics());
  root.get('/openapi.json', etag(), serveDocument(api, deps.settings.publicUrl));
  api.notFound((c) => problem(c, new AppError('not_found', UNKNOWN_ADDRESS)));
  api.onError((error, c) => problem(c, error));
  return api;
}

function prepare(deps: ApiDeps): ApiMiddleware {
  const beginExport = createExportLimit(deps.clock, deps.settings.apiLimits?.downloadsPerKey);
  return async (c, next) => {
    const given = c.req.header('X-Request-Id') ?? '';
    const requestId = REQUEST_ID.test(given) ? given : deps.ids.requestId();
    c.set('deps', { ...deps, requestHost: new URL(c.req.url).host });
    c.set('requestId', requestId);
    c.set('beginExport', beginExport);
    c.header('X-Request-Id', requestId);
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Cache-Control', 'no-store');
    return next();
  };
}

/** Answers other methods of each known path with a 405 that names its methods. */
function refuseOtherMethods(api: OpenAPIHono<ApiEnv>, base: string): void {
  const routes = api.routes.filter(({ method }) => method !== 'ALL' && method !== 'OPTIONS');
  for (const path of new Set(routes.map((route) => route.path))) {
    const own = routes.filter((route) => route.path === path);
    const methods = own.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    const allow = [...new Set(methods)].join(', ');
    api.all(path.slice(base.length), (c) => {
      c.header('Allow', allow);
      return problem(c, new AppError('method_not_allowed', `This address supports only ${allow}.`));
    });
  }
}
