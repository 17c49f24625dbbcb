import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewHit } from '../../../src/hits/hit.ts';
import { BATCH_LIMIT, createGroupCommit } from '../../../src/runtime/node/hit-log/group-commit.ts';

function hit(at: number): NewHit {
  return {
    linkRowId: 1,
    at,
    kind: 'click',
    country: '',
    region: '',
    city: '',
    referrer: '',
    mark: null,
    visitor: null,
    network: null,
    device: '',
    os: '',
    browser: '',
    app: '',
    certainty: '',
    reason: '',
  };
}

/** The two event-loop turns that share a commit. */
async function twoTurns(): Promise<void> {
  await turn();
  await turn();
}

/** A commit that records its batches as lists of `at`. */
function recorder() {
  const batches: number[][] = [];
  const commit = async (hits: NewHit[]) => {
    batches.push(hits.map(({ at }) => at));
  };
  return { batches, commit };
}

describe('the group commit', () => {
  it('writes the hits of two turns together and in order', async () => {
    const { batches, commit } = recorder();
    const log = createGroupCommit(commit);
    await Promise.all([log.append(hit(1)), log.append(hit(2)), log.append(hit(3))]);
    await log.append(hit(4));
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  it('includes hits of later microtasks and of the next turn', async () => {
    const { batches, commit } = recorder();
    const log = createGroupCommit(commit, { now: () => 0 });
    const first = log.append(hit(1));
    await Promise.resolve();
    const second = log.append(hit(2));
    await turn();
    await Promise.all([first, second, log.append(hit(3))]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('waits for no second turn after one that took more than 10 ms', async () => {
    const { batches, commit } = recorder();
    const clock = { now: 0 };
    const log = createGroupCommit(commit, { now: () => clock.now });
    const first = log.append(hit(1));
    clock.now = 11;
    await turn();
    await Promise.all([first, log.append(hit(2))]);
    expect(batches).toEqual([[1], [2]]);
  });

  it('resolves an append only after its commit', async () => {
    const events: string[] = [];
    const log = createGroupCommit(async () => {
      events.push('begin');
      await twoTurns();
      events.push('end');
    });
    await log.append(hit(1)).then(() => events.push('answered'));
    expect(events).toEqual(['begin', 'end', 'answered']);
  });

  it('runs one commit at a time, and batches the hits that arrive during it', async () => {
    let running = 0;
    const batches: number[] = [];
    const log = createGroupCommit(async (hits) => {
      running += 1;
      expect(running).toBe(1);
      batches.push(hits.length);
      await twoTurns();
      await twoTurns();
      running -= 1;
    });
    const appended = [log.append(hit(1))];
    await twoTurns();
    appended.push(log.append(hit(2)));
    await twoTurns();
    appended.push(log.append(hit(3)));
    await Promise.all(appended);
    expect(batches).toEqual([1, 2]);
  });

  it('reports a failure to every caller of that batch and to no other', async () => {
    const full = new Error('disk full');
    const log = createGroupCommit(async (hits) => {
      if (hits.some(({ at }) => at < 0)) throw full;
    });
    const bad = await Promise.allSettled([log.append(hit(1)), log.append(hit(-1)), log.append(hit(2))]);
    const good = await Promise.allSettled([log.append(hit(3))]);
    expect(bad).toEqual(bad.map(() => ({ status: 'rejected', reason: full })));
    expect(good).toEqual([{ status: 'fulfilled', value: undefined }]);
  });

  it('treats a commit that throws synchronously as one that fails', async () => {
    const log = createGroupCommit(() => {
      throw new Error('closed');
    });
    await expect(log.append(hit(1))).rejects.toThrow('closed');
  });

  it(`commits at most ${BATCH_LIMIT} hits per turn, all of them and in order`, async () => {
    const { batches, commit } = recorder();
    const log = createGroupCommit(commit, { now: () => 0 });
    const ats = Array.from({ length: 2 * BATCH_LIMIT + 1 }, (_, at) => at);
    const appended = ats.map((at) => log.append(hit(at)));
    await twoTurns();
    expect(batches).toHaveLength(1);
    await Promise.all(appended);
    expect(batches.map(({ length }) => length)).toEqual([BATCH_LIMIT, BATCH_LIMIT, 1]);
    expect(batches.flat()).toEqual(ats);
  });

  it('stores each hit exactly once, however the hits are spread over turns', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 20 }), async (turns) => {
        const { batches, commit } = recorder();
        const log = createGroupCommit(commit);
        let next = 0;
        for (const count of turns) {
          for (let i = 0; i < count; i += 1) void log.append(hit(next++));
          await twoTurns();
        }
        await log.flush();
        expect(batches.flat()).toEqual(Array.from({ length: next }, (_, at) => at));
      }),
    );
  });
});

