import type { Result, Router } from 'hono/router';

const MAX_MATCHES = 200;

/**
 * The same router with a cache for paths without parameters. Only Hono's slowest router supports both `/links/bulk`
 * and `/links/{id}`.
 */
export function cacheRouteMatches<T>(router: Router<T>): Router<T> {
  const fixed = new Set<string>();
  const known = new Map<string, Result<T>>();
  return {
    name: router.name,
    add(method, path, handler) {
      if (!/[:*]/.test(path)) fixed.add(path);
      router.add(method, path, handler);
    },
    match(method, path) {
      if (!fixed.has(path)) return router.match(method, path);
      const key = `${method} ${path}`;
      const match = known.get(key) ?? router.match(method, path);
      if (known.size < MAX_MATCHES) known.set(key, match);
      return match;
    },
  };
}
