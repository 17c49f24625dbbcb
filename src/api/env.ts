import type { Context, MiddlewareHandler } from 'hono';
import type { Deps } from '../ports.ts';

/** All that the API needs; `reserved` are the first path segments that no slug may be. */
export type ApiDeps = Deps & { reserved: ReadonlySet<string> };

/** What every handler of the API finds in its context. */
export interface ApiEnv {
  Variables: {
    deps: ApiDeps;
    requestId: string;
    /** Of the caller's key; set once the key is checked. */
    scopes: readonly string[];
  };
}

export type ApiContext = Context<ApiEnv>;
export type ApiMiddleware = MiddlewareHandler<ApiEnv>;
