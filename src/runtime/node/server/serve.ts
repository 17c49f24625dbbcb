/** Assembles the server on Node: databases, hit log, roll-up thread, HTTP. */
import { getRequestListener } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { createApp, type GetConnInfo, LAZY_PAGES } from '../../../app.ts';
import { type Config, settingsOf } from '../../../config/config.ts';
import { createCounters } from '../../../counters.ts';
import { createUnusedRemoval } from '../../../links/contents/created-by-shares/remove-unused.ts';
import type { Log } from '../../../ports.ts';
import { createRedirect } from '../../../redirect/handler.ts';
import type { Store } from '../../../store-ports/store.ts';
import { dayOf } from '../../../time.ts';
import { createIds } from '../../ids.ts';
import { openGeo } from '../adapters/geo.ts';
import { createMailer } from '../adapters/mailer.ts';
import { createOutgoing } from '../adapters/outgoing.ts';
import { createPasswords } from '../adapters/passwords.ts';
import { openSalts } from '../adapters/salts.ts';
import { type NodeBlocklist, openBlocklist } from '../background/blocklist.ts';
import { watchFiles } from '../background/file-watch.ts';
import { startHousekeeping } from '../background/housekeeping.ts';
import { startRollUp } from '../background/roll-up-thread.ts';
import { createGroupCommit, type GroupCommit } from '../hit-log/group-commit.ts';
import { createDurations } from '../observe/durations.ts';
import { openHealth } from '../observe/health.ts';
import { createLog } from '../observe/log.ts';
import { countHits, createMetrics, type Gauges } from '../observe/metrics.ts';
import { createSystemFacts } from '../observe/system-facts.ts';
import { runForCaller } from '../readers/caller.ts';
import { openReaders } from '../readers/readers.ts';
import { retakableLock } from '../sqlite/data-lock.ts';
import { deleteOldCopies } from '../sqlite/old-copies.ts';
import { walBytes } from '../sqlite/open-files.ts';
import { openStore } from '../sqlite/open-store.ts';
import { openAssets } from './assets.ts';
import { banner, localUrl } from './banner.ts';
import { compressAnswers } from './compress.ts';
import { createDrain } from './drain.ts';
import { createNodeFastPath, type NodeFastPath } from './fast-path.ts';
import { provideAdminKey } from './first-key.ts';
import { createFirstMemberLink } from './first-member-link.ts';
import { createHttpServer, listen } from './listen.ts';
import { withSlashes } from './request-target.ts';

// Together with the two seconds of the roll-up thread a stop takes less than the ten seconds after which supervisors kill.
const DRAIN_LIMIT_MS = 5_000;

/** One thread answers all requests and writes, so that a bulk request is written in parts of about 10 ms. */
const ON_NODE = {
  runtime: { kind: 'node', salts: true, queue: false },
  bulkBatch: { links: 200, characters: 256 * 1024 },
} as const;

/** A running server. */
export interface RunningServer {
  log: Log;
  /** Where a program on this machine reaches it. */
  url: string;
  /** The text for stdout: the address, and the first key. */
  banner: string;
  /** Answers requests in flight, stores and rolls up every hit, closes the databases. Takes at most about 7 s. */
  stop(): Promise<void>;
  /** How many answered hits are not stored yet. */
  pending(): number;
}

/** Starts the server. Rejects with a message for people if that fails. */
export async function serve(config: Config): Promise<RunningServer> {
  const { SOTTO_DATA: dataDir, HOST: host } = config;
  const log = createLog(config.SOTTO_LOG_LEVEL);
  const { store, upkeep, stopReaders, files, close } = await openLockedStore(config, log);
  const salts = openSalts(`${dataDir}/salts`, { monotonic: () => performance.now() });
  const clock = Date.now;
  const blocklist = await openBlocklist({
    ...{ sources: config.SOTTO_BLOCKLIST, folder: `${dataDir}/blocklists` },
    ...{ log, clock, outgoing: createOutgoing() },
  });
  const { server, drain, mount, closing } = createListener();

  // The port is known only now. No request can arrive before this turn of the event loop has mounted the app.
  const port = await listen(server, host, config.PORT);
  const publicUrl = config.SOTTO_PUBLIC_URL ?? `http://localhost:${port}`;
  const counters = createCounters();
  const durations = createDurations();
  const onOutcome = { ...countHits(counters, log), committed: durations.commit };
  const hitLog = createGroupCommit((hits) => store.hits.append(hits), { onOutcome });
  const rollUp = startRollUp({ dataDir, retentionMonths: config.SOTTO_RETENTION_MONTHS, log });
  const { stats, hits } = store;
  const { pending } = hitLog;
  const watched = { dataDir, stats, hits, rollUp, log, counters, pending, blocklist, files };
  const { health, close: closeHealth } = openHealth(watched);
  const { trustedNow } = rollUp;
  const endHousekeeping = startHousekeeping({ store, salts, log, trustedNow, clock, ...upkeep });
  const deps = {
    store,
    hitLog,
    rollUp,
    clock,
    ids: createIds(),
    visitorHash: salts.visitorHash,
    geo: openGeo(),
    passwords: createPasswords(),
    blocklist,
    log,
    assets: openAssets(),
    counters,
    durations,
    health,
    system: createSystemFacts(dataDir),
    metrics: createMetrics(counters, durations, gaugesOf(dataDir, store, { hitLog, blocklist })),
    ...{ closing, ...configured(config, publicUrl, log) },
  };
  const redirect = createRedirect(deps);
  const app = createApp(deps, connInfoOf, { redirect, compressAnswers: compressAnswers() });
  mount(app, {
    fastPath: createNodeFastPath({ redirect, counters, log, durations }),
    standardHost: new URL(publicUrl).host,
  });

  for (const path of LAZY_PAGES) await openPage(app, path);
  const first = await provideFirst(deps, dataDir);
  const url = localUrl(host, port);
  return {
    ...{ log, url, pending },
    banner: banner({ url, publicUrl, ...first, terminal: process.stdout.isTTY }),
    async stop() {
      await drain(DRAIN_LIMIT_MS);
      await stopReaders();
      await hitLog.flush();
      await rollUp.stop();
      await endHousekeeping();
      closeHealth();
      blocklist.close();
      close();
    },
  };
}

