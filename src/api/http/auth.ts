import { createLRU } from 'lru.min';
import { isSameSecret, utf8Bytes } from '../../bytes.ts';
import { AppError } from '../../errors.ts';
import type { ApiKey } from '../../keys/api-key.ts';
import { keyIdOf, sha256 } from '../../keys/key-text.ts';
import { isUsable, recordUse } from '../../keys/key-use.ts';
import { allows, type Scope } from '../../keys/scope.ts';
import { readBody } from './body.ts';
import type { ApiDeps, ApiMiddleware, Caller } from './env.ts';
import { answerOnce } from './idempotency/idempotency.ts';

/** The caller with the key of `SOTTO_ADMIN_KEY`, which is not stored. */
const CONFIGURED: Caller = { keyId: 'configured', scopes: ['admin'], origins: null };

/** More than the keys that are in use at the same time. A digest costs more than the rest of the check. */
const MAX_DIGESTS = 1_000;

/** The part of a route that names the scope it needs. The key is checked before the body is read. */
export function secured(scope: Scope, readsBody = readBody()) {
  const middleware: [ApiMiddleware, ApiMiddleware, ApiMiddleware] = [authorize(scope), readsBody, answerOnce];
  return { security: [{ apiKey: [scope] }], middleware };
}

/** The 403 if the scopes do not allow `needed`, else null. */
export function missingScope(scopes: readonly string[], needed: Scope): AppError | null {
  return allows(scopes, needed)
    ? null
    : new AppError('missing_scope', `This needs a key with the scope "${needed}".`);
}

/** Throws a 403 unless the scopes allow `needed`. */
export function requireScope(scopes: readonly string[], needed: Scope): void {
  const error = missingScope(scopes, needed);
  if (error) throw error;
}

/**
 * Identifies the caller by the key of the request, and lets every request pass. Digests of valid keys are cached;
 * the store is asked each time whether the key may still be used.
 */
export function authenticate(): ApiMiddleware {
  const digests = createLRU<string, string>({ max: MAX_DIGESTS });
  const digestOf = async (text: string) => digests.get(text) ?? sha256(text);
  const isConfiguredKey = async ({ settings: { adminKey } }: ApiDeps, hash: string) => {
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
    if (await isConfiguredKey(deps, hash)) {
      c.set('caller', CONFIGURED);
      return next();
    }
    const key = await keyByHash(deps, token, hash);
    if (!key) return next();
    digests.set(token, hash);
    c.set('caller', { keyId: key.id, scopes: key.scopes, origins: key.origins });
    // Recorded while the request is handled. Awaited, because a worker may stop when the request ends.
    const recorded = recordUse(deps, key);
    await next();
    await recorded;
  };
}

/** Lets only callers with this scope pass, and publishable keys with theirs. `authenticate` must run first. */
export function authorize(scope: Scope, publishable?: Scope): ApiMiddleware {
  return async (c, next) => {
    const caller = c.get('caller');
    if (!caller) {
      throw new AppError('unauthorized', 'Send a valid API key as "Authorization: Bearer sotto_…".');
    }
    const { origins, scopes } = caller;
    if (origins && !origins.includes(c.req.header('Origin') ?? '')) {
      throw new AppError('origin_not_allowed', 'This key works only on pages of its origins.');
    }
    requireScope(scopes, origins && publishable ? publishable : scope);
    c.set('scopes', scopes);
    // Everything that the caller changes is entered in the audit log under its name.
    const actor = { type: 'key' as const, id: caller.keyId };
    c.set('deps', { ...c.get('deps'), author: { actor, requestId: c.get('requestId') } });
    return next();
  };
}

/** The record of the key with this text, if it may be used now. */
export const storedKey = async (deps: ApiDeps, text: string) => keyByHash(deps, text, await sha256(text));

async function keyByHash({ store, clock }: ApiDeps, text: string, hash: string): Promise<ApiKey | undefined> {
  const id = keyIdOf(text);
  const key = id === undefined ? undefined : await store.keys.get(id);
  return key && isSameHash(hash, key.hash) && isUsable(key, clock()) ? key : undefined;
}

const isSameHash = (one: string, other: string) => isSameSecret(utf8Bytes(one), utf8Bytes(other));
