/** Publishable keys: anybody can read them in a page, so they work only on pages of their origins, and little is taken from each network. */
import { AppError } from '../../errors.ts';
import { isUsable } from '../../keys/key-use.ts';
import type { Scope } from '../../keys/scope.ts';
import { SECOND } from '../../time.ts';
import { storedKey } from './auth.ts';
import type { ApiDeps, ApiMiddleware } from './env.ts';

/** A preflight reads the origins of all keys at most so often. */
const FRESH_MS = 10 * SECOND;
/** Seconds for which browsers remember a preflight. */
const MAX_AGE = '7200';

/** Lets the page read the answer. */
export const allowOrigin: ApiMiddleware = async (c, next) => {
  const origin = c.req.header('Origin');
  if (origin !== undefined && c.get('caller')?.origins?.includes(origin)) {
    c.header('Access-Control-Allow-Origin', origin);
    c.header('Vary', 'Origin', { append: true });
  }
  return next();
};

/** Answers the question of a browser whether a page may send a request: yes, if a key with this scope has its origin. */
export function answerPreflight(scope: Scope): ApiMiddleware {
  let known: { at: number; origins: ReadonlySet<string> } | undefined;
  const originsOf = async ({ store, clock }: ApiDeps) => {
    const now = clock();
    if (known && Math.abs(now - known.at) < FRESH_MS) return known.origins;
    const keys = (await store.keys.list()).filter((key) => isUsable(key, now) && key.scopes.includes(scope));
    known = { at: now, origins: new Set(keys.flatMap(({ origins }) => origins ?? [])) };
    return known.origins;
  };
  return async (c, next) => {
    const origin = c.req.header('Origin');
    if (origin === undefined) return next();
    if (!(await originsOf(c.get('deps'))).has(origin))
      throw new AppError('origin_not_allowed', 'No key works on pages of this origin.');
    c.header('Access-Control-Allow-Origin', origin);
    c.header('Access-Control-Allow-Methods', 'POST');
    c.header('Access-Control-Allow-Headers', 'Authorization, Content-Type, Idempotency-Key');
    c.header('Access-Control-Max-Age', MAX_AGE);
    c.header('Vary', 'Origin');
    return c.body(null, 204);
  };
}

/** Takes the key from the field `key` of a text body: a beacon of a page can set no header. */
export const keyOfBody: ApiMiddleware = async (c, next) => {
  const isText = /^text\/plain\b/i.test(c.req.header('Content-Type') ?? '');
  if (!isText) return next();
  const text = await c.req.text();
  const headers = new Headers(c.req.raw.headers);
  headers.set('Content-Type', 'application/json');
  // From here on the body, which was read already, is JSON like any other.
  c.req.raw = new Request(c.req.url, { method: c.req.method, headers });
  const token = c.get('caller') ? undefined : keyIn(text);
  const key = token?.startsWith('pk_') ? await storedKey(c.get('deps'), token) : undefined;
  if (key) c.set('caller', { keyId: key.id, scopes: key.scopes, origins: key.origins });
  return next();
};

function keyIn(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    const key = typeof body === 'object' && body !== null && 'key' in body ? body.key : undefined;
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}