/** What depends on the environment and the runtime alone. */
const configured = (config: Config, publicUrl: string, log: Log) => {
  const { SOTTO_SMTP_URL: url, SOTTO_MAIL_FROM: from } = config;
  return {
    ...ON_NODE,
    settings: settingsOf(config, publicUrl),
    ...(config.SOTTO_READ_PAGES && { outgoing: createOutgoing() }),
    ...(url !== null && from !== null && { mailer: createMailer({ url, from }, log) }),
  };
};

/** What lets the operator of a new server in: a key, and a link for the first account. */
const provideFirst = async (deps: Parameters<typeof provideAdminKey>[0], dataDir: string) => ({
  firstKey: await provideAdminKey(deps, dataDir),
  firstMember: await createFirstMemberLink(deps, dataDir),
});

/** Opens the store for the first hit, and locks its data folder until `close`. */
async function openLockedStore(config: Config, log: Log) {
  const { SOTTO_DATA: dataDir, SOTTO_SYNCHRONOUS: synchronous } = config;
  const lock = retakableLock(dataDir);
  const { elsewhere, stop: stopReaders } = openReaders({ dataDir });
  const { store, compact, close, ...watched } = openStore({ dataDir, synchronous, elsewhere });
  await store.hits.ready();
  const files = watchFiles({ ...watched, log, retakeLock: lock.retake });
  return {
    store,
    upkeep: {
      ...{ compact, removeUnused: createUnusedRemoval(store) },
      deleteOldCopies: (now: number) => deleteOldCopies(dataDir, now),
    },
    stopReaders,
    files,
    close() {
      files.end();
      close();
      lock.release();
    },
  };
}

const gaugesOf = (
  dataDir: string,
  { stats, hits }: Pick<Store, 'stats' | 'hits'>,
  { hitLog, blocklist }: { hitLog: GroupCommit; blocklist: NodeBlocklist },
): Gauges => ({
  waiting: stats.waiting,
  dictionaryRoom: () => hits.dictionaryRoom(dayOf(Date.now())),
  pending: hitLog.pending,
  blocklist: blocklist.states,
  walBytes: () => walBytes(dataDir),
});

const connInfoOf: GetConnInfo = (c) => ({ address: getConnInfo(c).remote.address ?? null });

/** Opens a page without a connection, as nobody's request. */
async function openPage(app: ReturnType<typeof createApp>, path: string): Promise<void> {
  const { status } = await app.request(path, {}, { incoming: { socket: {} } });
  if (status >= 500)
    throw new Error(`The page ${path} cannot be shown. Build Sotto again with: npm run build`);
}

/** HTTP/1.0 requests without `Host`, such as the checks of load balancers, are for `standardHost`. */
interface Mounted {
  fastPath: NodeFastPath;
  standardHost: string;
}

function createListener() {
  let fastPath: NodeFastPath;
  let answer: ReturnType<typeof getRequestListener>;
  const server = createHttpServer((request, response) => {
    if (fastPath(request, response)) return;
    request.url = withSlashes(request.url ?? '');
    runForCaller(request.headers, () => void answer(request, response));
  });
  const mount = (app: ReturnType<typeof createApp>, mounted: Mounted) => {
    fastPath = mounted.fastPath;
    answer = getRequestListener((request, bindings) => app.fetch(request, bindings), {
      hostname: mounted.standardHost,
    });
  };
  const closing = new AbortController();
  const drain = createDrain(server);
  const stop = (limit: number) => {
    closing.abort();
    return drain(limit);
  };
  return { server, drain: stop, mount, closing: closing.signal };
}
