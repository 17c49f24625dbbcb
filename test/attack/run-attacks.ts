/** Starts a server, attacks it beside a probe, and checks what it has counted. */

import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { residentMemory } from '../bench/servers/cpu.ts';
import { metric } from '../faults/server-state.ts';
import { shippedStart } from '../support/server/shipped-start.ts';
import { type OnEnd, type ServerProcess, startOn } from '../support/server/spawn-server.ts';
import type { Attack } from './attack.ts';
import type { Reply } from './load/connection.ts';
import { createLedger, type Ledger } from './load/ledger.ts';
import type { ProbeReport } from './load/probe.ts';
import { startProbe } from './load/start-probe.ts';

/** No redirect may wait longer than this. */
export const LONGEST_MS = 100;
/** Requests must be answered within this time, unless their attack says otherwise. */
const ANSWERED_MS = 2_000;
/** All attacks run twice, and the second time the memory must not grow by more than this factor and these megabytes. */
const ROUNDS = 2;
export const GROWTH = { factor: 1.2, megabytes: 30 };

const KEYS = 24;
const SAMPLE_MS = 500;
const SETTLE_MS = 3_000;
const COUNT_TIMEOUT_MS = 60_000;

export interface AttackRow {
  name: string;
  requests: number;
  seconds: number;
  /** By status; 0 are requests without an answer. */
  statuses: Map<number, number>;
  /** Answers 5xx other than a 503 with `Retry-After`. */
  failures: number;
  /** 503 with `Retry-After`. */
  busy: number;
  /** The milliseconds that an answer may take, how many took longer, and the longest. */
  answeredMs: number;
  slow: number;
  slowest: number;
  probe: ProbeReport;
  /** Of the server with its children, afterwards, in megabytes. */
  memory: number;
}

export interface AttackReport {
  rows: AttackRow[];
  probeHits: number;
  memory: { start: number; half: number; end: number; peak: number };
  wrongCounts: string[];
}

export interface AttackOptions {
  attacks: readonly Attack[];
  requests: number;
  /** The whole run ends after this time, even if not all requests were sent. */
  seconds: number;
  dataDir: string;
  /** Another build of the server. */
  entry?: string;
  onEnd: OnEnd;
  /** Called with each request that is done. */
  step?(requests: number): void;
  /** Called before each attack, when the server and the probe run. */
  begin?(name: string, requests: number): void;
}

export async function runAttacks(options: AttackOptions): Promise<AttackReport> {
  const { attacks, requests, seconds, onEnd } = options;
  const server = await startAttacked(options);
  const ledger = createLedger();
  const base = { server, port: Number(new URL(server.url).port), ledger, keys: await createKeys(server) };
  const link = linksOf(server);
  const next = counter();
  const probed = await link();
  const memory = watchMemory(server.pid, onEnd);
  const probe = await startProbe(`http://127.0.0.1:${base.port}/${probed}`, onEnd);
  await pause(SETTLE_MS / 3);
  let probes = await probe.report();
  const start = memory.now();
  const began = performance.now();
  const rows = attacks.map(emptyRow);
  const atRounds: number[] = [];
  const share = attacks.reduce((sum, attack) => sum + attack.share, 0);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [place, attack] of attacks.entries()) {
      const row = rows[place] ?? emptyRow(attack);
      const count = Math.max(1, Math.round((requests * attack.share) / share / ROUNDS));
      // Each attack may use its part of the time that is left, so that no slow one hides another.
      const left = seconds * 1_000 - (performance.now() - began);
      const remaining = (ROUNDS - round) * attacks.length - place;
      const started = performance.now();
      options.begin?.(attack.name, count);
      await attack.run(
        {
          ...base,
          link,
          next,
          isOver: () => performance.now() - started > (left * 2) / (remaining + 1),
          note(reply) {
            note(row, reply);
            options.step?.(1);
          },
        },
        count,
      );
      row.seconds += (performance.now() - started) / 1_000;
      const report = await probe.report();
      row.probe = add(row.probe, report);
      row.memory = memory.now();
      probes = add(probes, report);
    }
    await pause(SETTLE_MS);
    atRounds.push(memory.now());
  }
  probes = add(probes, await probe.end());
  ledger.add(probed, { answered: probes.answered, unsure: probes.unsure });
  const [half = Number.NaN, end = Number.NaN] = atRounds;
  const figures = { start, half, end, peak: memory.peak() };
  const wrongCounts = await countProblems(server, ledger, probed);
  await server.stop();
  return { rows, probeHits: probes.answered, memory: figures, wrongCounts };
}

/** The server as it is shipped, behind a declared proxy, so that every request can be another person's. */
export function startAttacked({ dataDir, entry, onEnd }: Pick<AttackOptions, 'dataDir' | 'entry' | 'onEnd'>) {
  const { env, nodeArgs } = shippedStart();
  return startOn(
    {
      dataDir,
      ...(entry !== undefined && { entry }),
      nodeArgs,
      env: { ...env, SOTTO_TRUST_PROXY: '127.0.0.0/8', SOTTO_LOG_LEVEL: 'error', HOST: '127.0.0.1' },
    },
    onEnd,
  );
}

