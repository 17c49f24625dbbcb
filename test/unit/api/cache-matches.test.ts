import { TrieRouter } from 'hono/router/trie-router';
import { describe, expect, it } from 'vitest';
import { cacheRouteMatches } from '../../../src/api/http/cache-matches.ts';

/** A router that notes what it is asked. */
function noting() {
  const asked: string[] = [];
  const trie = new TrieRouter<string>();
  const router = cacheRouteMatches<string>({
    name: trie.name,
    add: (method, path, handler) => trie.add(method, path, handler),
    match: (method, path) => {
      asked.push(`${method} ${path}`);
      return trie.match(method, path);
    },
  });
  for (const path of ['/links/bulk', '/links/:id']) router.add('POST', path, path);
  router.add('ALL', '/*', 'all');
  return { asked, router, trie };
}

describe('a router that remembers matches', () => {
  it('looks a path without parameters up once for each method, and answers the same', () => {
    const { asked, router, trie } = noting();
    for (const method of ['POST', 'POST', 'GET', 'GET']) {
      expect(router.match(method, '/links/bulk')).toEqual(trie.match(method, '/links/bulk'));
    }
    expect(asked).toEqual(['POST /links/bulk', 'GET /links/bulk']);
  });

  it('looks every other path up each time, so that nobody can fill its memory', () => {
    const { asked, router } = noting();
    router.match('POST', '/links/a');
    router.match('POST', '/links/a');
    expect(asked).toEqual(['POST /links/a', 'POST /links/a']);
  });
});
