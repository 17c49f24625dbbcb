/**
 * Measures how fast links are minted: one by one and as contents with a link for each of four channels, over many
 * connections and over one, and a thousand at a time, of as many contents or of 250, compared with a bare server that
 * receives the same requests and mints nothing.
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
/** What `POST /contents` makes links for if it is not told. */
const CHANNELS = ['whatsapp', 'email', 'slack', 'copy'];
const BARE_CONNECTIONS = 16;
const BULK = 1_000;
/** More than Sotto mints in a second; the bare server receives them repeatedly. */
const PREPARED_PER_SECOND = 9_000;

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
    const kinds = CONNECTIONS.flatMap((connections): Kind[] => [
      { name: `one by one, connections: ${connections}`, connections, links: 1, mint: mintOne },
      {
        name: `contents with 4 links, connections: ${connections}`,
        ...{ connections, links: CHANNELS.length, mint: mintContent },
      },
    ]);
    progress.begin('Minting', (kinds.length + 3) * (rounds + 1));
    const mintSome = await prepareSingles(sotto, pace, kinds.length * (rounds + 1));
    const [bulkKey = ''] = await sotto.keys(1, 'links:write');
    const runs = new Map<string, Run[]>();
    const note = (name: string, run: Run) => {
      runs.set(name, [...(runs.get(name) ?? []), run]);
      progress.add(1);
    };
    // The first round is a warm-up and does not count.
    for (let round = 0; round <= rounds; round++) {
      for (const kind of kinds) note(kind.name, await mintSome(kind));
      note(`${BULK} at a time`, await mintInBulk(sotto, bulkKey, seconds, pagesOf));
      note(
        `${BULK} at a time, of ${BULK / CHANNELS.length} contents`,
        await mintInBulk(sotto, bulkKey, seconds, contentsOf),
      );
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

/** How links are minted in a run of single requests. */
interface Kind {
  name: string;
  connections: number;
  /** Links that each request mints. */
  links: number;
  mint(key: string, place: number): Prepared;
}

/** Prepares runs of `POST /links` or `POST /contents`, each request with a new URL. */
async function prepareSingles(sotto: Sotto, { load, seconds }: Pace, runs: number) {
  const most = PREPARED_PER_SECOND * seconds;
  const keys = await sotto.keys(most * runs, 'links:write');
  let prepared = 0;
  return async ({ connections, links, mint }: Kind): Promise<Run> => {
    const requests = Array.from({ length: most }, () => mint(keys[prepared % keys.length] ?? '', prepared++));
    const before = cpuTime(sotto.pid);
    const { answered, failed, p50, p99, ...hail } = await load.run({
      url: sotto.url,
      connections,
      seconds,
      requests,
    });
    const repeated = answered > most ? 'more requests were sent than prepared' : null;
    return {
      perSecond: (answered * links) / hail.seconds,
      cpu: (cpuTime(sotto.pid) - before) / (answered * links),
      p50,
      p99,
      error: failed > 0 ? `${failed} requests failed` : repeated,
    };
  };
}

function post(path: string, key: string, given: object): Prepared {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  return { method: 'POST', path, headers, body: JSON.stringify(given) };
}

const mintOne = (key: string, place: number) =>
  post('/api/v1/links', key, { url: `https://pages.example/single/${place}` });

const mintContent = (key: string, place: number) =>
  post('/api/v1/contents', key, { url: `https://pages.example/content/${place}` });

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

/** The links of one bulk request, each of a content of its own. */
const pagesOf = (bulk: number) =>
  Array.from({ length: BULK }, (_, place) => ({ url: `https://pages.example/bulk/${bulk}/${place}` }));

/** The same with a link for each channel of each content. */
const contentsOf = (bulk: number) =>
  Array.from(
    { length: BULK / CHANNELS.length },
    (_, place) => `https://pages.example/four/${bulk}/${place}`,
  ).flatMap((url) => CHANNELS.map((channel) => ({ url, channel })));

let bulks = 0;

async function mintInBulk(
  sotto: Sotto,
  key: string,
  seconds: number,
  linksOf: (bulk: number) => object[],
): Promise<Run> {
  const started = performance.now();
  const before = cpuTime(sotto.pid);
  let minted = 0;
  while (performance.now() - started < seconds * 1_000) {
    bulks += 1;
    const links = linksOf(bulks);
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
