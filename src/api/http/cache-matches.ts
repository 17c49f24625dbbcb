import type { Result, Router } from 'hono/router';

const MATCHES_KEPT = 200;

/**
 * The same router, which looks each path without parameters up once for each method. With both `/links/bulk` and
 * `/links/{id}` only the framework's slowest router will do.
 */
export function rememberMatches<T>(router: Router<T>): Router<T> {
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
      if (known.size < MATCHES_KEPT) known.set(key, match);
      return match;
    },
  };
}
