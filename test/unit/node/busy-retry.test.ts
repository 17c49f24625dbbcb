import { describe, expect, it } from 'vitest';
import { createPatience, patientStore } from '../../../src/runtime/node/sqlite/busy-retry.ts';
import type { Store } from '../../../src/store-ports.ts';

const busy = () => Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });

/** Work that a lock refuses so often, and that then answers `value`. */
function refused<T>(times: number, value: T) {
  const work = { tries: 0, run: async () => value };
  work.run = async () => {
    work.tries += 1;
    if (work.tries <= times) throw busy();
    return value;
  };
  return work;
}

describe('what a lock has refused', () => {
  it('is done once the lock is gone, in the order it was asked for', async () => {
    const { again } = createPatience();
    const done: string[] = [];
    const asked = ['a', 'b', 'c'].map((name, place) => {
      const work = refused(place === 0 ? 3 : 0, name);
      return again(busy(), async () => done.push(await work.run()));
    });
    await Promise.all(asked);
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('is refused to whoever asked after a quarter of a second', async () => {
    let now = 0;
    const { again } = createPatience(() => now);
    let tries = 0;
    const asked = again(busy(), async () => {
      tries += 1;
      now += 100;
      throw busy();
    });
    await expect(asked).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    expect(tries).toBe(4); // at 0, 100 and 200 ms, and a last time
  });

  it('costs one try at a time, however many wait', async () => {
    let now = 0;
    const { again } = createPatience(() => now);
    const works = Array.from({ length: 100 }, () => refused(Number.POSITIVE_INFINITY, null));
    const asked = works.map((work) =>
      again(busy(), async () => {
        now += 50;
        return work.run();
      }),
    );
    await Promise.allSettled(asked);
    expect(works.slice(1).map(({ tries }) => tries)).toEqual(works.slice(1).map(() => 1));
  });

  it('is told at once where something else is the matter', async () => {
    const { again } = createPatience();
    const full = Object.assign(new Error('disk full'), { code: 'SQLITE_FULL' });
    await expect(again(full, async () => 1)).rejects.toBe(full);
    const asked = again(busy(), async () => {
      throw full;
    });
    await expect(asked).rejects.toBe(full);
  });
});

describe('a count', () => {
  it('lets its answer leave before it is written, and is written all the same', async () => {
    const lock = { held: true };
    let written = 0;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    await createPatience().sometime(async () => {
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

describe('the patient store', () => {
  it('repeats what a lock refused, and leaves the hit log to its own queue', async () => {
    const verb = refused(2, 'answer');
    const log = refused(1, undefined);
    const store = {
      keys: { get: verb.run },
      hits: { append: log.run },
      refusals: { countRefusal: async () => {}, countUnknownSlug: async () => {} },
    } as unknown as Store; // the verbs that are asked here
    const patient = patientStore(store);
    await expect(patient.keys.get('key_1')).resolves.toBe('answer');
    await expect(patient.hits.append([])).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  });
});
