import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NewHit } from '../../src/hits/hit.ts';
import { BATCH_LIMIT, createGroupCommit } from '../../src/runtime/node/group-commit.ts';

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

/** A commit that keeps its batches, as lists of `at`. */
function recorder() {
  const batches: number[][] = [];
  const commit = async (hits: NewHit[]) => {
    batches.push(hits.map(({ at }) => at));
  };
  return { batches, commit };
}

describe('the group commit', () => {
  it('writes the hits of one turn together and in order', async () => {
    const { batches, commit } = recorder();
    const log = createGroupCommit(commit);
    await Promise.all([log.append(hit(1)), log.append(hit(2)), log.append(hit(3))]);
    await log.append(hit(4));
    expect(batches).toEqual([[1, 2, 3], [4]]);
  });

  it('lets hits of later microtasks of the same turn in', async () => {
    const { batches, commit } = recorder();
    const log = createGroupCommit(commit);
    const first = log.append(hit(1));
    await Promise.resolve();
    await Promise.all([first, log.append(hit(2))]);
    expect(batches).toEqual([[1, 2]]);
  });

  it('resolves an append only after its commit', async () => {
    const events: string[] = [];
    const log = createGroupCommit(async () => {
      events.push('begin');
      await nextTurn();
      events.push('end');
    });
    await log.append(hit(1)).then(() => events.push('answered'));
    expect(events).toEqual(['begin', 'end', 'answered']);
  });

  it('runs one commit at a time, and gathers what comes meanwhile', async () => {
    let running = 0;
    const batches: number[] = [];
    const log = createGroupCommit(async (hits) => {
      running += 1;
      expect(running).toBe(1);
      batches.push(hits.length);
      await nextTurn();
      await nextTurn();
      running -= 1;
    });
    const appended = [log.append(hit(1))];
    await nextTurn();
    appended.push(log.append(hit(2)));
    await nextTurn();
    appended.push(log.append(hit(3)));
    await Promise.all(appended);
    expect(batches).toEqual([1, 2]);
  });

  it('tells a failure to every waiter of that batch and to nobody else', async () => {
    const full = new Error('disk full');
    const log = createGroupCommit(async (hits) => {
      if (hits.some(({ at }) => at < 0)) throw full;
    });
    const bad = await Promise.allSettled([log.append(hit(1)), log.append(hit(-1)), log.append(hit(2))]);
    const good = await Promise.allSettled([log.append(hit(3))]);
    expect(bad).toEqual(bad.map(() => ({ status: 'rejected', reason: full })));
    expect(good).toEqual([{ status: 'fulfilled', value: undefined }]);
  });

  it('takes a commit that throws at once for one that fails', async () => {
    const log = createGroupCommit(() => {
      throw new Error('closed');
    });
    await expect(log.append(hit(1))).rejects.toThrow('closed');
  });

  it(`commits at most ${BATCH_LIMIT} hits per turn, all of them and in order`, async () => {
    const { batches, commit } = recorder();
    const log = createGroupCommit(commit);
    const ats = Array.from({ length: 2 * BATCH_LIMIT + 1 }, (_, at) => at);
    const appended = ats.map((at) => log.append(hit(at)));
    await nextTurn();
    expect(batches).toHaveLength(1);
    await Promise.all(appended);
    expect(batches.map(({ length }) => length)).toEqual([BATCH_LIMIT, BATCH_LIMIT, 1]);
    expect(batches.flat()).toEqual(ats);
  });

  it('loses none and doubles none, however the hits are spread over turns', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(5), { maxLength: 20 }), async (turns) => {
        const { batches, commit } = recorder();
        const log = createGroupCommit(commit);
        let next = 0;
        for (const count of turns) {
          for (let i = 0; i < count; i += 1) void log.append(hit(next++));
          await nextTurn();
        }
        await log.flush();
        expect(batches.flat()).toEqual(Array.from({ length: next }, (_, at) => at));
      }),
    );
  });
});

describe('flush', () => {
  it('has nothing to wait for without hits', async () => {
    await expect(createGroupCommit(recorder().commit).flush()).resolves.toBeUndefined();
  });

  it('waits for everything appended so far, also when that fails', async () => {
    let settled = 0;
    const log = createGroupCommit(async () => {
      await nextTurn();
      throw new Error('disk full');
    });
    for (const at of [1, 2]) log.append(hit(at)).catch(() => (settled += 1));
    await log.flush();
    await nextTurn();
    expect(settled).toBe(2);
  });
});
