/** Puts the parts together at the edge: D1, the queue, the location's cache, KV. */
import { createCounters } from '../../counters.ts';
import { NOWHERE } from '../../hits/place.ts';
import type { Clock, Deps } from '../../ports.ts';
import type { Store } from '../../store-ports.ts';
import { createIds } from '../ids.ts';
import { createWebPasswords } from '../web-passwords.ts';
import type { Consume } from './consume.ts';
import type { EdgeEnv } from './env.ts';
import { edgeHealth } from './health.ts';
import { late } from './late.ts';
import { createLater, type Later } from './later.ts';
import { platformLimits } from './limits.ts';
import { edgeLog } from './log.ts';
import { rememberAtEdge } from './lookup.ts';
import { createEdgeLog } from './queue-log.ts';
import { createRound } from './round.ts';
import { createSalts, type Salts } from './salts.ts';
import { readSettings } from './settings.ts';
import { locationCache, type SharedCache } from './shared-cache.ts';
import type { Storage } from './storage.ts';

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
  const { folder, deliveries, retention, ...plain } = lateStorage(env.DB, settings.retentionMonths);
  const store = rememberAtEdge(countLater(plain, later), { cache, clock, later });
  const salts = createSalts(env.SALTS, { clock, log });
  const counters = createCounters();
  const sharedLimits = platformLimits(env);
  const deps: Deps = {
    store,
    hitLog: createEdgeLog({ queue: env.HITS, deliveries, hits: plain.hits, counters, later, log }),
    rollUp: { request: () => {} }, // consumers and cron fold, and stats read what they have not
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
  const { expire } = retention;
  const consume: Consume = async (batch, afterwards) => {
    const { createConsumer } = await import('./consume.ts');
    await createConsumer({ deliveries, folder, clock, log })(batch, afterwards);
  };
  return {
    deps,
    salts,
    later,
    consume,
    round: createRound({ store, folder, deliveries, expire, salts, clock, log }),
  };
}

/** D1 and what speaks SQL to it, loaded when it is first asked. */
function lateStorage(database: D1Database, retentionMonths: number): Storage {
  let opened: Storage | undefined;
  const part = <Name extends keyof Storage>(name: Name) =>
    late<Storage[Name]>(async () => {
      // The parts are kept and not their promise: workerd ties a promise to the request that made it.
      if (!opened) {
        const { openStorage } = await import('./storage.ts');
        opened ??= openStorage(database, retentionMonths);
      }
      return opened[name];
    });
  return {
    contents: part('contents'),
    links: part('links'),
    hits: part('hits'),
    hitList: part('hitList'),
    sightings: part('sightings'),
    stats: part('stats'),
    keys: part('keys'),
    domains: part('domains'),
    folder: part('folder'),
    deliveries: part('deliveries'),
    retention: part('retention'),
  };
}

/** Those who are turned away wait for no count either. */
function countLater(store: Store, later: Later): Store {
  // Named one by one: what is loaded late cannot be spread.
  const { append, takeClick, turnedAway, forgetVisitors, erase, sweepDeleted, expire } = store.hits;
  const { turnAway, noteMiss } = store.hits;
  return {
    ...store,
    hits: {
      ...{ append, takeClick, turnedAway, forgetVisitors, erase, sweepDeleted, expire },
      turnAway: async (...counted) =>
        later(turnAway(...counted), 'A visitor who was turned away could not be counted'),
      noteMiss: async (...counted) => later(noteMiss(...counted), 'An unknown slug could not be counted'),
    },
  };
}
