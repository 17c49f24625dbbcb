/** Puts the parts together on Node: databases, hit log, fold worker, HTTP. */
import { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createApp, type PeerOf } from '../../app.ts';
import { type Config, settingsOf } from '../../config.ts';
import { createCounters } from '../../counters.ts';
import type { Log } from '../../ports.ts';
import { createIds } from '../ids.ts';
import { openAssets } from './assets.ts';
import { createDrain } from './drain.ts';
import { makeFirstKey } from './first-key.ts';
import { openGeo } from './geo.ts';
import { createGroupCommit } from './group-commit.ts';
import { openHealth } from './health.ts';
import { startHousekeeping } from './housekeeping.ts';
import { listen } from './listen.ts';
import { createLog } from './log.ts';
import { countHits, createMetrics } from './metrics.ts';
import { openStore } from './open-store.ts';
import { createPasswords } from './passwords.ts';
import { createReaders } from './readers.ts';
import { openSalts } from './salts.ts';
import { localUrl, welcome } from './welcome.ts';
import { startRollUp } from './worker-roll-up.ts';

// With the two seconds of the worker the end comes before a supervisor kills, usually after ten.
const DRAIN_LIMIT_MS = 5_000;

/** A server that answers. */
export interface Running {
  log: Log;
  /** Answers what is in flight, writes every hit, folds, closes the databases; takes about 7 s at most. */
  stop(): Promise<void>;
}

/** Starts everything and says so on stdout; throws an `Error` with a message for people if it cannot. */
export async function serve(config: Config): Promise<Running> {
  const { SOTTO_DATA: dataDir, HOST: host } = config;
  const log = createLog(config.SOTTO_LOG_LEVEL);
  const readers = createReaders({ dataDir });
  const { store, close } = openStore({ dataDir, synchronous: config.SOTTO_SYNCHRONOUS, heavy: readers });
  const salts = openSalts(`${dataDir}/salts`, Date.now);
  const geo = openGeo();
  const { server, mount } = createServer();
  const drain = createDrain(server);

  // Only now the port is known. No request can come before this turn of the event loop has mounted the app.
  const port = await listen(server, host, config.PORT);
  const publicUrl = config.SOTTO_PUBLIC_URL ?? `http://localhost:${port}`;
  const counters = createCounters();
  const hitLog = createGroupCommit(countHits(counters, (hits) => store.hits.append(hits)));
  const rollUp = startRollUp({ dataDir, log });
  const { health, close: closeHealth } = openHealth({ dataDir, stats: store.stats, rollUp, log });
  const endHousekeeping = startHousekeeping({ store, salts, log });
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
    metrics: createMetrics(counters, store.stats),
    settings: settingsOf(config, publicUrl),
  };
  mount(createApp(deps, peerOf));

  const firstKey = await makeFirstKey(deps, dataDir);
  const url = localUrl(host, port);
  process.stdout.write(welcome({ url, publicUrl, firstKey, terminal: process.stdout.isTTY }));
  return {
    log,
    async stop() {
      await drain(DRAIN_LIMIT_MS);
      await readers.stop();
      await hitLog.flush();
      await rollUp.stop();
      await endHousekeeping();
      closeHealth();
      close();
    },
  };
}

const peerOf: PeerOf = (c) => ({ address: getConnInfo(c).remote.address ?? null });

type App = ReturnType<typeof createApp>;

function createServer() {
  let app: App;
  const server = createAdaptorServer({ fetch: (request, bindings) => app.fetch(request, bindings) });
  if (!(server instanceof Server)) throw new Error('@hono/node-server made no HTTP/1 server');
  const mount = (mounted: App) => {
    app = mounted;
  };
  return { server, mount };
}
