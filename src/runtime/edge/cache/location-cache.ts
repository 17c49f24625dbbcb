/** A cache that isolates share. What it answers may be old, foreign or broken: whoever asks must look at it. */
export interface SharedCache {
  /** Undefined where there is nothing. */
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
}

/** Whoever reads an entry judges its age; this only lets the cache forget. */
const SECONDS_KEPT = 60;

/** The Cache API of the location, under a name of its own; where it does nothing (`workers.dev`) there is nothing. */
export function locationCache(name = 'sotto-1'): SharedCache {
  const addressOf = (key: string) => `https://cache.invalid/${encodeURIComponent(key)}`;
  // Opened each time: a promise belongs to the request that made it.
  return {
    async get(key) {
      const found = await (await caches.open(name)).match(addressOf(key));
      return found?.json();
    },
    async put(key, value) {
      const headers = { 'Cache-Control': `max-age=${SECONDS_KEPT}` };
      await (await caches.open(name)).put(addressOf(key), Response.json(value, { headers }));
    },
  };
}
