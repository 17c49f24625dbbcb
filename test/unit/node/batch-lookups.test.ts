import { describe, expect, it } from 'vitest';
import { createAskTogether } from '../../../src/runtime/node/sqlite/batch-lookups.ts';

interface Row {
  key: string;
}

/** Notes the keys of each look-up; knows no key that begins with `no`. */
function table() {
  const asked: string[][] = [];
  const ask = createAskTogether<Row>(
    async (keys) => {
      asked.push(keys);
      if (keys.includes('broken')) throw new Error('refused');
      return keys.filter((key) => !key.startsWith('no')).map((key) => ({ key }));
    },
    ({ key }) => key,
  );
  return { asked, ask };
}

describe('asking together', () => {
  it('looks up once what one turn asks for, and gives each call its own rows', async () => {
    const { asked, ask } = table();
    const answers = await Promise.all([ask(['a', 'b']), ask(['b']), ask(['no']), ask([])]);
    expect(asked).toEqual([['a', 'b', 'no']]);
    expect(answers).toEqual([[{ key: 'a' }, { key: 'b' }], [{ key: 'b' }], [], []]);
  });

  it('looks up again in the next turn', async () => {
    const { asked, ask } = table();
    await ask(['a']);
    await ask(['a']);
    expect(asked).toEqual([['a'], ['a']]);
  });

  it('gives a row once to a call that names its key twice', async () => {
    const { ask } = table();
    expect(await ask(['a', 'a'])).toEqual([{ key: 'a' }]);
  });

  it('tells each call of the turn when the look-up fails, and works on', async () => {
    const { ask } = table();
    const outcomes = await Promise.allSettled([ask(['a']), ask(['broken'])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask(['a'])).toEqual([{ key: 'a' }]);
  });
});
