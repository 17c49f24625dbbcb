/** Redirects of Sotto beside servers that do less: many and few links, many connections and one. */
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
  /** How many links there are, and over how many connections they are asked for: one contest after the other. */
  links: number[];
  connections: number[];
  /** Of the one long run in which the longest turn is looked for. */
  longSeconds: number;
}

/** One number of links and of connections. */
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
/** Waits for the disk itself at every commit, and so survives a power cut too. */
const FULL = { name: 'Sotto, synchronous=full', settings: { SOTTO_SYNCHRONOUS: 'full' } };
const NGINX = 'nginx, access log';
/** In the long run and in the exact one. */
const MOST = 64;
/** Requests whose every answer is waited for. */
const EXACT = 20_000;

export async function measureRedirects(options: RedirectOptions) {
  const settings: Setting[] = [];
  const exact: Exact[] = [];
  const long: Long[] = [];
  for (const links of options.links) {
    await onStage(links, async (contenders) => {
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

/** All servers, up together on the same links. */
async function onStage(count: number, play: (contenders: Contender[]) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const contenders: Contender[] = [];
  try {
    const { slugs, leads } = await prepareLinks(folder, count);
    const requests = prepareRequests(slugs);
    for (const server of await startPeers(folder, leads)) {
      contenders.push({ name: server.name, server, requests });
    }
    for (const { dataDir, ...variant } of [{ dataDir: 'data' }, { dataDir: 'full', ...FULL }]) {
      const sotto = await startSotto(join(folder, dataDir), variant);
      contenders.push({ name: sotto.name, server: sotto, requests, log: sotto.log });
    }
    await play(contenders);
  } finally {
    for (const { server } of contenders) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Leaves the same links in two data folders; `leads` is slug → destination, of those that are asked for. */
async function prepareLinks(folder: string, count: number) {
  const sotto = await startSotto(join(folder, 'data'));
  try {
    const slugs = await mintSlugs(sotto, count);
    const asked = new Set(prepareRequests(slugs).map(({ path }) => path.slice(1)));
    const others = slugs.map((slug) => [slug, `https://pages.example/${slug}`]);
    return { slugs, leads: { ...Object.fromEntries(others), ...(await destinations(sotto, [...asked])) } };
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

/** What every ratio is to; `links` are slug → destination, `flags` Node's own. */
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
  mistake: string | null;
}

async function longRun(contenders: Contender[], options: RedirectOptions): Promise<Long[]> {
  const { longSeconds: seconds, progress } = options;
  progress.begin(`${seconds} s without a pause`, 1);
  const runs: Long[] = [];
  for (const sotto of contenders.filter(({ name }) => name === SOTTO)) {
    const { turn, p99, memory, mistake } = await measure(sotto, { ...options, seconds }, MOST);
    runs.push({ seconds, turn, p99, memory, mistake });
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

/** Without a clock that cuts connections off, both numbers must be the same. */
async function checkExactly(contender: Contender, log: HitLog, links: number): Promise<Exact> {
  const { name, server, requests } = contender;
  const newest = log.newest();
  const received = await countRedirects({ url: server.url, requests, connections: MOST }, EXACT);
  await log.settle();
  return { name, links, received, stored: log.since(newest) };
}
