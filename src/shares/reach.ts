/** How far the shares of a content have reached: pure arithmetic on shares that have codes, each with its counts. */
import type { Channel } from '../channels/registry.ts';
import type { CountedShare } from './counted-share.ts';
import { type ShareTree, treeOf } from './share-tree.ts';

/** The shares of a channel, with and without codes. */
export interface ChannelShares {
  channel: Channel;
  shares: number;
}

/** How many shares have so many clicks; `to` is inclusive, null for no limit. */
export interface Bucket {
  from: number;
  to: number | null;
  shares: number;
}

export interface Distribution {
  mean: number;
  median: number;
  /** Nine of ten shares have at most so many. */
  p90: number;
  max: number;
  buckets: Bucket[];
}

/** K: the reshares of `shares` shares, divided by their number. Null without shares. */
export interface ReshareRate {
  value: number | null;
  reshares: number;
  shares: number;
}

/** The steps from a press to a click; each is a number of shares with a code. */
export interface Funnel {
  shares: number;
  /** An app fetched the preview of the share's own link: it was placed somewhere. */
  seen: number;
  /** Somebody else than the sharer opened it. */
  clicked: number;
}

interface Counted {
  /** Shares with a code: the ones that all further figures are about. */
  coded: number;
  clicks: number;
  ownClicks: number;
  clicksPerShare: Distribution | null;
  reshareRate: ReshareRate;
}

export interface ChannelReach extends ChannelShares, Counted {}

export interface Generation {
  generation: number;
  shares: number;
  clicks: number;
  ownClicks: number;
}

export interface Reach extends Counted {
  shares: number;
  funnel: Funnel;
  /** By shares, the most first. */
  channels: ChannelReach[];
  /** In their order; the last one includes all later ones. */
  generations: Generation[];
  tree: ShareTree;
  /** The shares with the most clicks. */
  largest: CountedShare[];
}

/** Generations that are shown one by one. */
const MOST_GENERATIONS = 20;
const MOST_LARGEST = 10;
const BUCKETS: [from: number, to: number | null][] = [
  [0, 0],
  [1, 1],
  [2, 2],
  [3, 5],
  [6, 10],
  [11, 20],
  [21, 50],
  [51, null],
];

/** `shares` are those with a code, `channels` all of them by channel. */
export function reachOf(shares: readonly CountedShare[], channels: readonly ChannelShares[]): Reach {
  return {
    shares: channels.reduce((sum, each) => sum + each.shares, 0),
    ...counted(shares),
    funnel: {
      shares: shares.length,
      seen: shares.filter(({ previews }) => previews > 0).length,
      clicked: shares.filter(({ clicks, ownClicks }) => clicks > ownClicks).length,
    },
    channels: channels
      .map((each) => ({ ...each, ...counted(shares.filter(({ channel }) => channel === each.channel)) }))
      .sort((one, other) => other.shares - one.shares || (one.channel < other.channel ? -1 : 1)),
    generations: generationsOf(shares),
    tree: treeOf(shares),
    largest: shares
      .filter(({ clicks }) => clicks > 0)
      .sort((one, other) => other.clicks - one.clicks || one.rowId - other.rowId)
      .slice(0, MOST_LARGEST),
  };
}

const sumOf = (shares: readonly CountedShare[], of: (share: CountedShare) => number) =>
  shares.reduce((sum, share) => sum + of(share), 0);

function counted(shares: readonly CountedShare[]): Counted {
  const reshares = sumOf(shares, (share) => share.reshares);
  return {
    coded: shares.length,
    clicks: sumOf(shares, ({ clicks }) => clicks),
    ownClicks: sumOf(shares, ({ ownClicks }) => ownClicks),
    clicksPerShare: distributionOf(shares.map(({ clicks }) => clicks)),
    reshareRate: {
      value: shares.length === 0 ? null : rounded(reshares / shares.length),
      reshares,
      shares: shares.length,
    },
  };
}

const rounded = (value: number) => Math.round(value * 1_000) / 1_000;

/** Null for no values. Quantiles are values of the list: the smallest one that so many values do not exceed. */
export function distributionOf(values: readonly number[]): Distribution | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((one, other) => one - other);
  const quantile = (part: number) => sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
  return {
    mean: rounded(sorted.reduce((sum, value) => sum + value, 0) / sorted.length),
    median: quantile(0.5),
    p90: quantile(0.9),
    max: quantile(1),
    buckets: BUCKETS.map(([from, to]) => ({
      from,
      to,
      shares: sorted.filter((value) => value >= from && (to === null || value <= to)).length,
    })),
  };
}

function generationsOf(shares: readonly CountedShare[]): Generation[] {
  const generations: Generation[] = [];
  for (const share of shares) {
    const at = Math.min(share.generation, MOST_GENERATIONS);
    for (let generation = generations.length; generation <= at; generation++)
      generations.push({ generation, shares: 0, clicks: 0, ownClicks: 0 });
    const found = generations[at];
    if (!found) continue;
    found.shares += 1;
    found.clicks += share.clicks;
    found.ownClicks += share.ownClicks;
  }
  return generations;
}
