import { describe, expect, it } from 'vitest';
import { batchLookups } from '../../../src/runtime/node/sqlite/batching/batch-lookups.ts';

/** Notes each look-up; fails for `broken`. */
function table() {
  const asked: string[][] = [];
  const load = batchLookups(async (lookups: string[]) => {
    asked.push(lookups);
    if (lookups.includes('broken')) throw new Error('refused');
    return new Set(lookups);
  });
  return { asked, load };
}

describe('batched lookups', () => {
  it('are one query per turn, and give each call the whole answer', async () => {
    const { asked, load } = table();
    const answers = await Promise.all([load(['a', 'b']), load(['b']), load([])]);
    expect(asked).toEqual([['a', 'b', 'b']]);
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toEqual(new Set(['a', 'b']));
  });

  it('start anew in the next turn', async () => {
    const { asked, load } = table();
    await load(['a']);
    await load(['a']);
    expect(asked).toEqual([['a'], ['a']]);
  });

  it('reject every call of a turn that fails, and go on afterwards', async () => {
    const { load } = table();
    const outcomes = await Promise.allSettled([load(['a']), load(['broken'])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await load(['a'])).toEqual(new Set(['a']));
  });
});
