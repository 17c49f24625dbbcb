import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JudgeableHit, type JudgeMemory, judge, newJudgeMemory } from '../../../src/hits/judge/judge.ts';
import type { Verdict } from '../../../src/hits/judge/verdict.ts';

const DAY = 86_400_000;
const NOON = Date.UTC(2026, 9, 7, 12);

const click = (changes: Partial<JudgeableHit> = {}): JudgeableHit => ({
  at: NOON,
  linkRowId: 1,
  kind: 'click',
  reason: '',
  visitor: 'a',
  network: null,
  ...changes,
});

/** Judges the batches in order; returns the verdicts, including changes by later batches. */
function play(batches: JudgeableHit[][], memory: JudgeMemory = newJudgeMemory()): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const batch of batches) {
    const judged = judge(memory, batch, verdicts.length + 1);
    verdicts.push(...judged.verdicts);
    for (const { id, was, now } of judged.changes) {
      expect(verdicts[id - 1]).toEqual(was);
      verdicts[id - 1] = now;
    }
    judged.keep();
  }
  return verdicts;
}

const plain = { kind: 'click', reason: null, isUnique: false };
const first = { ...plain, isUnique: true };
const repeat = { kind: 'repeat', reason: 'repeat', isUnique: false };

describe('a click', () => {
  it('is unique if it is the first of its visitor on its link and UTC day', () => {
    const hits = [
      click(),
      click({ at: NOON + 5_000 }),
      click({ visitor: 'b', at: NOON + 6_000 }),
      click({ linkRowId: 2, at: NOON + 7_000 }),
      click({ at: NOON + DAY }),
    ];
    expect(play([hits])).toEqual([first, plain, first, first, first]);
    expect(play(hits.map((hit) => [hit]))).toEqual([first, plain, first, first, first]);
  });

  it('is a repeat up to a second after the latest click of its visitor on its link, or before that click', () => {
    const hits = [0, 1_000, 2_001, 1_500, 3_200].map((ms) => click({ at: NOON + ms }));
    expect(play([hits])).toEqual([first, repeat, plain, repeat, plain]);
  });

  it('without a visitor is neither unique nor a repeat', () => {
    expect(play([[click({ visitor: null }), click({ visitor: null })]])).toEqual([plain, plain]);
  });

  it('keeps its flag, unless it is a repeat', () => {
    const flagged = { reason: 'no_fetch_metadata' };
    expect(play([[click(flagged), click({ ...flagged, at: NOON + 10 })]])).toEqual([
      { ...first, ...flagged },
      repeat,
    ]);
  });
});

describe('other hits', () => {
  it('keep their kind and reason, and do not affect later clicks', () => {
    const bot = click({ kind: 'bot', reason: 'isbot', network: 'n' });
    expect(play([[bot, click({ at: NOON + 10 })]])).toEqual([
      { kind: 'bot', reason: 'isbot', isUnique: false },
      first,
    ]);
  });
});

describe('a judgement', () => {
  it('changes nothing before it is committed', () => {
    const memory = newJudgeMemory();
    judge(memory, [click()], 1);
    expect(judge(memory, [click()], 1).verdicts).toEqual([first]);
    judge(memory, [click()], 1).keep();
    expect(judge(memory, [click({ at: NOON + 9_000 })], 2).verdicts).toEqual([plain]);
  });

  it('ignores visitors from before the hits of a link were erased', () => {
    const memory = newJudgeMemory();
    judge(memory, [click()], 1).keep();
    memory.erased.set(1, 1);
    expect(judge(memory, [click({ at: NOON + 10 })], 2).verdicts).toEqual([first]);
  });
});

