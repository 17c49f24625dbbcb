/**
 * Measures how fast links are minted: one by one over many connections and over one, and a thousand at a time, compared
 * with a bare server that receives the same requests and mints nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pace } from '../load/contest.ts';
import type { Prepared } from '../load/load.ts';
import { median } from '../report/figures.ts';
import { cpuTime } from '../servers/cpu.ts';
import { pathOf, type Server, startNode } from '../servers/server.ts';
import { type Sotto, startSotto } from '../servers/sotto.ts';

const CONNECTIONS = [16, 1];
const BARE_CONNECTIONS = 16;
const BULK = 1_000;
/** More than Sotto mints in a second; the bare server receives them repeatedly. */
const PREPARED_PER_SECOND = 6_500;

/** Medians of the rounds; `cpu` is in microseconds per link. */
interface Figures {
  name: string;
  perSecond: number;
  cpu: number;
  p50: number;
  p99: number;
}
type Run = Omit<Figures, 'name'> & { error: string | null };

export async function measureMinting(pace: Pace) {
  const { rounds, seconds, progress } = pace;
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const sotto = await startSotto(join(folder, 'data'));
  const bare = await startNode({ name: 'bare Hono', args: [pathOf('bare-mint.ts')] });
  try {
    const kinds = CONNECTIONS.map(
      (connections) => [`one by one, connections: ${connections}`, connections] as const,
    );
    progress.begin('Minting', (kinds.length + 2) * (rounds + 1));
    const mintSome = await prepareSingles(sotto, pace, kinds.length * (rounds + 1));
    const [bulkKey = ''] = await sotto.keys(1, 'links:write');
    const runs = new Map<string, Run[]>();
    const note = (name: string, run: Run) => {
      runs.set(name, [...(runs.get(name) ?? []), run]);
      progress.add(1);
    };
    // The first round is a warm-up and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const [name, connections] of kinds) note(name, await mintSome(connections));
      note(`${BULK} at a time`, await mintInBulk(sotto, bulkKey, seconds));
      note(`bare Hono, connections: ${BARE_CONNECTIONS}`, await answerOnly(bare, bulkKey, pace));
    }
    const counted = [...runs].map(([name, all]) => [name, all.slice(1)] as const);
    return { figures: counted.map(figuresOf), void: counted.flatMap(errorsOf) };
  } finally {
    await bare.stop();
    await sotto.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Prepares runs of `POST /links`, each request with a new URL. */
async function prepareSingles(sotto: Sotto, { load, seconds }: Pace, runs: number) {
  const most = PREPARED_PER_SECOND * seconds;
  const keys = await sotto.keys(most * runs, 'links:write');
  let prepared = 0;
  return async (connections: number): Promise<Run> => {
    const requests = Array.from({ length: most }, () =>
      mintOne(keys[prepared % keys.length] ?? '', prepared++),
    );
    const before = cpuTime(sotto.pid);
    const { answered, failed, p50, p99, ...hail } = await load.run({
      url: sotto.url,
      connections,
      seconds,
      requests,
    });
    const repeated = answered > most ? 'more requests were sent than prepared' : null;
    return {
      perSecond: answered / hail.seconds,
      cpu: (cpuTime(sotto.pid) - before) / answered,
      p50,
      p99,
      error: failed > 0 ? `${failed} requests failed` : repeated,
    };
  };
}

function mintOne(key: string, place: number): Prepared {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ url: `https://pages.example/single/${place}` });
  return { method: 'POST', path: '/api/v1/links', headers, body };
}

/** Sends the same requests to the bare server. */
async function answerOnly(bare: Server, key: string, { load, seconds }: Pace): Promise<Run> {
  const requests = Array.from({ length: PREPARED_PER_SECOND }, (_, place) => mintOne(key, place));
  const before = cpuTime(bare.pid);
  const hail = await load.run({ url: bare.url, connections: BARE_CONNECTIONS, seconds, requests });
  return {
    perSecond: hail.answered / hail.seconds,
    cpu: (cpuTime(bare.pid) - before) / hail.answered,
    p50: hail.p50,
    p99: hail.p99,
    error: hail.failed > 0 ? `${hail.failed} requests failed` : null,
  };
}

let bulks = 0;

async function mintInBulk(sotto: Sotto, key: string, seconds: number): Promise<Run> {
  const started = performance.now();
  const before = cpuTime(sotto.pid);
  let minted = 0;
  while (performance.now() - started < seconds * 1_000) {
    bulks += 1;
    const links = Array.from({ length: BULK }, (_, place) => {
      return { url: `https://pages.example/bulk/${bulks}/${place}` };
    });
    const { data } = await sotto.api<{ data: { status: number }[] }>('/links/bulk', { links }, key);
    const refused = data.filter(({ status }) => status !== 201).length;
    if (refused > 0) throw new Error(`${refused} links of a bulk request were not minted`);
    minted += data.length;
  }
  const perSecond = (minted * 1_000) / (performance.now() - started);
  return {
    perSecond,
    cpu: (cpuTime(sotto.pid) - before) / minted,
    p50: Number.NaN,
    p99: Number.NaN,
    error: null,
  };
}

function figuresOf([name, runs]: readonly [string, Run[]]): Figures {
  const valid = runs.filter(({ error }) => error === null);
  const of = (read: (run: Run) => number) => median(valid.map(read));
  return {
    name,
    perSecond: of((run) => run.perSecond),
    cpu: of((run) => run.cpu),
    p50: of((run) => run.p50),
    p99: of((run) => run.p99),
  };
}

const errorsOf = ([name, runs]: readonly [string, Run[]]) =>
  runs.flatMap(({ error }, place) => (error ? [`round ${place + 1}, ${name}: ${error}`] : []));
