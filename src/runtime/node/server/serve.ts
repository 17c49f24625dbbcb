/** Puts the parts together on Node: databases, hit log, roll-up thread, HTTP. */
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createApp, type GetConnInfo } from '../../../app.ts';
import { type Config, settingsOf } from '../../../config.ts';
import { createCounters } from '../../../counters.ts';
import type { Log } from '../../../ports.ts';
import { createRedirect } from '../../../redirect/handler.ts';
import { createIds } from '../../ids.ts';
import { openGeo } from '../adapters/geo.ts';
import { createPasswords } from '../adapters/passwords.ts';
import { openSalts } from '../adapters/salts.ts';
import { startHousekeeping } from '../background/housekeeping.ts';
import { startRollUp } from '../background/roll-up-thread.ts';
import { createGroupCommit } from '../hit-log/group-commit.ts';
import { openHealth } from '../observe/health.ts';
import { createLog } from '../observe/log.ts';
import { countHits, createMetrics } from '../observe/metrics.ts';
import { openReaders } from '../readers/readers.ts';
import { lockDataFolder } from '../sqlite/data-lock.ts';
import { walBytes } from '../sqlite/open-files.ts';
import { openStore } from '../sqlite/open-store.ts';
import { openAssets } from './assets.ts';
import { localUrl, welcome } from './banner.ts';
import { createDrain } from './drain.ts';
import { createDoor, type Door } from './fast-path.ts';
import { makeFirstKey } from './first-key.ts';
import { createHttpServer, listen } from './listen.ts';

// With the two seconds of the roll-up thread the end comes before a supervisor kills, usually after ten.
const DRAIN_LIMIT_MS = 5_000;

/** A server that answers. */
export interface Running {
  log: Log;
  /** What to say on stdout: its address, and the first key. */
  greeting: string;
  /** Answers what is in flight, stores every hit, rolls them up, closes the databases; takes about 7 s at most. */
  stop(): Promise<void>;
  /** Hits that are answered and not stored yet. */
  pending(): number;
}

/** Starts everything; throws an `Error` with a message for people if it cannot. */
export async function serve(config: Config): Promise<Running> {
  const { SOTTO_DATA: dataDir, HOST: host } = config;
  const log = createLog(config.SOTTO_LOG_LEVEL);
  const { store, compact, stopReaders, close } = await openAlone(config);
  const salts = openSalts(`${dataDir}/salts`, Date.now);
  const geo = openGeo();
  const { server, drain, mount } = createListener();

  // Only now the port is known. No request can come before this turn of the event loop has mounted the app.
  const port = await listen(server, host, config.PORT);
  const publicUrl = config.SOTTO_PUBLIC_URL ?? `http://localhost:${port}`;
  const counters = createCounters();
  const hitLog = createGroupCommit((hits) => store.hits.append(hits), {
    onOutcome: countHits(counters, log),
  });
  const rollUp = startRollUp({ dataDir, retentionMonths: config.SOTTO_RETENTION_MONTHS, log });
  const { health, close: closeHealth } = openHealth({
    dataDir,
    stats: store.stats,
    rollUp,
    log,
    counters,
    pending: hitLog.pending,
  });
  const { trustedNow } = rollUp;
  const endHousekeeping = startHousekeeping({ store, salts, log, trustedNow, compact });
  const deps = {
    store,
    hitLog,
    rollUp,
    clock: Date.now,
    ids: createIds(),
    visitorHash: salts.visitorHash,
    geo,
    passwords: createPasswords(),
    log,
    assets: openAssets(),
    counters,
    health,
    metrics: createMetrics(counters, {
      waiting: store.stats.waiting,
      pending: hitLog.pending,
      walBytes: () => walBytes(dataDir),
    }),
    settings: settingsOf(config, publicUrl),
    runtime: { kind: 'node', salts: true, queue: false } as const,
  };
  const redirect = createRedirect(deps);
  mount(createApp(deps, connInfoOf, redirect), createDoor({ redirect, counters, log }));

  const firstKey = await makeFirstKey(deps, dataDir);
  const url = localUrl(host, port);
  return {
    log,
    greeting: welcome({ url, publicUrl, firstKey, terminal: process.stdout.isTTY }),
    pending: hitLog.pending,
    async stop() {
      await drain(DRAIN_LIMIT_MS);
      await stopReaders();
      await hitLog.flush();
      await rollUp.stop();
      await endHousekeeping();
      closeHealth();
      close();
    },
  };
}

/** The store, ready for the first hit, in a data folder that no other process uses until it is closed. */
async function openAlone({ SOTTO_DATA: dataDir, SOTTO_SYNCHRONOUS: synchronous }: Config) {
  const lock = lockDataFolder(dataDir);
  const { elsewhere, stop: stopReaders } = openReaders({ dataDir });
  const { store, compact, close } = openStore({ dataDir, synchronous, elsewhere });
  await store.hits.ready();
  return {
    store,
    compact,
    stopReaders,
    close() {
      close();
      lock.release();
    },
  };
}

const connInfoOf: GetConnInfo = (c) => ({ address: getConnInfo(c).remote.address ?? null });

type App = ReturnType<typeof createApp>;

function createListener() {
  let app: App;
  let door: Door;
  const answer = getRequestListener((request, bindings) => app.fetch(request, bindings));
  const server = createHttpServer((request, response) => {
    if (!door(request, response)) void answer(request, response);
  });
  const mount = (mounted: App, opened: Door) => {
    app = mounted;
    door = opened;
  };
  return { server, drain: createDrain(server), mount };
}
