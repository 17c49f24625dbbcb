import { describe, expect, it } from 'vitest';
import { visitorKey } from '../../../src/hits/judge/hash-map.ts';
import { type JudgeableHit, judge, newJudgeMemory } from '../../../src/hits/judge/judge.ts';
import type { Press } from '../../../src/hits/judge/presses.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const MINUTE = 60_000;

const click = (at: number, changes: Partial<JudgeableHit> = {}): JudgeableHit => ({
  at,
  linkRowId: 1,
  kind: 'click',
  reason: '',
  visitor: 'a',
  network: null,
  ...changes,
});

const press = (shareRowId: number, at = NOON, visitor = 'a', linkRowId = 1): Press => ({
  shareRowId,
  linkRowId,
  visitor: visitorKey(linkRowId, visitor),
  at,
});

/** The reasons of the hits, and the pairs of a share and the id of its own click. */
function judged(hits: JudgeableHit[], presses: Press[], memory = newJudgeMemory()) {
  const { verdicts, ownClicks, keep } = judge(memory, hits, 1, presses);
  keep();
  return {
    kinds: verdicts.map(({ kind }) => kind),
    reasons: verdicts.map(({ reason }) => reason),
    own: ownClicks.map(({ shareRowId, hitId }) => [shareRowId, hitId]),
  };
}

describe('a click of the person who pressed a share button', () => {
  it('is their own up to ten minutes after the press, and stays a click', () => {
    expect(judged([click(NOON + 10 * MINUTE)], [press(7)])).toEqual({
      kinds: ['click'],
      reasons: ['own'],
      own: [[7, 1]],
    });
    expect(judged([click(NOON + 10 * MINUTE + 1)], [press(7)]).own).toEqual([]);
    expect(judged([click(NOON - 1)], [press(7)]).own).toEqual([]);
  });

  it('is their own once for each press: the oldest press gets it', () => {
    const hits = [1, 2, 3].map((minutes) => click(NOON + minutes * MINUTE));
    expect(judged(hits, [press(8, NOON + MINUTE), press(7)])).toMatchObject({
      reasons: ['own', 'own', null],
      own: [
        [7, 1],
        [8, 2],
      ],
    });
  });

  it('still counts as the first of its visitor', () => {
    const { verdicts } = judge(newJudgeMemory(), [click(NOON + 1)], 1, [press(7)]);
    expect(verdicts).toEqual([{ kind: 'click', reason: 'own', isUnique: true }]);
  });

  it('is a repeat if it is the second half of a double click, which uses up no press', () => {
    const hits = [click(NOON + 5), click(NOON + 10)];
    expect(judged(hits, [press(7), press(8)])).toMatchObject({ reasons: ['own', 'repeat'], own: [[7, 1]] });
  });

  it('is never part of a scanner’s burst', () => {
    const hits = [1, 2, 3, 4].map((link) => click(NOON + link, { linkRowId: link, network: 'n' }));
    const { kinds, reasons } = judged(hits, [press(7)]);
    expect(kinds).toEqual(['click', 'click', 'click', 'click']);
    expect(reasons).toEqual(['own', 'burst', 'burst', 'burst']);
  });
});

describe('an own click is not', () => {
  it.each<[string, Partial<JudgeableHit>]>([
    ['a click by somebody else', { visitor: 'b' }],
    ['a click on another link', { linkRowId: 2 }],
    ['a click without a visitor', { visitor: null }],
    ['a flagged click', { reason: 'no_fetch_metadata' }],
    ['a preview', { kind: 'preview', reason: 'preview_agent', visitor: null }],
  ])('%s', (_, changes) => {
    expect(judged([click(NOON + 1, changes)], [press(7)]).own).toEqual([]);
  });
});

it('finds the same own clicks whether hits arrive together or one by one', () => {
  const hits = [3, 1, 2].map((minutes) => click(NOON + minutes * MINUTE));
  const presses = [press(7), press(8)];
  const together = judged(hits, presses);
  const memory = newJudgeMemory();
  const left = [...presses];
  const single = hits.map((hit, index) => {
    const { verdicts, ownClicks, keep } = judge(memory, [hit], index + 1, left);
    keep();
    for (const { shareRowId } of ownClicks)
      left.splice(
        left.findIndex((each) => each.shareRowId === shareRowId),
        1,
      );
    return verdicts[0]?.reason;
  });
  expect(single).toEqual(together.reasons);
});
