import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CountedShare } from '../../../src/shares/counted-share.ts';
import { distributionOf, reachOf } from '../../../src/shares/reach.ts';
import { treeOf } from '../../../src/shares/share-tree.ts';

const share = (rowId: number, more: Partial<CountedShare> = {}): CountedShare => ({
  rowId,
  id: `shr_${rowId}`,
  parentRowId: null,
  generation: 0,
  channel: 'whatsapp',
  at: rowId,
  code: `code${rowId}`,
  clicks: 0,
  ownClicks: 0,
  previews: 0,
  reshares: 0,
  ...more,
});

const channels = (shares: CountedShare[]) =>
  [...Map.groupBy(shares, ({ channel }) => channel)].map(([channel, own]) => ({
    channel,
    shares: own.length,
  }));

/** Shares with random parents among the earlier ones, and consistent generations and numbers of reshares. */
const forests = fc.array(fc.tuple(fc.nat(12), fc.nat(9), fc.boolean()), { maxLength: 60 }).map((entries) => {
  const shares: CountedShare[] = [];
  for (const [pick, clicks, isRoot] of entries) {
    const parent = isRoot ? undefined : shares[pick];
    if (parent) parent.reshares += 1;
    const line = parent ? { parentRowId: parent.rowId, generation: parent.generation + 1 } : {};
    shares.push(share(shares.length + 1, { clicks, ...line }));
  }
  return shares;
});

describe('clicks per share', () => {
  it('are shown as a distribution, which a single large share does not hide', () => {
    expect(distributionOf([0, 0, 0, 0, 0, 1, 1, 2, 4, 92])).toEqual({
      mean: 10,
      median: 0,
      p90: 4,
      max: 92,
      buckets: [
        { from: 0, to: 0, shares: 5 },
        { from: 1, to: 1, shares: 2 },
        { from: 2, to: 2, shares: 1 },
        { from: 3, to: 5, shares: 1 },
        { from: 6, to: 10, shares: 0 },
        { from: 11, to: 20, shares: 0 },
        { from: 21, to: 50, shares: 0 },
        { from: 51, to: null, shares: 1 },
      ],
    });
  });

  it('do not exist without shares', () => {
    expect(distributionOf([])).toBeNull();
    expect(reachOf([], [{ channel: 'email', shares: 3 }])).toMatchObject({
      shares: 3,
      coded: 0,
      clicksPerShare: null,
      reshareRate: { value: null, reshares: 0, shares: 0 },
    });
  });
});

describe('reach', () => {
  const shares = [
    share(1, { clicks: 5, previews: 2, reshares: 2 }),
    share(2, { parentRowId: 1, generation: 1, clicks: 2, ownClicks: 1, channel: 'email', reshares: 1 }),
    share(3, { parentRowId: 1, generation: 1, clicks: 1, ownClicks: 1, previews: 1 }),
    share(4, { parentRowId: 2, generation: 2 }),
    share(5),
  ];
  const reach = reachOf(shares, [
    { channel: 'whatsapp', shares: 4 },
    { channel: 'email', shares: 1 },
    { channel: 'copy', shares: 2 },
  ]);

  it('counts the reshares of each share with the number of shares that they are about', () => {
    expect(reach.reshareRate).toEqual({ value: 0.6, reshares: 3, shares: 5 });
    expect(reach.channels.map(({ channel, reshareRate }) => [channel, reshareRate])).toEqual([
      ['whatsapp', { value: 0.5, reshares: 2, shares: 4 }],
      ['copy', { value: null, reshares: 0, shares: 0 }],
      ['email', { value: 1, reshares: 1, shares: 1 }],
    ]);
  });

  it('counts a share as clicked only if somebody else than its sharer clicked', () => {
    expect(reach.funnel).toEqual({ shares: 5, seen: 2, clicked: 2 });
  });

  it('has the shares of each generation', () => {
    expect(reach.generations).toEqual([
      { generation: 0, shares: 2, clicks: 5, ownClicks: 0 },
      { generation: 1, shares: 2, clicks: 3, ownClicks: 2 },
      { generation: 2, shares: 1, clicks: 0, ownClicks: 0 },
    ]);
  });

  it('names the largest single shares', () => {
    expect(reach.largest.map(({ rowId }) => rowId)).toEqual([1, 2, 3]);
  });

  it('adds up: every figure of the channels and generations is part of the whole', () => {
    fc.assert(
      fc.property(forests, (forest) => {
        const { channels: byChannel, generations, coded, clicks } = reachOf(forest, channels(forest));
        for (const parts of [byChannel.map((each) => ({ ...each, shares: each.coded })), generations]) {
          expect(parts.reduce((sum, part) => sum + part.shares, 0)).toBe(coded);
          expect(parts.reduce((sum, part) => sum + part.clicks, 0)).toBe(clicks);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the tree of shares', () => {
  it('keeps the branches that have spread most, and says what it leaves out', () => {
    const shares = [
      share(1, { reshares: 2 }),
      share(2, { parentRowId: 1, reshares: 1 }),
      share(3, { parentRowId: 1, clicks: 9 }),
      share(4, { parentRowId: 2, clicks: 1 }),
      share(5, { clicks: 50 }),
    ];
    const { nodes, edges, omitted } = treeOf(shares, 3);
    const shown = nodes.map(({ id, parent, descendants, treeClicks, hidden }) => {
      return [id, parent, descendants, treeClicks, hidden];
    });
    expect(shown).toEqual([
      ['shr_1', null, 3, 10, 1],
      ['shr_2', 'shr_1', 1, 1, 1],
      ['shr_5', null, 0, 50, 0],
    ]);
    expect(edges).toEqual([{ from: 'shr_1', to: 'shr_2' }]);
    expect(omitted).toBe(2);
  });

  it('has at most as many nodes as asked for, each after its parent and once', () => {
    fc.assert(
      fc.property(forests, fc.integer({ min: 1, max: 30 }), (forest, most) => {
        const { nodes, edges, omitted } = treeOf(forest, most);
        expect(nodes.length).toBe(Math.min(most, forest.length));
        expect(nodes.length + omitted).toBe(forest.length);
        const ids = nodes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const { from, to } of edges) expect(ids.indexOf(from)).toBeLessThan(ids.indexOf(to));
        for (const { parent, id } of nodes)
          expect(edges.filter(({ to }) => to === id).length).toBe(parent === null ? 0 : 1);
      }),
      { numRuns: 100 },
    );
  });

  it('takes a share whose parent is unknown, or not older, as a beginning', () => {
    const { nodes } = treeOf([share(1, { parentRowId: 2 }), share(2, { parentRowId: 9 })]);
    expect(nodes.map(({ parent }) => parent)).toEqual([null, null]);
  });
});
