/** Assembles the app at the edge: D1, the queue, the cache of the location, KV. */
import { createCounters } from '../../../counters.ts';
import { UNKNOWN_PLACE } from '../../../hits/geographic-place.ts';
import type { createUnusedRemoval } from '../../../links/contents/created-by-shares/remove-unused.ts';
import type { Clock, Deps } from '../../../ports.ts';
import type { Store } from '../../../store-ports/store.ts';
import type { TrustedTime } from '../../../sums/trusted-clock.ts';
import { createIds } from '../../ids.ts';
import { createWebPasswords } from '../../web-passwords.ts';
import { batchRefusalsAtEdge } from '../batch-refusals.ts';
import { createEdgeBlocklist, type EdgeBlocklist } from '../blocklist.ts';
import { cacheAtEdge } from '../cache/cached-store.ts';
import { locationCache, type SharedCache } from '../cache/location-cache.ts';
import { createDefer, type DeferWork } from '../defer.ts';
import type { EdgeEnv } from '../env.ts';
import { createOutgoing } from '../outgoing.ts';
import type { ConsumeBatch } from '../queue/consumer.ts';
import { createEdgeLog } from '../queue/queue-log.ts';
import { createSalts, type Salts } from '../salts.ts';
import type { EdgeStorage } from '../storage.ts';
import { within } from '../time-limit.ts';
import { lazyPart } from './lazy-part.ts';
import { platformLimits } from './limits.ts';
import { edgeLog } from './log.ts';
import { readSettings } from './settings.ts';

/** What tests replace. */
export interface Platform {
  clock: Clock;
  /** Keeps the request that is running alive until the work has ended. */
  waitUntil(work: Promise<unknown>): void;
  cache?: SharedCache;
}

export interface Edge {
  deps: Deps;
  salts: Salts;
  blocklist: EdgeBlocklist;
  defer: DeferWork;
  consume: ConsumeBatch;
  cron(scheduledAt: number): Promise<void>;
}

/** Throws an `Error` with a message for people if a setting or the database is missing. */
export function openEdge(env: EdgeEnv, { clock, waitUntil, cache = locationCache() }: Platform): Edge {
  if (!env.DB) throw new Error('The D1 binding DB is missing: see wrangler.toml');
  const log = edgeLog;
  const defer = createDefer(waitUntil, log);
  const settings = readSettings(env, log);
  const { retentionMonths } = settings;
  const { sums, deliveries, deadLetters, ...plain } = lazyStorage(env.DB);
  const store = cacheAtEdge(withoutWaiting(plain, { clock, defer }), { cache, clock, defer, log });
  const salts = createSalts(env.SALTS, { clock, log });
  const blocklist = createEdgeBlocklist(env.BLOCKLIST, {
    clock,
    log,
    sources: settings.blocklistSources ?? [],
  });
  const counters = createCounters();
  const sharedLimits = platformLimits(env, log);
  const deps: Deps = {
    store,
    hitLog: createEdgeLog({ queue: env.HITS, deliveries, counters, clock, defer, log }),
    rollUp: { request: () => {} }, // the consumer and cron do it; statistics include hits that wait for it
    clock,
    ids: createIds(),
    visitorHash: salts.visitorHash,
    geo: () => UNKNOWN_PLACE, // the platform sends the place with each request
    passwords: createWebPasswords(),
    log,
    assets: async (request) => env.ASSETS.fetch(request),
    counters,
    async health() {
      const { edgeHealth } = await import('./health.ts');
      return edgeHealth({ blocklist, stats: store.stats, hits: store.hits, deliveries, sums, clock, log })();
    },
    metrics: null, // an isolate does not live long enough
    settings,
    runtime: { kind: 'edge', salts: env.SALTS !== undefined, queue: env.HITS !== undefined },
    ...(blocklist.isUsed && { blocklist }),
    ...(settings.readPages && { outgoing: createOutgoing() }),
    ...(sharedLimits && { sharedLimits }),
    keepAlive: (work) => defer(work, 'A request that its client has left failed'),
  };
  const removal = lazyRemoval(store);
  let consumer: ConsumeBatch | undefined;
  const consume: ConsumeBatch = async (batch, afterwards) => {
    const { createConsumer } = await import('../queue/consumer.ts');
    consumer ??= createConsumer({ deliveries, sums, clock, log });
    await consumer(batch, afterwards);
  };
  return {
    deps,
    salts,
    blocklist,
    defer,
    consume,
    async cron(scheduledAt) {
      const { createCron } = await import('../cron.ts');
      await createCron({
        store,
        sums,
        deliveries,
        deadLetters,
        ...{ removeUnused: removal, retentionMonths },
        salts,
        blocklist,
        clock,
        log,
      })(scheduledAt);
    },
  };
}

/** The removal of unused contents, loaded by the first call; it remembers how far it is. */
function lazyRemoval(store: Parameters<typeof createUnusedRemoval>[0]) {
  let removal: ReturnType<typeof createUnusedRemoval> | undefined;
  return async (time: TrustedTime) => {
    const remove = await import('../../../links/contents/created-by-shares/remove-unused.ts');
    removal ??= remove.createUnusedRemoval(store);
    return removal(time);
  };
}

/** Everything that speaks SQL to D1, loaded by the first call. */
function lazyStorage(database: D1Database): EdgeStorage {
  let opened: EdgeStorage | undefined;
  const load =
    <Name extends keyof EdgeStorage>(name: Name) =>
    async () => {
      // The storage is kept and not its promise, since workerd ties a promise to the request that made it.
      if (!opened) {
        const { openStorage } = await import('../storage.ts');
        opened ??= openStorage(database);
      }
      return opened[name];
    };
  return {
    contents: lazyPart(load('contents')),
    links: lazyPart(load('links')),
    hits: lazyPart(load('hits')),
    clickLimits: lazyPart(load('clickLimits')),
    maintenance: lazyPart(load('maintenance')),
    hitList: lazyPart(load('hitList')),
    sightings: lazyPart(load('sightings')),
    refusals: lazyPart(load('refusals')),
    stats: lazyPart(load('stats')),
    reach: lazyPart(load('reach')),
    keys: lazyPart(load('keys')),
    domains: lazyPart(load('domains')),
    instance: lazyPart(load('instance')),
    audit: lazyPart(load('audit')),
    blockedHosts: lazyPart(load('blockedHosts')),
    abuseReports: lazyPart(load('abuseReports')),
    keptAnswers: lazyPart(load('keptAnswers')),
    members: lazyPart(load('members')),
    sharedReports: lazyPart(load('sharedReports')),
    linkLists: lazyPart(load('linkLists')),
    shares: lazyPart(load('shares')),
    sums: lazyPart(load('sums')),
    deliveries: lazyPart(load('deliveries')),
    deadLetters: lazyPart(load('deadLetters')),
  };
}

/** How long a visitor of a limited link waits for its count. */
const TAKE_CLICK_MS = 1_000;

/** What the redirect writes: refusals are counted after the answer, several at once, and no visitor waits long. */
function withoutWaiting(store: Store, { clock, defer }: { clock: Clock; defer: DeferWork }) {
  // Every member is named, since a lazy part cannot be spread.
  const { read, ofLink, count } = store.refusals;
  const batched = batchRefusalsAtEdge({ count, clock, defer });
  return {
    ...store,
    clickLimits: {
      takeClick: (linkRowId: number, keepLast: boolean) =>
        within(TAKE_CLICK_MS, store.clickLimits.takeClick(linkRowId, keepLast)),
    },
    refusals: { read, ofLink, count, ...batched },
  };
}
