import { describe, expect, it } from 'vitest';
import type { StampedHit } from '../../../src/hits/hit.ts';
import { drawNonce } from '../../../src/hits/hit-nonce.ts';
import { renewWriter } from '../../../src/runtime/edge/queue/renew-writer.ts';
import { hitOn } from '../../support/fixtures/records.ts';

const hit = (): StampedHit => ({ ...hitOn({ rowId: 1 }), nonce: drawNonce() });

/** Writers, of which the first `hanging` never answer. */
function openWriters({ hanging = 0, fails = false }) {
  const taken: StampedHit[][][] = [];
  const deliveries = renewWriter(() => {
    const own: StampedHit[][] = [];
    const number = taken.push(own);
    return {
      async take(hits) {
        own.push([...hits]);
        if (number <= hanging) await new Promise(() => {});
        if (fails) throw new Error('D1 is overloaded');
        return hits.length;
      },
      countDeadLetters: async () => 0,
      deleteDeadLetters: async () => false,
    };
  }, 1);
  return { deliveries, taken };
}

describe('a writer', () => {
  it('is kept as long as it answers', async () => {
    const { deliveries, taken } = openWriters({});
    const [one, other] = [hit(), hit()];
    expect(await deliveries.take([one], [], 0)).toBe(1);
    expect(await deliveries.take([other], [], 0)).toBe(1);
    expect(taken).toEqual([[[one], [other]]]);
  });

  it('is kept when a write fails, and reports the failure', async () => {
    const { deliveries, taken } = openWriters({ fails: true });
    await expect(deliveries.take([hit()], [], 0)).rejects.toThrow('overloaded');
    expect(taken).toHaveLength(1);
  });

  it('is replaced once when it does not answer, and everything that waits for it goes to the new one', async () => {
    const { deliveries, taken } = openWriters({ hanging: 1 });
    const [one, other, later] = [hit(), hit(), hit()];
    await Promise.all([deliveries.take([one], [], 0), deliveries.take([other], [], 0)]);
    await deliveries.take([later], [], 0);
    expect(taken).toEqual([
      [[one], [other]],
      [[one], [other], [later]],
    ]);
  });
});
