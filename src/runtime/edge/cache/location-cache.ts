/** A cache that isolates share. Its values may be old, foreign or broken: the reader must validate them. */
export interface SharedCache {
  /** Undefined where there is nothing. */
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}

/** Only for housekeeping: the reader checks how old an entry is. Old ones are needed while D1 does not answer. */
const MAX_AGE_SECONDS = 3_600;

/** The Cache API of the location, under a name of its own. On `workers.dev` it stores nothing. */
export function locationCache(name = 'sotto-1'): SharedCache {
  const addressOf = (key: string) => `https://cache.invalid/${encodeURIComponent(key)}`;
  // It is opened each time because a promise belongs to the request that made it.
  return {
    async get(key) {
      const found = await (await caches.open(name)).match(addressOf(key));
      return found?.json();
    },
    async put(key, value) {
      const headers = { 'Cache-Control': `max-age=${MAX_AGE_SECONDS}` };
      await (await caches.open(name)).put(addressOf(key), Response.json(value, { headers }));
    },
  };
}
