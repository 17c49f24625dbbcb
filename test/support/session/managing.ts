/** Keys with scopes, and domains with links. */
import { ask, BROWSER, get, look, open, patch, post, read, remove, type Step } from './step.ts';

const HOST = 'go.other.test:8443';
const AT_HOST = { Host: HOST };

const keys: Step[] = [
  post('/keys', { name: 'Leser – ü', scopes: ['links:read'] }, 201, { as: 'reader' }),
  post('/keys', { name: 'Writer', scopes: ['links:write'], expiresAt: '2199-01-01T00:00:00Z' }, 201, {
    as: 'writer',
  }),
  post('/keys', { name: 'Page', scopes: ['links:read'], origins: ['https://pages.example'] }, 422),
  post('/keys', { name: 'Past', scopes: ['admin'], expiresAt: '2020-01-01T00:00:00Z' }, 422),
  post('/keys', { name: 'Mixed', scopes: ['links:read', 'shares:write'] }, 422),
  post('/keys', { name: '', scopes: [] }, 422),
  get('/links?limit=1', 200, { key: '{reader.key}' }),
  get('/stats', 403, { key: '{reader.key}' }),
  post('/links', { url: 'https://example.com/reader' }, 403, { key: '{reader.key}' }),
  post('/links', { url: 'https://example.com/writer' }, 201, { key: '{writer.key}' }),
  patch('/links/{alpha.id}', { blocked: true }, 403, { key: '{writer.key}' }),
  post('/links', { url: 'https://example.com/reuse', slug: 'gone', reuse: true }, 403, {
    key: '{writer.key}',
  }),
  post('/links', { url: 'https://example.com/reuse', slug: 'gone', reuse: true }, 201),
  get('/keys', 403, { key: '{writer.key}' }),
  post('/keys', { name: 'Rolling', scopes: ['links:read'] }, 201, { as: 'rolling' }),
  patch('/keys/{rolling.id}', { name: 'Rollend – ü' }),
  patch('/keys/{rolling.id}', { scopes: [] }, 422),
  post('/keys/{rolling.id}/roll', { overlapHours: 0 }, 201, { as: 'rolled' }),
  post('/keys/{rolling.id}/roll', {}, 409),
  get('/links?limit=1', 401, { key: '{rolling.key}' }),
  get('/links?limit=1', 200, { key: '{rolled.key}' }),
  get('/keys'),
  get('/keys?limit=2'),
  get('/keys/{reader.id}'),
  get('/keys/key_none', 404),
  remove('/keys/{reader.id}'),
  remove('/keys/{reader.id}'),
  get('/links?limit=1', 401, { key: '{reader.key}' }),
];

const settings: Step[] = [
  get('/settings'),
  patch('/settings', {
    language: 'fr',
    timezone: 'Europe/Paris',
    ownNetworks: [{ network: '198.51.100.77/24', name: 'Büro' }, { network: '2001:DB8::/32' }],
  }),
  patch('/settings', { ownNetworks: [{ network: '0.0.0.0/0' }] }, 422),
  patch('/settings', { timezone: 'Mars' }, 422),
  patch('/settings', { language: null, timezone: null, ownNetworks: [] }),
  patch('/channels/discord', { utmPreset: { medium: 'chat', content: '' } }),
  patch('/channels/discord', { utmPreset: { medium: null } }),
  patch('/channels/fax', { utmPreset: null }, 404),
  get('/channels/discord'),
  patch('/channels/discord', { utmPreset: null }),
];

const domains: Step[] = [
  post(
    '/domains',
    { domain: 'GO.Other.Test:8443', rootUrl: 'https://other.example/start?ü', notFoundUrl: null },
    201,
    { as: 'other' },
  ),
  post('/domains', { domain: HOST }, 409),
  post('/domains', { domain: 'go.test' }, 422),
  post('/domains', { domain: 'http://x/' }, 422),
  post('/domains', { domain: 'bücher.test', notFoundUrl: 'https://bücher.example/weg' }, 201),
  get('/domains'),
  get(`/domains/${encodeURIComponent(HOST)}`),
  get('/domains/none.test', 404),
  post('/links', { url: 'https://example.com/at-other', slug: 'guide-wa', domain: HOST }, 201, {
    as: 'atOther',
  }),
  post('/links', { url: 'https://example.com/nowhere', domain: 'none.test' }, 422),
  post(
    '/contents',
    { url: 'https://example.com/at-bücher', domain: 'xn--bcher-kva.test', channels: ['email'] },
    201,
  ),
  remove(`/domains/${encodeURIComponent(HOST)}`, 409),
  patch(`/domains/${encodeURIComponent(HOST)}`, { notFoundUrl: 'https://other.example/lost' }),
  patch(`/domains/${encodeURIComponent(HOST)}`, { domain: 'x.test' }, 422),
];

/** A new domain is known within seconds. */
const known: Step = {
  ...ask('GET', '/unheard-of', 302, { headers: { ...AT_HOST, 'User-Agent': BROWSER } }),
  until: /^/,
};

export const managing: Step[] = [...keys, ...settings, ...domains];

export const visitingDomains: Step[] = [
  known,
  look('/', 302, AT_HOST),
  open('/guide-wa', 302, AT_HOST),
  open('/GUIDE-wa.print', 302, AT_HOST),
  look('/guide-wa+', 200, AT_HOST),
  look('/Alpha', 302, AT_HOST),
  look('/nowhere', 302, { Host: 'xn--bcher-kva.test' }),
  look('/', 302, { Host: 'unknown.test' }),
  open('/guide-wa', 302, { Host: 'unknown.test' }),
  look('/healthz', 200, AT_HOST),
  read('/stats?groupBy=domain'),
  read('/stats?domain=go.other.test%3A8443&groupBy=link,mark'),
  read('/hits?domain=go.other.test%3A8443'),
  get('/links?domain=go.other.test%3A8443'),
];
