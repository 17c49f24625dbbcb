import type { PageKey } from '../../members/access.ts';
import type { AppContext } from './env.ts';

/** A page or an action of a page. Its key is a row of the access table, which decides who may call it. */
export interface PageRoute {
  key: PageKey;
  handle: (c: AppContext) => Response | Promise<Response>;
}

/** A route as a value: `page('GET /app', (c) => …)`. */
export const page = (key: PageKey, handle: PageRoute['handle']): PageRoute => ({ key, handle });
