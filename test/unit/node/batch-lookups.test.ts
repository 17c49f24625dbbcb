import { describe, expect, it } from 'vitest';
import { batchLookups } from '../../../src/runtime/node/sqlite/batch-lookups.ts';

interface Row {
  key: string;
}

/** Records the keys of each lookup; has no rows for keys that begin with `no`. */
function table() {
  const batches: string[][] = [];
  const lookUp = batchLookups<Row>(
    async (keys) => {
      batches.push(keys);
      if (keys.includes('broken')) throw new Error('refused');
      return keys.filter((key) => !key.startsWith('no')).map((key) => ({ key }));
    },
    ({ key }) => key,
  );
  return { batches, lookUp };
}

describe('batched lookups', () => {
  it('are one query per turn, and give each call its own rows', async () => {
    const { batches, lookUp } = table();
    const answers = await Promise.all([lookUp(['a', 'b']), lookUp(['b']), lookUp(['no']), lookUp([])]);
    expect(batches).toEqual([['a', 'b', 'no']]);
    expect(answers).toEqual([[{ key: 'a' }, { key: 'b' }], [{ key: 'b' }], [], []]);
  });

  it('start anew in the next turn', async () => {
    const { batches, lookUp } = table();
    await lookUp(['a']);
    await lookUp(['a']);
    expect(batches).toEqual([['a'], ['a']]);
  });

  it('return a row once to a call that names its key twice', async () => {
    const { lookUp } = table();
    expect(await lookUp(['a', 'a'])).toEqual([{ key: 'a' }]);
  });

  it('reject every call of a turn that fails, and go on afterwards', async () => {
    const { lookUp } = table();
    const outcomes = await Promise.allSettled([lookUp(['a']), lookUp(['broken'])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await lookUp(['a'])).toEqual([{ key: 'a' }]);
  });
});
