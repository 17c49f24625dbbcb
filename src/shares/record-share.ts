/** From a press to the short link that is passed on, and to the share that is counted. */
import type { Channel } from '../channels/registry.ts';
import { AppError } from '../errors.ts';
import { visitorKey } from '../hits/judge/hash-map.ts';
import { type Visitor, visitorParts } from '../hits/visitor.ts';
import type { Content } from '../links/contents/content.ts';
import type { ShareLinks } from '../links/contents/created-by-shares/share-links.ts';
import type { Link } from '../links/link.ts';
import type { Address } from '../net/address.ts';
import type { Deps } from '../ports.ts';
import type { StoredShare } from '../store-ports/share-stores.ts';
import { contentKey } from '../urls/content-key.ts';
import { parseDestination } from '../urls/destination.ts';
import type { NewShare, Press, Share, ShareSource } from './share.ts';
import { shareCode } from './share-code.ts';
import { sharedPageUrl } from './share-hosts.ts';
import type { ShareLimits } from './share-limits.ts';
import type { ShareTarget } from './share-request.ts';

/** Presses of one visitor on one link within this time are one share. */
export const ONE_SHARE_MS = 10_000;

const CODE_ATTEMPTS = 3;

type Needed = Pick<Deps, 'clock' | 'ids' | 'log' | 'counters' | 'rollUp' | 'visitorHash' | 'settings'> & {
  store: Pick<Deps['store'], 'contents' | 'shares'>;
};

export interface ShareDeps extends Needed {
  links: ShareLinks;
  limits: ShareLimits;
  /** Whether an address is one of this server's own. */
  ownHosts: Pick<ReadonlySet<string>, 'has'>;
}

/** Somebody shares a content. */
export interface SharePress {
  channel: Channel;
  target: ShareTarget;
  /** The domain of the short link, as stored. */
  domain: string;
  source: ShareSource;
  /** The mark of the link by which the person came. */
  from: string | null;
  visitor: Visitor;
  /** The address by which the press is limited; null if unknown. */
  limitAddress: Address | null;
  /** Whether the press counts; the operator's own does not. */
  counts: boolean;
}

/** What is passed on. `share` is null if the press was not recorded; `code` is then null, too. */
export interface Shared {
  content: Content;
  link: Link;
  share: Share | null;
  /** False if the same visitor has pressed a moment ago, or nothing was recorded. */
  isNew: boolean;
}

/**
 * 'unknown': no content, and the page must not get one. 'full': too many pages got one within an hour. 'blocked': the page is
 * on a blocked host.
 */
export type ShareOutcome = Shared | 'unknown' | 'full' | 'blocked';

/** Finds or creates the short link and records the share. A share that cannot be stored is logged, and the link is passed on. */
export async function recordShare(deps: ShareDeps, press: SharePress): Promise<ShareOutcome> {
  const found = await findLink(deps, press);
  if (typeof found === 'string') return found;
  const stored = press.counts ? await store(deps, press, found) : null;
  return { ...found, share: stored?.share ?? null, isNew: stored?.isNew ?? false };
}

type Found = Pick<Shared, 'content' | 'link'>;

async function findLink(deps: ShareDeps, press: SharePress): Promise<Found | 'unknown' | 'full' | 'blocked'> {
  try {
    const known = await findContent(deps, press.target);
    if (known)
      return known.archived ? 'unknown' : { content: known, link: await deps.links.ofContent(known, press) };
    return await createFound(deps, press);
  } catch (error) {
    if (error instanceof AppError && error.code === 'host_blocked') return 'blocked';
    throw error;
  }
}

async function findContent(
  { store, ownHosts }: ShareDeps,
  target: ShareTarget,
): Promise<Content | undefined> {
  if ('id' in target) {
    const externalId = /^ext_(.+)$/s.exec(target.id)?.[1];
    return externalId === undefined ? store.contents.get(target.id) : store.contents.byExternalId(externalId);
  }
  const parsed = parseDestination(target.url, ownHosts);
  return parsed.ok ? store.contents.byKey(contentKey(parsed.href)) : undefined;
}

/** A new content, if the page is on a listed host. */
async function createFound(deps: ShareDeps, press: SharePress): Promise<Found | 'unknown' | 'full'> {
  const { target, limitAddress } = press;
  const url = 'url' in target ? sharedPageUrl(target.url, deps.settings.shareOrigins ?? []) : null;
  if (url === null || !parseDestination(url, deps.ownHosts).ok) return 'unknown';
  if (!deps.limits.mayCreate(limitAddress, deps.clock())) return 'full';
  return deps.links.ofNewPage(url, press);
}

async function store(deps: ShareDeps, press: SharePress, found: Found): Promise<StoredShare | null> {
  const { counters, log } = deps;
  const at = deps.clock();
  if (!(await deps.limits.mayRecord(press.limitAddress, at))) {
    counters.shares.limited += 1;
    return null;
  }
  try {
    const stored = await insert(deps, press, found, at);
    if (stored?.isNew) deps.rollUp.request();
    return stored;
  } catch (err) {
    counters.shares.dropped += 1;
    log.error({ err, linkRowId: found.link.rowId }, 'A share could not be stored');
    return null;
  }
}

async function insert(
  deps: ShareDeps,
  given: SharePress,
  found: Found,
  at: number,
): Promise<StoredShare | null> {
  const { counters, ids, store } = deps;
  const { content, link } = found;
  const { source } = given;
  const line = await lineOf(deps, given, content);
  const press = pressOf(deps, given.visitor, link, at);
  for (let attempt = 0; attempt < CODE_ATTEMPTS; attempt++) {
    const code = content.shareCodes ? shareCode(ids.slug()) : null;
    const owner = { contentRowId: content.rowId, linkRowId: link.rowId };
    const share: NewShare = { id: ids.id('shr'), at, ...owner, ...line, code, source };
    const stored = await store.shares.add(share, press);
    if (stored === undefined) return null;
    if (stored === 'taken') continue;
    if (stored.isNew) counters.shares.stored[source] += 1;
    return stored;
  }
  throw new Error('No code was free');
}

/** Where the share is in the tree of shares. `Sec-GPC: 1` also hides by whose link the person came. */
async function lineOf({ store }: ShareDeps, { from, visitor }: SharePress, { rowId }: Content) {
  const parent = from === null || visitor.optedOut ? undefined : await store.shares.byCode(rowId, from);
  return { parentRowId: parent?.rowId ?? null, generation: parent === undefined ? 0 : parent.generation + 1 };
}

/** Null if the visitor cannot or must not be recognized. */
function pressOf(deps: ShareDeps, visitor: Visitor, link: Link, at: number): Press | null {
  const parts = visitorParts(visitor, link.domain);
  const hash = parts && deps.visitorHash(parts, at);
  return hash === null ? null : { visitor: visitorKey(link.rowId, hash), onceWithinMs: ONE_SHARE_MS };
}
