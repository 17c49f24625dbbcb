import type { AuthorDeps } from '../audit/audit-entry.ts';
import type { Store } from '../store-ports/store.ts';

/** What a verb that changes keys needs. */
export interface KeyDeps extends AuthorDeps {
  store: Pick<Store, 'keys'>;
}

/** An API key as stored; times are UTC milliseconds. */
export interface ApiKey {
  id: string;
  name: string;
  /** SHA-256 of the key's text, which is stored nowhere. */
  hash: string;
  scopes: string[];
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  revokedAt: number | null;
  /** The origins that a publishable key may be used from; null for a secret key. */
  origins: string[] | null;
}
