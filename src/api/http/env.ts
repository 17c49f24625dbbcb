import type { Context, MiddlewareHandler } from 'hono';
import type { ChangeAuthor } from '../../audit/audit-entry.ts';
import type { Deps } from '../../ports.ts';
import type { ShareLimits } from '../../shares/share-limits.ts';
import type { BeginExport } from './limits/export-limit.ts';

/**
 * The dependencies of the API. `reserved` are the first path segments that no slug may have; `author` is the caller of
 * the request.
 */
export type ApiDeps = Deps & {
  reserved: ReadonlySet<string>;
  author: ChangeAuthor;
  /** What is taken from one network by share links and by publishable keys together. */
  shareLimits: ShareLimits;
};

/** The holder of a valid key. */
export interface Caller {
  keyId: string;
  scopes: readonly string[];
  /** The origins of a publishable key; null if the key may be used anywhere. */
  origins: readonly string[] | null;
}

/** The context of every handler of the API. On hot paths use `get`: `var` copies all variables. */
export interface ApiEnv {
  Bindings: { connInfo: { address: string | null } };
  Variables: {
    deps: ApiDeps;
    requestId: string;
    beginExport: BeginExport;
    /** Undefined without a valid key. */
    caller: Caller | undefined;
    /** What the cursors of this list end with. */
    cursorTag: string;
    /** The scopes of the caller; set once `authorize` has let it pass. */
    scopes: readonly string[];
  };
}

export type ApiContext = Context<ApiEnv>;
export type ApiMiddleware = MiddlewareHandler<ApiEnv>;
