import { AppError } from '../errors.ts';
import { allows, isSameHash, keyIdOf, type Scope, sha256 } from './api-key.ts';
import { readBody } from './body.ts';
import type { ApiDeps, ApiMiddleware } from './env.ts';

/** The part of a route that says who may use it. Keys are checked before a body is read. */
export function secured(scope: Scope) {
  const middleware: [ApiMiddleware, ApiMiddleware] = [requires(scope), readBody];
  return { security: [{ apiKey: [scope] }], middleware };
}

/** Throws a 403 unless the scopes allow `needed`. */
export function demand(scopes: readonly string[], needed: Scope): void {
  if (!allows(scopes, needed)) throw new AppError('missing_scope', `This needs the scope "${needed}".`);
}

function requires(scope: Scope): ApiMiddleware {
  return async (c, next) => {
    const token = /^Bearer +(\S+) *$/i.exec(c.req.header('Authorization') ?? '')?.[1];
    const scopes = token === undefined ? undefined : await scopesOf(c.var.deps, token);
    if (!scopes) {
      throw new AppError('unauthorized', 'Send a valid API key as "Authorization: Bearer sotto_…".');
    }
    demand(scopes, scope);
    c.set('scopes', scopes);
    await next();
  };
}

/** The scopes of a key that exists and is neither expired nor revoked. */
async function scopesOf({ store, clock, settings }: ApiDeps, text: string): Promise<string[] | undefined> {
  const hash = await sha256(text);
  if (settings.adminKey !== null && isSameHash(hash, await sha256(settings.adminKey))) return ['admin'];
  const id = keyIdOf(text);
  const key = id === undefined ? undefined : await store.keys.get(id);
  if (!key || !isSameHash(hash, key.hash)) return undefined;
  const expired = key.expiresAt !== null && key.expiresAt <= clock();
  return expired || key.revokedAt !== null ? undefined : key.scopes;
}
