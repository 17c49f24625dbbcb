/** Everything but the API and the links: pages, documents, health checks. */
import { ask, get, look, type Step } from './step.ts';

const FRENCH = { 'Accept-Language': 'fr' };

export const pages: Step[] = [
  look('/', 302),
  look('/robots.txt', 200),
  look('/favicon.ico', 204),
  look('/healthz', 200),
  ask('HEAD', '/healthz', 200),
  look('/readyz', 200),
  look('/metrics', 404),
  ask('GET', '/openapi.json', 200, { as: 'openapi' }),
  ask('GET', '/openapi.json', 304, { headers: { 'If-None-Match': '{openapi.headers.etag}' } }),
  look('/docs', 200),
  look('/docs/', 200),
  look('/docs/errors', 200, FRENCH),
  look('/docs/errors?lang=en', 200, FRENCH),
  look('/docs/none', 404),
  look('/privacy', 200, FRENCH),
  look('/privacy', 200, { Accept: 'application/json' }),
  look('/privacy.json?lang=fr', 200),
  look('/assets/docs.css', 200),
  look('/assets/none.css', 404),
  look('/app/anything', 404, FRENCH),
  look('/share/email', 400),
  ask('POST', '/robots.txt', 405),
  ask('DELETE', '/healthz', 405),
  ask('OPTIONS', '/', 405),
  get('/channels', 200, { as: 'channels' }),
  get('/channels', 304, { headers: { 'If-None-Match': '{channels.headers.etag}' } }),
];
