/** Compares redirects of Sotto with simpler servers: many and few links, many connections and one. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countRedirects } from '../load/autocannon.ts';
import { type Contender, contest, measure, type Pace } from '../load/contest.ts';
import { BASE, ratio, type ServerFigures, summary } from '../load/rounds.ts';
import { destinations, mintSlugs, prepareRequests } from '../load/workload.ts';
import type { HitLog } from '../servers/hit-log.ts';
import { startNginx } from '../servers/nginx.ts';
import { pathOf, type Server, startNode } from '../servers/server.ts';
import { startSotto } from '../servers/sotto.ts';

export interface RedirectOptions extends Pace {
  /** The numbers of links and of connections; every combination is one contest. */
  links: number[];
  connections: number[];
  /** The duration of the long run that measures the longest turn. */
  longSeconds: number;
}

/** The results for one number of links and one number of connections. */
export interface Setting {
  links: number;
  connections: number;
  rounds: number;
  void: string[];
  servers: ServerFigures[];
  /** Sotto's CPU time per request ÷ nginx's. */
  toNginx: number;
}

export const SOTTO = 'Sotto';
/** Syncs the disk at every commit, so that it also survives a power cut. */
const FULL = { name: 'Sotto, synchronous=full', settings: { SOTTO_SYNCHRONOUS: 'full' } };
const NGINX = 'nginx, access log';
/** The connections of the long run and the exact run. */
const MAX_CONNECTIONS = 64;
/** The number of requests of the exact run, which waits for every answer. */
const EXACT = 20_000;

export async function measureRedirects(options: RedirectOptions) {
  const settings: Setting[] = [];
  const exact: Exact[] = [];
  const long: Long[] = [];
  for (const links of options.links) {
    await withServers(links, async (contenders) => {
      for (const connections of options.connections) {
        const rounds = await contest(contenders, options, connections);
        const toNginx = ratio(rounds, 'cpu', SOTTO, NGINX);
        settings.push({ links, connections, ...summary(rounds, contenders), toNginx });
      }
      if (long.length === 0) long.push(...(await longRun(contenders, options)));
      for (const contender of contenders) {
        if (contender.log) exact.push(await checkExactly(contender, contender.log, links));
      }
    });
  }
  return { seconds: options.seconds, settings, exact, long: long[0] ?? null };
}

/** Starts all servers on the same links. */
async function withServers(count: number, run: (contenders: Contender[]) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const contenders: Contender[] = [];
  try {
    const { slugs, links } = await prepareLinks(folder, count);
    const requests = prepareRequests(slugs);
    for (const server of await startPeers(folder, links)) {
      contenders.push({ name: server.name, server, requests });
    }
    for (const { dataDir, ...variant } of [{ dataDir: 'data' }, { dataDir: 'full', ...FULL }]) {
      const sotto = await startSotto(join(folder, dataDir), variant);
      contenders.push({ name: sotto.name, server: sotto, requests, log: sotto.log });
    }
    await run(contenders);
  } finally {
    for (const { server } of contenders) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Creates two data folders with the same links. Returns slug → destination, which is real for the requested slugs only. */
async function prepareLinks(folder: string, count: number) {
  const sotto = await startSotto(join(folder, 'data'));
  try {
    const slugs = await mintSlugs(sotto, count);
    const requested = new Set(prepareRequests(slugs).map(({ path }) => path.slice(1)));
    const others = slugs.map((slug) => [slug, `https://pages.example/${slug}`]);
    return {
      slugs,
      links: { ...Object.fromEntries(others), ...(await destinations(sotto, [...requested])) },
    };
  } finally {
    await sotto.stop();
    cpSync(join(folder, 'data'), join(folder, 'full'), { recursive: true });
  }
}

async function startPeers(folder: string, links: Record<string, string>): Promise<Server[]> {
  const nginx = await startNginx(folder, links, NGINX);
  const node = await startBare(folder, links);
  const hono = await startNode({ name: 'bare Hono', args: [pathOf('bare-hono.ts'), join(folder, FILE)] });
  return [node, hono, ...(nginx ? [nginx] : [])];
}

const FILE = 'links.json';

/** The server that every ratio refers to; `links` are slug → destination, `flags` are for Node. */
export function startBare(
  folder: string,
  links: Record<string, string>,
  flags: string[] = [],
): Promise<Server> {
  writeFileSync(join(folder, FILE), JSON.stringify(links));
  return startNode({ name: BASE, args: [...flags, pathOf('bare-node.ts'), join(folder, FILE)] });
}

interface Long {
  seconds: number;
  turn: number;
  p99: number;
  memory: number;
  error: string | null;
}

async function longRun(contenders: Contender[], options: RedirectOptions): Promise<Long[]> {
  const { longSeconds: seconds, progress } = options;
  progress.begin(`${seconds} s without a pause`, 1);
  const runs: Long[] = [];
  for (const sotto of contenders.filter(({ name }) => name === SOTTO)) {
    const { turn, p99, memory, error } = await measure(sotto, { ...options, seconds }, MAX_CONNECTIONS);
    runs.push({ seconds, turn, p99, memory, error });
  }
  progress.add(1);
  return runs;
}

interface Exact {
  name: string;
  links: number;
  received: number;
  stored: number;
}

/** Without a time limit that cuts connections off, both numbers must be equal. */
async function checkExactly(contender: Contender, log: HitLog, links: number): Promise<Exact> {
  const { name, server, requests } = contender;
  const newest = log.newest();
  const received = await countRedirects({ url: server.url, requests, connections: MAX_CONNECTIONS }, EXACT);
  await log.settle();
  return { name, links, received, stored: log.since(newest) };
}