export async function createKeys({ api }: ServerProcess, count = KEYS): Promise<string[]> {
  const keys: string[] = [];
  while (keys.length < count) {
    keys.push((await api<{ key: string }>('/keys', { name: 'attack', scopes: ['admin'] })).key);
  }
  return keys;
}

/** Creates a new link with each call. */
export const linksOf =
  ({ api }: ServerProcess) =>
  async (body: Record<string, unknown> = {}) => {
    const url = `https://example.com/${crypto.randomUUID()}`;
    return (await api<{ slug: string }>('/links', { url, ...body })).slug;
  };

function counter(): () => number {
  let count = 0;
  return () => count++;
}

const NO_PROBE: ProbeReport = {
  answered: 0,
  failed: 0,
  unsure: 0,
  longest: 0,
  bare: 0,
  slowest: 0,
  median: Number.NaN,
};

function emptyRow({ name, answeredMs = ANSWERED_MS }: Attack): AttackRow {
  const counts = { requests: 0, seconds: 0, failures: 0, busy: 0, slow: 0, slowest: 0, memory: 0 };
  return { name, answeredMs, ...counts, statuses: new Map(), probe: NO_PROBE };
}

function note(row: AttackRow, { status, ms, retryAfter }: Reply): void {
  row.requests += 1;
  row.statuses.set(status, (row.statuses.get(status) ?? 0) + 1);
  row.slowest = Math.max(row.slowest, ms);
  if (ms > row.answeredMs) row.slow += 1;
  if (status === 503 && retryAfter) row.busy += 1;
  else if (status >= 500) row.failures += 1;
}

const add = (one: ProbeReport, other: ProbeReport): ProbeReport => ({
  answered: one.answered + other.answered,
  failed: one.failed + other.failed,
  unsure: one.unsure + other.unsure,
  median: other.median,
  longest: Math.max(one.longest, other.longest),
  bare: Math.max(one.bare, other.bare),
  slowest: Math.max(one.slowest, other.slowest),
});

/** Samples the memory of the server and its children until the end. */
function watchMemory(pid: number, onEnd: OnEnd) {
  let peak = 0;
  const now = () => {
    const megabytes = residentMemory(pid);
    peak = Math.max(peak, megabytes || 0);
    return megabytes;
  };
  const timer = setInterval(now, SAMPLE_MS);
  onEnd(() => clearInterval(timer));
  return { now, peak: () => peak };
}

interface StatsRow {
  hits: number;
  clicks: number;
  uniqueClicks: number;
  slug?: string;
}

/** Compares what was answered with the statistics and with the hit log. */
async function countProblems(server: ServerProcess, ledger: Ledger, probed: string): Promise<string[]> {
  const expected = ledger.links();
  const sum = (pick: (counts: { answered: number; unsure: number }) => number) =>
    [...expected.values()].reduce((total, counts) => total + pick(counts), 0);
  const [least, most] = [sum(({ answered }) => answered), sum(({ answered, unsure }) => answered + unsure)];
  const stats = () => server.api<{ data: StatsRow[]; total: StatsRow }>('/stats?groupBy=link&limit=1000');
  const until = performance.now() + COUNT_TIMEOUT_MS;
  let { data, total } = await stats();
  while (total.hits < least && performance.now() < until) {
    await pause(SETTLE_MS / 10);
    ({ data, total } = await stats());
  }
  const problems: string[] = [];
  const counted = new Map(data.map((row) => [row.slug ?? '', row]));
  for (const [slug, { answered, unsure }] of expected) {
    const hits = counted.get(slug)?.hits ?? 0;
    if (hits < answered || hits > answered + unsure) {
      problems.push(
        `/${slug} has ${hits} hits, not ${answered}${unsure > 0 ? ` to ${answered + unsure}` : ''}`,
      );
    }
  }
  if (total.hits < least || total.hits > most)
    problems.push(`there are ${total.hits} hits, not ${least} to ${most}`);
  const { answered = 0, unsure = 0 } = expected.get(probed) ?? {};
  const { clicks = 0, uniqueClicks = 0, hits = 0 } = counted.get(probed) ?? {};
  if (clicks !== hits || uniqueClicks !== hits || hits < answered || hits > answered + unsure) {
    problems.push(`${answered} people clicked, and ${clicks} clicks of ${uniqueClicks} are counted`);
  }
  const dropped = await metric(server, 'sotto_hits_dropped_total');
  if (dropped > 0) problems.push(`${dropped} hits were dropped`);
  const database = new Database(`${server.dataDir}/sotto.db`, { readonly: true });
  try {
    const stored = Number(database.prepare('SELECT count(*) FROM hits').pluck().get());
    if (stored !== total.hits) problems.push(`${stored} hits are stored, but ${total.hits} counted`);
  } finally {
    database.close();
  }
  return problems;
}