/** A log on a database that the test locks and unlocks, with a clock that the test sets. */
function lockable(queueLimit?: number) {
  const time = { now: 0 };
  const lock = { held: true };
  const stored: number[] = [];
  const lost: number[] = [];
  const busy = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' });
  const ats = (hits: NewHit[]) => hits.map(({ at }) => at);
  const log = createGroupCommit(
    async () => {
      if (lock.held) throw busy;
    },
    {
      onOutcome: { stored: (hits) => stored.push(...ats(hits)), lost: (hits) => lost.push(...ats(hits)) },
      now: () => time.now,
      ...(queueLimit === undefined ? {} : { queueLimit }),
    },
  );
  return { log, time, lock, stored, lost };
}

describe('a lock of another process', () => {
  it('delays answers by at most a quarter of a second, and later answers not at all', async () => {
    const { log, time, lock, stored } = lockable();
    const answered: number[] = [];
    const append = (at: number) => log.append(hit(at)).then(() => answered.push(at));
    const first = append(1);
    await twoTurns();
    time.now = 249;
    const second = append(2);
    await twoTurns();
    expect([answered, log.pending()]).toEqual([[], 0]);
    time.now = 250;
    await Promise.all([first, second]);
    await append(3);
    expect([answered, stored, log.pending()]).toEqual([[1, 2, 3], [], 3]);
    lock.held = false;
    await log.flush();
    expect([stored, log.pending()]).toEqual([[1, 2, 3], 0]);
  });

  it('delays hits again when it is held a second time', async () => {
    const { log, time, lock } = lockable();
    const first = log.append(hit(1));
    lock.held = false;
    await first;
    lock.held = true;
    time.now = 1_000;
    let answered = false;
    const second = log.append(hit(2)).then(() => {
      answered = true;
    });
    await twoTurns();
    expect(answered).toBe(false);
    lock.held = false;
    await second;
  });

  it('delays no hit while older ones are still being stored', async () => {
    const { log, time, lock, stored } = lockable();
    void log.append(hit(0));
    await twoTurns();
    time.now = 250;
    const many = Array.from({ length: 2 * BATCH_LIMIT }, (_, at) => log.append(hit(at + 1)));
    await Promise.all(many);
    lock.held = false;
    await log.append(hit(-1));
    expect(stored).toEqual([]);
    await log.flush();
    expect(stored).toHaveLength(2 * BATCH_LIMIT + 2);
    expect(stored.at(-1)).toBe(-1);
  });

  it('lets a limited number of hits wait; further hits are lost, reported and counted', async () => {
    const { log, lock, stored, lost } = lockable(3);
    const appended = [1, 2, 3, 4, 5].map((at) => log.append(hit(at)));
    await expect(appended[3]).rejects.toThrow('3 hits are waiting already');
    await expect(appended[4]).rejects.toThrow();
    lock.held = false;
    await Promise.all(appended.slice(0, 3));
    await log.append(hit(6));
    expect({ stored, lost }).toEqual({ stored: [1, 2, 3, 6], lost: [4, 5] });
  });

  it('lets 200,000 hits wait by default', async () => {
    const { log, lock, lost } = lockable();
    const appended = Array.from({ length: 200_000 }, (_, at) => log.append(hit(at)));
    await expect(log.append(hit(-1))).rejects.toThrow('200000 hits are waiting already');
    expect(lost).toEqual([-1]);
    lock.held = false;
    await Promise.all(appended);
  });
});

describe('a hit that the database refuses', () => {
  const refusing = (code: string) => {
    const stored: number[] = [];
    const lost: number[] = [];
    const log = createGroupCommit(
      async (hits) => {
        if (hits.some(({ at }) => at < 0)) throw Object.assign(new Error('no'), { code });
        stored.push(...hits.map(({ at }) => at));
      },
      { onOutcome: { stored: () => {}, lost: (hits) => lost.push(...hits.map(({ at }) => at)) } },
    );
    return { log, stored, lost };
  };

  it('is lost alone, whatever its position, and the others keep their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -3, max: 9 }), { minLength: 1, maxLength: 40 }),
        async (ats) => {
          const { log, stored, lost } = refusing('SQLITE_CONSTRAINT_NOTNULL');
          for (const at of ats) log.append(hit(at)).catch(() => {});
          await log.flush();
          expect(stored).toEqual(ats.filter((at) => at >= 0));
          expect(lost).toEqual(ats.filter((at) => at < 0));
        },
      ),
    );
  });

  it('fails its batch without a second try if the whole file is at fault', async () => {
    const { log, stored, lost } = refusing('SQLITE_FULL');
    const appended = await Promise.allSettled([log.append(hit(1)), log.append(hit(-1))]);
    expect(appended.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect({ stored, lost }).toEqual({ stored: [], lost: [1, -1] });
  });
});

describe('flush', () => {
  it('resolves at once without hits', async () => {
    await expect(createGroupCommit(recorder().commit).flush()).resolves.toBeUndefined();
  });

  it('waits for every hit appended so far, also when the commit fails', async () => {
    let settled = 0;
    const log = createGroupCommit(async () => {
      await twoTurns();
      throw new Error('disk full');
    });
    for (const at of [1, 2]) log.append(hit(at)).catch(() => (settled += 1));
    await log.flush();
    await twoTurns();
    expect(settled).toBe(2);
  });
});
