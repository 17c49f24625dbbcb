import type { Context, MiddlewareHandler } from 'hono';
import type { Deps } from '../../ports.ts';

/** All that the API needs; `reserved` are the first path segments that no slug may be. */
export type ApiDeps = Deps & { reserved: ReadonlySet<string> };

/** Whoever holds a valid key. */
export interface Caller {
  keyId: string;
  scopes: readonly string[];
  /** Of a publishable key: where it may be used. Null: anywhere. */
  origins: readonly string[] | null;
}

/** What every handler of the API finds in its context; `get` reads one, where `var` would copy them all. */
export interface ApiEnv {
  Bindings: { peer: { address: string | null } };
  Variables: {
    deps: ApiDeps;
    requestId: string;
    /** Undefined where no valid key came along. */
    caller: Caller | undefined;
    /** Of the caller's key; set once a route has let it in. */
    scopes: readonly string[];
  };
}

export type ApiContext = Context<ApiEnv>;
export type ApiMiddleware = MiddlewareHandler<ApiEnv>;
