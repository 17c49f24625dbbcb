import { describe, expect, it } from 'vitest';
import type { StampedHit } from '../../../src/hits/hit.ts';
import { drawNonce } from '../../../src/hits/hit-nonce.ts';
import { batchHits } from '../../../src/runtime/edge/queue/batch-hits.ts';
import { hitOn } from '../../support/fixtures/records.ts';

const NOON = Date.UTC(2026, 9, 7, 12);

/** An isolate; `answers` says what happens to each batch that is sent. */
function openIsolate(answers: () => Promise<void> = async () => {}) {
  const sent: StampedHit[][] = [];
  const resent: StampedHit[][] = [];
  const works: Promise<unknown>[] = [];
  const add = batchHits({
    send(hits) {
      sent.push(hits);
      return answers();
    },
    resend: async (hits) => void resent.push(hits),
    defer: (work) => void works.push(work.catch(() => {})),
  });
  const hit = (after = 0, changes: Partial<StampedHit> = {}): StampedHit => {
    const made = { ...hitOn({ rowId: 1 }, { at: NOON + after }), nonce: drawNonce(), ...changes };
    add(made);
    return made;
  };
  return { hit, sent, resent, works };
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const never = () => new Promise<never>(() => {});

describe('hits of one turn', () => {
  it('are sent together by the request of the first one', async () => {
    const { hit, sent, works } = openIsolate();
    const hits = [hit(), hit(), hit()];
    expect([sent.length, works.length]).toEqual([0, 1]);
    await works[0];
    expect(sent).toEqual([hits]);
  });

  it('are sent without hits of the next turn', async () => {
    const { hit, sent } = openIsolate(never);
    const one = hit();
    await nextTurn();
    const other = hit();
    await nextTurn();
    expect(sent).toEqual([[one], [other]]);
  });

  it('are at most a hundred per message', async () => {
    const { hit, sent, works } = openIsolate();
    const hits = Array.from({ length: 201 }, () => hit());
    await Promise.all(works);
    expect(sent.map(({ length }) => length)).toEqual([100, 100, 1]);
    expect(sent.flat()).toEqual(hits);
  });

  it.each(['x', '"', '\u0001', 'é', '漢', '\ud800', '😀'])(
    'fit into 128 kB per message, made of %j',
    async (text) => {
      const { hit, sent, works } = openIsolate();
      const long = text.repeat(512 / text.length);
      const hits = Array.from({ length: 100 }, () => hit(0, { mark: long, referrer: long, city: long }));
      await Promise.all(works);
      const sizes = sent.map((each) => new TextEncoder().encode(JSON.stringify({ v: 1, hits: each })).length);
      expect(Math.max(...sizes)).toBeLessThan(128_000);
      expect(sent.flat()).toEqual(hits);
    },
  );

  it('fit into one message if a hundred clicks have texts of the usual length', async () => {
    const { hit, sent, works } = openIsolate();
    for (let n = 0; n < 100; n++) {
      const hash = 'abcdefghijk';
      hit(0, { mark: 'newsletter-2026', referrer: 'news.example.com', visitor: hash, network: hash });
    }
    await Promise.all(works);
    expect(sent).toHaveLength(1);
  });
});

describe('a batch whose request was aborted', () => {
  it('is sent again by the first request after ten seconds, once', async () => {
    const { hit, resent } = openIsolate(never);
    const abandoned = [hit(), hit()];
    await nextTurn();
    for (const after of [9_999, 10_000, 10_001]) {
      hit(after);
      await nextTurn();
      expect(resent).toEqual(after < 10_000 ? [] : [abandoned]);
    }
  });

  it('is sent again even if its turn never ended, and later hits are sent without it', async () => {
    const { hit, sent, resent, works } = openIsolate();
    const abandoned = hit();
    const later = hit(10_000);
    expect(resent).toEqual([[abandoned]]);
    await Promise.all(works);
    expect(sent).toContainEqual([later]);
  });

  it.each([
    ['was taken', async () => {}],
    ['failed and said so', () => Promise.reject(new Error('no'))],
  ])('does not include a batch that %s', async (_, answers) => {
    const { hit, resent, works } = openIsolate(answers);
    hit();
    await Promise.all(works);
    hit(20_000);
    expect(resent).toEqual([]);
  });
});