describe('a burst', () => {
  const FLAG = 'no_fetch_metadata';
  const burst = (changes: (n: number) => Partial<JudgeableHit> = () => ({})) =>
    [0, 1, 2, 3].map((n) =>
      click({ linkRowId: n + 1, at: NOON + n * 500, network: 'n', visitor: `v${n}`, ...changes(n) }),
    );

  it('flags the clicks of one network on four links within two seconds', () => {
    expect(play([burst()])).toEqual(burst().map(() => ({ ...first, reason: 'burst' })));
    expect(play([burst(() => ({ network: null }))])).toEqual(burst().map(() => first));
    expect(play([burst((n) => ({ at: NOON + n * 700 }))])).toEqual(burst().map(() => first));
    expect(play([burst((n) => ({ linkRowId: n === 3 ? 1 : n + 1 }))])).toEqual([
      ...[first, first, first],
      { ...first },
    ]);
  });

  it('counts a link once while it is opened again and again within two seconds', () => {
    const opened = [0, 1_500, 3_000, 3_100, 3_200, 3_300].map((ms, n) =>
      click({ at: NOON + ms, linkRowId: Math.max(1, n - 1), network: 'n', visitor: `v${n}` }),
    );
    const noBurst = opened.map(() => first);
    expect(play([opened])).toEqual(noBurst);
    expect(play(opened.map((hit) => [hit]))).toEqual(noBurst);
  });

  it('includes the first click of a link that was opened again since, if the others arrive late', () => {
    const late = [0, 1_500, 3_000, 500, 600, 700].map((ms, n) =>
      click({ at: NOON + ms, linkRowId: Math.max(1, n - 2), network: 'n', visitor: `v${n}` }),
    );
    const flagged = { ...first, reason: 'burst' };
    const expected = [flagged, first, first, flagged, flagged, flagged];
    expect(play([late])).toEqual(expected);
    expect(play(late.map((hit) => [hit]))).toEqual(expected);
  });

  it('makes clicks with another sign scanners, including those that are already stored', () => {
    const scanner = { kind: 'scanner', reason: 'two_signs', isUnique: false };
    const flagged = burst((n) => ({ reason: n === 1 ? '' : FLAG }));
    const expected = [scanner, { ...first, reason: 'burst' }, scanner, scanner];
    expect(play([flagged])).toEqual(expected);
    expect(play(flagged.map((hit) => [hit]))).toEqual(expected);
  });
});

/** A naive implementation of the rules, which sees all hits at once. */
function plainly(hits: JudgeableHit[]): Verdict[] {
  const verdicts = hits.map((hit, index): Verdict => {
    const verdict = { kind: hit.kind, reason: hit.reason || null, isUnique: false };
    if (hit.kind !== 'click' || hit.visitor === null) return verdict;
    const earlier = hits.slice(0, index).filter((other) => {
      const isSame = other.linkRowId === hit.linkRowId && other.visitor === hit.visitor;
      return isSame && other.kind === 'click' && Math.floor(other.at / DAY) === Math.floor(hit.at / DAY);
    });
    const latest = Math.max(...earlier.map(({ at }) => at));
    if (earlier.length === 0) return { ...verdict, isUnique: true };
    return Math.abs(hit.at - latest) <= 1_000 ? { ...repeat, kind: 'repeat' } : verdict;
  });
  const networks = new Set(hits.map(({ network }) => network).filter((network) => network !== null));
  for (const network of networks) {
    const clicks = hits
      .map((hit, index) => ({ ...hit, index }))
      .filter((hit) => hit.network === network && hit.kind === 'click');
    const opening = clicks.filter((hit, nth) => {
      const before = clicks.slice(0, nth).findLast(({ linkRowId }) => linkRowId === hit.linkRowId);
      return before === undefined || Math.abs(hit.at - before.at) > 2_000;
    });
    let run: typeof opening = [];
    for (const hit of opening) {
      run = [...run.filter(({ at }) => Math.abs(hit.at - at) <= 2_000), hit].slice(-4);
      if (run.length < 4) continue;
      for (const { index, reason } of run) {
        const verdict = verdicts[index];
        if (verdict?.kind !== 'click') continue;
        if (reason) verdicts[index] = { kind: 'scanner', reason: 'two_signs', isUnique: false };
        else verdicts[index] = { ...verdict, reason: 'burst' };
      }
    }
  }
  return verdicts;
}

