/** Puts the parts together at the edge: D1, the queue, the location's cache, KV. */
import { createCounters } from '../../../counters.ts';
import { NOWHERE } from '../../../hits/place.ts';
import type { Clock, Deps } from '../../../ports.ts';
import type { Store } from '../../../store-ports.ts';
import { createIds } from '../../ids.ts';
import { createWebPasswords } from '../../web-passwords.ts';
import { cacheAtEdge } from '../cache/cached-store.ts';
import { locationCache, type SharedCache } from '../cache/location-cache.ts';
import { createLater, type Later } from '../defer.ts';
import type { EdgeEnv } from '../env.ts';
import type { Consume } from '../queue/consumer.ts';
import { createEdgeLog } from '../queue/queue-log.ts';
import { createSalts, type Salts } from '../salts.ts';
import type { Storage } from '../storage.ts';
import { edgeHealth } from './health.ts';
import { late } from './lazy.ts';
import { platformLimits } from './limits.ts';
import { edgeLog } from './log.ts';
import { readSettings } from './settings.ts';

/** What differs between the platform and a test. */
export interface Outside {
  clock: Clock;
  /** Of whichever request is running. */
  waitUntil(work: Promise<unknown>): void;
  cache?: SharedCache;
}

export interface Edge {
  deps: Deps;
  salts: Salts;
  later: Later;
  consume: Consume;
  round(scheduledAt: number): Promise<void>;
}

/** Throws an `Error` for people where a setting or the database is missing. */
export function openEdge(env: EdgeEnv, { clock, waitUntil, cache = locationCache() }: Outside): Edge {
  if (!env.DB) throw new Error('The D1 binding DB is missing: wrangler.toml says how to make it');
  const log = edgeLog;
  const later = createLater(waitUntil, log);
  const settings = readSettings(env);
  const { retentionMonths } = settings;
  const { sums, deliveries, parked, ...plain } = lateStorage(env.DB);
  const store = cacheAtEdge(countLater(plain, later), { cache, clock, later });
  const salts = createSalts(env.SALTS, { clock, log });
  const counters = createCounters();
  const sharedLimits = platformLimits(env);
  const deps: Deps = {
    store,
    hitLog: createEdgeLog({ queue: env.HITS, deliveries, counters, clock, later, log }),
    rollUp: { request: () => {} }, // the consumer and cron do it, and statistics include what waits for it
    clock,
    ids: createIds(),
    visitorHash: salts.visitorHash,
    geo: () => NOWHERE, // the platform tells with each request
    passwords: createWebPasswords(),
    log,
    assets: async (request) => env.ASSETS.fetch(request),
    counters,
    health: edgeHealth({ stats: store.stats, deliveries, log }),
    metrics: null, // an isolate is gone before anybody asks
    settings,
    home: { kind: 'edge', salts: env.SALTS !== undefined, queue: env.HITS !== undefined },
    ...(sharedLimits && { sharedLimits }),
  };
  let consumer: Consume | undefined;
  const consume: Consume = async (batch, afterwards) => {
    const { createConsumer } = await import('../queue/consumer.ts');
    consumer ??= createConsumer({ deliveries, sums, clock, log });
    await consumer(batch, afterwards);
  };
  return {
    deps,
    salts,
    later,
    consume,
    async round(scheduledAt) {
      const { createRound } = await import('../cron.ts');
      await createRound({ store, sums, deliveries, parked, retentionMonths, salts, clock, log })(scheduledAt);
    },
  };
}

/** D1 and what speaks SQL to it, loaded when it is first asked. */
function lateStorage(database: D1Database): Storage {
  let opened: Storage | undefined;
  const part = <Name extends keyof Storage>(name: Name) =>
    late<Storage[Name]>(async () => {
      // The parts are kept and not their promise: workerd ties a promise to the request that made it.
      if (!opened) {
        const { openStorage } = await import('../storage.ts');
        opened ??= openStorage(database);
      }
      return opened[name];
    });
  return {
    contents: part('contents'),
    links: part('links'),
    hits: part('hits'),
    hitList: part('hitList'),
    sightings: part('sightings'),
    refusals: part('refusals'),
    stats: part('stats'),
    keys: part('keys'),
    domains: part('domains'),
    sums: part('sums'),
    deliveries: part('deliveries'),
    parked: part('parked'),
  };
}

/** Visitors who are turned away do not wait for the count either. */
function countLater(store: Store, later: Later): Store {
  // Named one by one: what is loaded late cannot be spread.
  const { ready, append, takeClick, turnedAway, forgetHashes, erase, sweepDeleted, expire } = store.hits;
  const { turnAway, noteMiss } = store.hits;
  return {
    ...store,
    hits: {
      ...{ ready, append, takeClick, turnedAway, forgetHashes, erase, sweepDeleted, expire },
      turnAway: async (...counted) =>
        later(turnAway(...counted), 'A visitor who was turned away could not be counted'),
      noteMiss: async (...counted) => later(noteMiss(...counted), 'An unknown slug could not be counted'),
    },
  };
}
