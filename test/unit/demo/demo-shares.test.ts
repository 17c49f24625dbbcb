import { expect, it } from 'vitest';
import { type DemoHit, demoHits } from '../../../src/demo/demo-hits.ts';
import { withShares } from '../../../src/demo/demo-shares.ts';
import { isShareCode } from '../../../src/shares/share-code.ts';

const NOW = Date.UTC(2026, 10, 21, 14, 30);
const before = demoHits(1, NOW);
const { hits, shares } = withShares(before, 1);

it('depend only on the hits and the seed', () => {
  const again = withShares(before, 1);
  const codesOf = (from: typeof shares) => from.map(({ at, code, generation }) => [at, code, generation]);
  expect(codesOf(again.shares)).toEqual(codesOf(shares));
  expect(again.hits.map(({ mark }) => mark).join()).toBe(hits.map(({ mark }) => mark).join());
});

it('have codes of their own on contents with share codes, and none on the others', () => {
  const codes = shares.flatMap(({ code }) => code ?? []);
  expect(codes.length).toBeGreaterThan(50);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.every(isShareCode)).toBe(true);
  for (const { code, content } of shares) expect(code === null).toBe(content.buttons !== 'codes');
});

it('come before their clicks and their reshares, over several generations', () => {
  const byCode = new Map(shares.map((share) => [share.code, share]));
  for (const { mark, at, kind } of hits) {
    const share = kind === 'click' ? byCode.get(mark) : undefined;
    if (share && mark !== null) expect(at).toBeGreaterThan(share.at);
  }
  for (const { parent, at, generation } of shares) {
    if (parent === null) expect(generation).toBe(0);
    else expect([at > parent.at, generation]).toEqual([true, parent.generation + 1]);
  }
  expect(Math.max(...shares.map(({ generation }) => generation))).toBeGreaterThan(2);
});

it('add own clicks in the order of time, and change no other hit but its mark', () => {
  const times = hits.map(({ at }) => at);
  expect(times.every((at, index) => at >= (times[index - 1] ?? 0))).toBe(true);
  const pressed = new Set(shares.flatMap(({ visitor }) => visitor ?? []));
  const others = hits.filter(({ visitor }) => visitor === null || !pressed.has(visitor));
  expect(hits.length - others.length).toBeGreaterThan(20);
  const factsOf = ({ at, kind, channel, visitor, referrer }: DemoHit) =>
    [at, kind, channel, visitor, referrer].join(' ');
  expect(others.map(factsOf).join('\n')).toBe(before.map(factsOf).join('\n'));
});