describe('random hits', () => {
  const anyHit = fc.record({
    pause: fc.oneof(
      fc.integer({ min: 0, max: 700 }),
      fc.integer({ min: -300, max: 4_000 }),
      fc.integer({ min: -4_000, max: 0 }), // a late delivery
    ),
    linkRowId: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 6 })),
    kind: fc.constantFrom('click', 'click', 'click', 'bot', 'preview'),
    reason: fc.constantFrom('', '', 'no_fetch_metadata', 'hosting_network'),
    visitor: fc.option(fc.constantFrom('a', 'b', 'c')),
    network: fc.constantFrom('n', 'm'),
  });

  it('are judged independently of their batches, and like a naive judge over all of them', () => {
    fc.assert(
      fc.property(fc.array(anyHit, { maxLength: 40 }), fc.integer({ min: 1, max: 12 }), (drawn, size) => {
        let at = Date.UTC(2026, 9, 7, 23, 59, 50);
        const hits = drawn.map(({ pause, kind, reason, visitor, network, linkRowId }): JudgeableHit => {
          at += pause;
          const isClick = kind === 'click';
          return {
            at,
            linkRowId,
            kind: kind as JudgeableHit['kind'],
            reason: isClick ? reason : 'isbot',
            visitor,
            network: visitor === null ? null : network,
          };
        });
        const batches = Array.from({ length: Math.ceil(hits.length / size) }, (_, n) =>
          hits.slice(n * size, n * size + size),
        );
        expect(play(batches)).toEqual(plainly(hits));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a look-up by an office program', () => {
  const lookUp = (changes: Partial<JudgeableHit> = {}) =>
    click({ reason: 'look_up', network: 'n', visitor: 'office', ...changes });
  const browser = (ms: number, changes: Partial<JudgeableHit> = {}) =>
    click({ at: NOON + ms, network: 'n', visitor: 'browser', ...changes });
  const counted = { ...first, reason: 'look_up' };
  const followed = { kind: 'bot', reason: 'look_up', isUnique: false };
  /** The verdicts, which are the same in one batch and in batches of one hit. */
  const played = (...hits: JudgeableHit[]) => {
    const verdicts = play([hits]);
    expect(play(hits.map((hit) => [hit]))).toEqual(verdicts);
    return verdicts;
  };

  it('is its user’s click if nobody follows', () => {
    expect(played(lookUp())).toEqual([counted]);
    expect(played(lookUp(), browser(10_001))).toEqual([counted, first]);
    expect(played(lookUp(), browser(900, { network: 'other' }))).toEqual([counted, first]);
    expect(played(lookUp(), browser(900, { linkRowId: 2 }))).toEqual([counted, first]);
    expect(played(lookUp({ network: null }), browser(900))).toEqual([counted, first]);
  });

  it('is a bot if a browser in its network opens the link within ten seconds', () => {
    for (const ms of [0, 900, 10_000]) expect(played(lookUp(), browser(ms))).toEqual([followed, first]);
  });

  it('leaves one click of several look-ups and a browser', () => {
    expect(
      played(lookUp(), lookUp({ at: NOON + 1_500, visitor: 'discovery' }), browser(2_400), browser(2_800)),
    ).toEqual([followed, followed, first, repeat]);
  });

  it('is not followed by its own repeat, nor by hits that are no clicks', () => {
    expect(played(lookUp(), lookUp({ at: NOON + 500 }))).toEqual([counted, repeat]);
    expect(played(lookUp(), browser(500, { kind: 'preview', reason: 'preview_agent' }))[0]).toEqual(counted);
  });

  it('is followed once only', () => {
    expect(
      played(lookUp(), browser(500), lookUp({ at: NOON + 3_000, visitor: 'b' }), browser(20_000)),
    ).toEqual([followed, first, counted, plain]);
  });

  it('is recognized when it arrives after the click that followed it', () => {
    expect(played(browser(900), lookUp())).toEqual([first, followed]);
    expect(played(browser(10_001), lookUp())).toEqual([first, counted]);
    expect(played(browser(0), lookUp({ at: NOON + 100 }))).toEqual([first, counted]);
    const busy = browser(100, { linkRowId: 2, visitor: 'c' });
    expect(played(busy, browser(900), lookUp())).toEqual([first, first, followed]);
  });

  it('stays one when it is part of a burst', () => {
    const others = [2, 3, 4].map((linkRowId) => browser(linkRowId * 100, { linkRowId, visitor: 'v' }));
    expect(played(lookUp(), ...others)[0]).toEqual(counted);
    expect(played(lookUp(), ...others, browser(900))[0]).toEqual(followed);
  });

  it('is forgotten when it is old', () => {
    const memory = newJudgeMemory();
    const hits = Array.from({ length: 100 }, (_, n) =>
      lookUp({ at: NOON + n * 1_000, network: `n${n}`, visitor: `v${n}` }),
    );
    play(
      hits.map((hit) => [hit]),
      memory,
    );
    expect(memory.lookUps.size).toBeLessThanOrEqual(11);
  });
});
