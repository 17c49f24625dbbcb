import { createApp } from '../../../src/app.ts';
import { createCounters } from '../../../src/counters.ts';
import { type Place, placeOf } from '../../../src/hits/geographic-place.ts';
import type { Deps } from '../../../src/ports.ts';
import type { ConnInfo } from '../../../src/redirect/request-facts.ts';
import { createIds } from '../../../src/runtime/ids.ts';
import type { TestRuntime } from './test-runtime.ts';

export const ORIGIN = 'http://sotto.test';
export const ADMIN_KEY = 'sotto_test_0123456789abcdefghijklmnopqrstuv';
/** The test clock is fixed, and so is the minute that rate limits count in. */
const MAX = Number.MAX_SAFE_INTEGER;
const UNLIMITED = { perKey: MAX, perStranger: MAX, downloadsPerKey: MAX };
export const SETTINGS: Deps['settings'] = {
  publicUrl: ORIGIN,
  adminKey: ADMIN_KEY,
  trustedProxies: [],
  clientHeader: 'X-Forwarded-For',
  ownNetworks: [],
  honourDnt: false,
  retentionMonths: 13,
  apiLimits: UNLIMITED,
};
const PEER = '203.0.113.7';
/** Addresses with this prefix are in France. */
const FRENCH = '192.0.2.';

/** The User-Agent of a common browser; a request without one is a bot. */
export const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

/** `Body` is the type that the test expects. */
export interface ApiAnswer<Body> {
  status: number;
  headers: Headers;
  body: Body;
}

/** A complete Sotto on one runtime, with a client and a clock that the test may set. */
export interface Sotto extends TestRuntime {
  deps: Deps;
  clock: { now: number };
  request(path: string, init?: RequestInit & { peer?: string; place?: Place }): Promise<Response>;
  /** A JSON request with the admin key. */
  api<Body = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<ApiAnswer<Body>>;
  /** A person opens a short link. */
  click(shortUrl: string, headers?: Record<string, string>, peer?: string): Promise<Response>;
  /** Rolls up every hit and subtracts deleted links from the sums. */
  settle(): Promise<void>;
}

/** `changes` replace dependencies of the runtime. */
export async function assemble(runtime: TestRuntime, changes: Partial<Deps> = {}): Promise<Sotto> {
  const clock = { now: Date.UTC(2026, 9, 7, 12) };
  const deps: Deps = {
    store: runtime.store,
    hitLog: runtime.hitLog,
    rollUp: { request: () => {} },
    clock: () => clock.now,
    ids: createIds(),
    visitorHash: (parts, at) => [Math.floor(at / 86_400_000), ...parts].join('|'),
    passwords: runtime.passwords,
    log: { info: () => {}, warn: () => {}, error: (fields, message) => console.error(message, fields) },
    assets: async () => new Response(null, { status: 404 }),
    geo: (address) => placeOf(address?.toString().startsWith(FRENCH) ? 'FR' : null),
    counters: createCounters(),
    health: async () => [],
    metrics: null,
    settings: SETTINGS,
    runtime: { kind: 'node', salts: true, queue: false },
    ...changes,
  };
  let peer: ConnInfo = { address: PEER };
  const app = createApp(deps, () => peer);
  const request: Sotto['request'] = async (path, { peer: address = PEER, place, ...init } = {}) => {
    peer = place ? { address, place } : { address };
    const response = await app.request(new URL(path, ORIGIN).href, { redirect: 'manual', ...init });
    await runtime.afterAnswer?.();
    return response;
  };
  return {
    ...runtime,
    deps,
    clock,
    request,
    async api(method, path, body) {
      const headers = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' };
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) };
      const response = await request(`/api/v1${path}`, init);
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === '' ? null : JSON.parse(text),
      };
    },
    click: (shortUrl, headers = {}, from = PEER) =>
      request(shortUrl, { headers: { 'User-Agent': CHROME, ...headers }, peer: from }),
    async settle() {
      await runtime.flushed();
      while ((await runtime.sums.rollUp()) > 0);
      while (await runtime.sums.subtractErased());
    },
  };
}
