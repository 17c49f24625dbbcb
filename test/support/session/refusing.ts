/** Invalid requests of every kind. */
import { API, api, ask, get, post, type Step } from './step.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const VALID = '{"url":"https://example.com/refused"}';
const TOO_LARGE = JSON.stringify({ url: 'https://example.com/', title: 'x'.repeat(70_000) });

const bodies: Step[] = [
  post('/links', '{"url":', 400),
  post('/links', '', 400),
  post('/links', '[1]', 422),
  post('/links', 'null', 422),
  post('/links', new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]), 400),
  post('/links', '\ufeff{"url":"https://example.com/bom"}', 201),
  post('/links', VALID, 415, { headers: { 'Content-Type': 'text/plain' } }),
  post('/links', VALID, 415, { headers: { 'Content-Type': 'application/merge-patch+json' } }),
  post('/links', VALID, 201, { headers: { 'Content-Type': 'Application/JSON; charset=utf-8' } }),
  api('POST', '/links', 415),
  post('/links', TOO_LARGE, 413),
  post('/links', TOO_LARGE, 413, { headers: { 'Transfer-Encoding': 'chunked' } }),
  post('/links', { url: 'https://example.com/', surprise: true, other: 1 }, 422),
  post('/links', { url: 'javascript:alert(1)' }, 422),
  post('/links', { url: 'https://user:pw@example.com/' }, 422),
  post('/links', { url: `${'http://go.test'}/guide-wa` }, 422),
  post('/links', { url: 'https://example.com/', slug: 'API' }, 422),
  post('/links', { url: 'https://example.com/', slug: '-x_' }, 422),
  post('/links', { url: 'https://example.com/', channel: 'fax', statusCode: 200, maxClicks: 0 }, 422),
  post('/links', { url: 'https://example.com/', expiresAt: 'tomorrow', password: 'x' }, 422),
  post('/links', { url: `https://example.com/${'x'.repeat(9000)}` }, 422),
  post('/links', { url: 'https://example.com/', title: 'a\u0000b' }, 422),
  post('/contents', { url: 'https://example.com/', channels: ['email', 'email'] }, 422),
  api('PATCH', '/links/{alpha.id}', 400, { body: '{' }),
  api('PATCH', '/links/{alpha.id}', 422, { body: '"text"' }),
];

const methods: Step[] = [
  api('PUT', '/links/bulk', 405, { body: '{}' }),
  api('PUT', '/links/{alpha.id}', 200, { body: '{}', isRead: true }),
  api('DELETE', '/links', 405),
  api('GET', '/links/bulk', 405),
  api('OPTIONS', '/links', 405, { headers: { Origin: 'https://pages.example' } }),
  api('PROPFIND', '/contents', 405),
  api('POST', '/stats', 405, { body: '{}' }),
  api('HEAD', '/links/{alpha.id}', 200, { isRead: true }),
  api('HEAD', '/stats?groupBy=day', 200, { isRead: true }),
  api('HEAD', '/links/lnk_none', 404),
  api('GET', '/nothing', 404),
  api('POST', '/nothing/at/all', 404, { body: '{}' }),
  get('', 404),
];

const strangers: Step[] = [
  ask('GET', `${API}/links`, 401),
  ask('POST', `${API}/links`, 401, { body: '{', headers: JSON_TYPE }),
  ask('GET', `${API}/nothing`, 404),
  ask('GET', `${API}/links`, 401, { headers: { Authorization: 'Basic c2VjcmV0' } }),
  ask('GET', `${API}/links`, 401, { headers: { Authorization: 'Bearer sotto_none_at_all' } }),
  ask('GET', `${API}/links`, 401, { headers: { Authorization: `Bearer ${'k'.repeat(6000)}` } }),
  get('/channels', 200, { headers: { 'X-Request-Id': 'my-own.id_7' } }),
  get('/channels', 200, { headers: { 'X-Request-Id': 'forged id', 'X-Long': 'l'.repeat(6000) } }),
  get('/links?limit=0', 422),
  get('/links?surprise=1', 422),
  get('/links?cursor=%21', 422),
];

export const refusing: Step[] = [...bodies, ...methods, ...strangers];
