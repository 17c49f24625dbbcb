/** Shares of the demo: who pressed a share button, what each share brought, and which share led to which. */
import { shareCode } from '../shares/share-code.ts';
import { DAY, dayOf, HOUR, MINUTE, SECOND } from '../time.ts';
import { SLUG_ALPHABET } from '../urls/slug.ts';
import type { DemoChannel } from './channel-life.ts';
import type { DemoContent } from './contents.ts';
import type { DemoHit } from './demo-hits.ts';
import { newHash } from './person.ts';
import { createRandom, type Random } from './random.ts';

/** A press of a share button. Parents come before their reshares. */
export interface DemoShare {
  content: DemoContent;
  channel: DemoChannel;
  at: number;
  /** Null on contents without share codes. */
  code: string | null;
  parent: DemoShare | null;
  generation: number;
  /** The hash of the person who pressed; null for one who opted out. */
  visitor: string | null;
}

/** A share that still brings clicks, with those that it has brought. */
interface Spreading extends DemoShare {
  clicks: DemoHit[];
}

/** The fraction of clicks in which the share buttons of the page took part. */
const BY_BUTTON = 0.55;
/** The fraction of these clicks that are the first of a new share. */
const NEW_SHARE = 0.3;
/** The fraction of shares by people who came through another share, and how long they take. */
const RESHARED = 0.45;
/** Shares without a click, for each one with clicks. */
const SILENT = 0.7;
const RESHARED_WITHIN = 2 * DAY;
const SPREADS_FOR = 3 * DAY;
const TRIES_OWN_LINK = 0.3;
const BUTTON_CHANNELS = new Set<DemoChannel>([
  'whatsapp',
  'email',
  'slack',
  'copy',
  'teams',
  'linkedin',
  'telegram',
]);

const isOfButton = ({ channel, mark }: DemoHit) => BUTTON_CHANNELS.has(channel) && mark === null;

/**
 * Gives hits of contents with share buttons to shares; `hits` are in the order of time. Returns the hits, some of them
 * with the code of a share, own clicks added, and the shares in the order of time.
 */
export function withShares(hits: readonly DemoHit[], seed: number): { hits: DemoHit[]; shares: DemoShare[] } {
  const random = createRandom(seed ^ 0x51a2e);
  const told = hits.map((hit) => ({ ...hit }));
  const shares: DemoShare[] = [];
  const end = hits.at(-1)?.at ?? 0;
  for (const [content, own] of Map.groupBy(told, (hit) => hit.content)) {
    if (!content.buttons) continue;
    const spread = spreadOf(content, own.filter(isOfButton), random);
    shares.push(...spread);
    told.push(...spread.flatMap((share) => ownClickOf(share, end, random)));
    for (const share of spread) markPreview(share, own);
  }
  const byTime = (one: { at: number }, other: { at: number }) => one.at - other.at;
  return { hits: told.sort(byTime), shares: shares.sort(byTime) };
}

/** Goes through the clicks: each belongs to a share that spreads in its channel, or begins a new one. */
function spreadOf(content: DemoContent, hits: DemoHit[], random: Random): Spreading[] {
  const shares: Spreading[] = [];
  const active = new Map<DemoChannel, Spreading[]>();
  for (const hit of hits) {
    if (hit.kind !== 'click' || !random.chance(BY_BUTTON)) continue;
    const near = (active.get(hit.channel) ?? []).filter(({ at }) => hit.at - at < SPREADS_FOR);
    const known = near.flatMap((share) => [share, ...share.clicks.map(() => share)]);
    const isNew = known.length === 0 || random.chance(NEW_SHARE);
    // Shares with many clicks get more of them.
    const share = isNew
      ? newShare(hit, { content, shares, random })
      : known[Math.floor(random.next() * known.length)];
    if (share === undefined) continue;
    if (isNew) {
      shares.push(share, ...silentShares(share, random));
      near.push(share);
    }
    active.set(hit.channel, near);
    share.clicks.push(hit);
    hit.mark = share.code;
  }
  return shares;
}

/** Shares about which nothing more is ever heard. */
function silentShares(share: Spreading, random: Random): Spreading[] {
  return Array.from({ length: random.count(SILENT) }, () => ({
    ...share,
    at: share.at + Math.ceil(random.between(SECOND, MINUTE)),
    code: share.code === null ? null : shareCode(random.text(SLUG_ALPHABET, 6)),
    visitor: newHash(random),
    clicks: [],
  }));
}

interface Context {
  content: DemoContent;
  shares: Spreading[];
  random: Random;
}

function newShare(hit: DemoHit, { content, shares, random }: Context): Spreading {
  const at = hit.at - Math.ceil(random.between(MINUTE, HOUR / 2));
  const code = content.buttons === 'codes' ? shareCode(random.text(SLUG_ALPHABET, 6)) : null;
  const parent = code !== null && random.chance(RESHARED) ? parentFor(at, shares, random) : null;
  const generation = parent === null ? 0 : parent.generation + 1;
  const visitor = random.chance(0.05) ? null : newHash(random);
  return { content, channel: hit.channel, at, code, parent, generation, visitor, clicks: [] };
}

/** A share by which somebody came shortly before. */
function parentFor(at: number, shares: Spreading[], random: Random): Spreading | null {
  const came = shares.flatMap((share) =>
    share.clicks.filter((click) => click.at < at && at - click.at < RESHARED_WITHIN).map(() => share),
  );
  return came[Math.floor(random.next() * came.length)] ?? null;
}

/** The person who shared opens the link, a minute or so later. */
function ownClickOf(share: Spreading, end: number, random: Random): DemoHit[] {
  const [like] = share.clicks;
  const at = share.at + Math.ceil(random.between(10 * SECOND, 3 * MINUTE));
  if (!like || share.visitor === null || at > end || dayOf(at) !== dayOf(share.at)) return [];
  return random.chance(TRIES_OWN_LINK)
    ? [{ ...like, at, visitor: share.visitor, network: null, mark: share.code }]
    : [];
}

/** The app fetches the preview of the share's own link. */
function markPreview({ channel, at, code }: Spreading, hits: DemoHit[]): void {
  const preview = hits.find(
    (hit) => hit.kind === 'preview' && hit.channel === channel && hit.mark === null && hit.at >= at,
  );
  if (preview && preview.at - at < HOUR) preview.mark = code;
}
