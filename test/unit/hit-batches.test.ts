import { describe, expect, it } from 'vitest';
import { gatherHits } from '../../src/runtime/edge/hit-batches.ts';
import type { HitMessage } from '../../src/runtime/edge/hit-message.ts';
import { uuidv7 } from '../../src/runtime/edge/uid.ts';
import { hitOn } from '../support/make.ts';

const NOON = Date.UTC(2026, 9, 7, 12);

/** A turn of the isolate after the other; `answers` says what becomes of each batch that is sent. */
function openIsolate(answers: () => Promise<void> = async () => {}) {
  const sent: HitMessage[][] = [];
  const rescued: HitMessage[][] = [];
  const works: Promise<unknown>[] = [];
  const gather = gatherHits({
    send(messages) {
      sent.push(messages);
      return answers();
    },
    rescue: async (messages) => void rescued.push(messages),
    later: (work) => void works.push(work.catch(() => {})),
  });
  const hit = (after = 0) => {
    const at = NOON + after;
    const message = { uid: uuidv7(at), hit: hitOn({ rowId: 1 }, { at }) };
    gather(message);
    return message;
  };
  return { hit, sent, rescued, works };
}

const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const never = () => new Promise<never>(() => {});

describe('hits of one turn', () => {
  it('go together, sent by the request of the first alone', async () => {
    const { hit, sent, works } = openIsolate();
    const messages = [hit(), hit(), hit()];
    expect([sent.length, works.length]).toEqual([0, 1]);
    await works[0];
    expect(sent).toEqual([messages]);
  });

  it('go without those of the next', async () => {
    const { hit, sent } = openIsolate(never);
    const one = hit();
    await nextTurn();
    const other = hit();
    await nextTurn();
    expect(sent).toEqual([[one], [other]]);
  });

  it('are never more than the queue takes at once', async () => {
    const { hit, sent, works } = openIsolate();
    const messages = Array.from({ length: 201 }, () => hit());
    await Promise.all(works);
    expect(sent.map(({ length }) => length)).toEqual([100, 100, 1]);
    expect(sent.flat()).toEqual(messages);
  });
});

describe('a batch whose request was ended', () => {
  it('is rescued by the first request after ten seconds, once', async () => {
    const { hit, rescued } = openIsolate(never);
    const forsaken = [hit(), hit()];
    await nextTurn();
    for (const after of [9_999, 10_000, 10_001]) {
      hit(after);
      await nextTurn();
      expect(rescued).toEqual(after < 10_000 ? [] : [forsaken]);
    }
  });

  it('is rescued also when its turn never ended, and keeps no later hit from being sent', async () => {
    const { hit, sent, rescued, works } = openIsolate();
    const forsaken = hit();
    const later = hit(10_000);
    expect(rescued).toEqual([[forsaken]]);
    await Promise.all(works);
    expect(sent).toContainEqual([later]);
  });

  it.each([
    ['was taken', async () => {}],
    ['failed and said so', () => Promise.reject(new Error('no'))],
  ])('is not what %s', async (_, answers) => {
    const { hit, rescued, works } = openIsolate(answers);
    hit();
    await Promise.all(works);
    hit(20_000);
    expect(rescued).toEqual([]);
  });
});
