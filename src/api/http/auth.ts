import { LRUCache } from 'lru-cache';
import { isSameSecret, utf8Bytes } from '../../bytes.ts';
import { AppError } from '../../errors.ts';
import type { ApiKey } from '../../keys/api-key.ts';
import { isUsable, recordUse } from '../../keys/key-use.ts';
import { allows, type Scope } from '../../keys/scope.ts';
import { keyIdOf, sha256 } from './api-key.ts';
import { readBody } from './body.ts';
import type { ApiDeps, ApiMiddleware, Caller } from './env.ts';

/** The key given from outside is no row of the store. */
const OUTSIDE: Caller = { keyId: 'outside', scopes: ['admin'], origins: null };

/** As many keys as are busy at once; a digest costs more than all else that is done with a key. */
const DIGESTS_KEPT = 1_000;

/** The part of a route that says who may use it. Keys are checked before a body is read. */
export function secured(scope: Scope, readsBody = readBody()) {
  const middleware: [ApiMiddleware, ApiMiddleware] = [requires(scope), readsBody];
  return { security: [{ apiKey: [scope] }], middleware };
}

/** The 403 where the scopes do not allow `needed`, else null. */
export function lackOf(scopes: readonly string[], needed: Scope): AppError | null {
  return allows(scopes, needed)
    ? null
    : new AppError('missing_scope', `This needs a key with the scope "${needed}".`);
}

/** Throws a 403 unless the scopes allow `needed`. */
export function demand(scopes: readonly string[], needed: Scope): void {
  const lack = lackOf(scopes, needed);
  if (lack) throw lack;
}

/**
 * Finds out whose key a request carries, and lets everybody pass. The digests of valid keys are remembered; whether
 * a key may be used now, the store says each time.
 */
export function identify(): ApiMiddleware {
  const digests = new LRUCache<string, string>({ max: DIGESTS_KEPT });
  const digestOf = async (text: string) => digests.get(text) ?? sha256(text);
  const isOutsideKey = async ({ settings: { adminKey } }: ApiDeps, hash: string) => {
    if (adminKey === null) return false;
    const expected = await digestOf(adminKey);
    digests.set(adminKey, expected);
    return isSameHash(hash, expected);
  };

  return async (c, next) => {
    const deps = c.get('deps');
    const token = /^Bearer +(\S+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1];
    if (token === undefined) return next();
    const hash = await digestOf(token);
    if (await isOutsideKey(deps, hash)) {
      c.set('caller', OUTSIDE);
      return next();
    }
    const key = await storedKey(deps, token, hash);
    if (!key) return next();
    digests.set(token, hash);
    c.set('caller', { keyId: key.id, scopes: key.scopes, origins: key.origins });
    // Beside the answer and not before it; waited for, since the edge drops what outlives the request.
    const noted = recordUse(deps, key);
    await next();
    await noted;
  };
}

/** Lets only a key with this scope on; `identify` must have gone before. */
export function requires(scope: Scope): ApiMiddleware {
  return async (c, next) => {
    const caller = c.get('caller');
    if (!caller) {
      throw new AppError('unauthorized', 'Send a valid API key as "Authorization: Bearer sotto_…".');
    }
    const { origins, scopes } = caller;
    if (origins && !origins.includes(c.req.header('Origin') ?? '')) {
      throw new AppError('origin_not_allowed', 'This key works only on pages of its origins.');
    }
    demand(scopes, scope);
    c.set('scopes', scopes);
    return next();
  };
}

/** The key with this text, if it may be used now. */
async function storedKey({ store, clock }: ApiDeps, text: string, hash: string): Promise<ApiKey | undefined> {
  const id = keyIdOf(text);
  const key = id === undefined ? undefined : await store.keys.get(id);
  return key && isSameHash(hash, key.hash) && isUsable(key, clock()) ? key : undefined;
}

const isSameHash = (one: string, other: string) => isSameSecret(utf8Bytes(one), utf8Bytes(other));
