import { describe, expect, it } from 'vitest';
import { createBusyRetry, withBusyRetry } from '../../../src/runtime/node/sqlite/busy-retry.ts';
import type { Store } from '../../../src/store-ports/store.ts';

const busy = () => Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });

/** Work that a lock refuses the given number of times, and that then resolves with `value`. */
function refused<T>(times: number, value: T) {
  const work = { tries: 0, run: async () => value };
  work.run = async () => {
    work.tries += 1;
    if (work.tries <= times) throw busy();
    return value;
  };
  return work;
}

describe('work that a lock has refused', () => {
  it('is done once the lock is released, in the order of arrival', async () => {
    const { retry } = createBusyRetry();
    const done: string[] = [];
    const results = ['a', 'b', 'c'].map((name, place) => {
      const work = refused(place === 0 ? 3 : 0, name);
      return retry(busy(), async () => done.push(await work.run()));
    });
    await Promise.all(results);
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('fails with the refusal after a quarter of a second', async () => {
    let now = 0;
    const { retry } = createBusyRetry(() => now);
    let tries = 0;
    const results = retry(busy(), async () => {
      tries += 1;
      now += 100;
      throw busy();
    });
    await expect(results).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    expect(tries).toBe(4); // at 0, 100 and 200 ms, and a last time
  });

  it('costs one try at a time, however much waits', async () => {
    let now = 0;
    const { retry } = createBusyRetry(() => now);
    const works = Array.from({ length: 100 }, () => refused(Number.POSITIVE_INFINITY, null));
    const results = works.map((work) =>
      retry(busy(), async () => {
        now += 50;
        return work.run();
      }),
    );
    await Promise.allSettled(results);
    expect(works.slice(1).map(({ tries }) => tries)).toEqual(works.slice(1).map(() => 1));
  });

  it('fails at once for any other reason than a lock', async () => {
    const { retry } = createBusyRetry();
    const full = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
    await expect(retry(full, async () => 1)).rejects.toBe(full);
    const results = retry(busy(), async () => {
      throw full;
    });
    await expect(results).rejects.toBe(full);
  });
});

describe('work in the background', () => {
  it('resolves before it is done, and is done all the same', async () => {
    const lock = { held: true };
    let written = 0;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await createBusyRetry().retryInBackground(async () => {
      if (lock.held) throw busy();
      written += 1;
      end();
    });
    expect(written).toBe(0);
    lock.held = false;
    await ended;
    expect(written).toBe(1);
  });
});

describe('a store with busy retry', () => {
  it('retries what a lock refused, except appended hits', async () => {
    const verb = refused(2, 'answer');
    const log = refused(1, undefined);
    const store = {
      keys: { get: verb.run },
      hits: { append: log.run },
      refusals: { count: async () => {} },
    } as unknown as Store; // only the verbs of this test
    const retried = withBusyRetry(store);
    await expect(retried.keys.get('key_1')).resolves.toBe('answer');
    await expect(retried.hits.append([])).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  });
});
