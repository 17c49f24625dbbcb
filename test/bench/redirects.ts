/** Redirects of Sotto beside servers that do less, taking turns under the same load. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Progress } from '../../src/runtime/node/progress.ts';
import { countRedirects } from './cannon.ts';
import { cpuTime } from './cpu.ts';
import type { Load, Prepared } from './load.ts';
import { startNginx } from './nginx.ts';
import { type Round, type Run, summary } from './rounds.ts';
import { pathOf, type Server, startNode } from './server.ts';
import { type Sotto, startSotto } from './sotto.ts';
import { mintLinks, prepareRequests } from './workload.ts';

export interface RedirectOptions {
  load: Load;
  rounds: number;
  /** Of each run, and of the warming up. */
  seconds: number;
  progress: Progress;
}

const LINKS = 1_000;
const CONNECTIONS = 64;
/** Requests whose every answer is waited for. */
const EXACT = 20_000;
// What the load generator cut off when its time was up is still answered and stored.
const SETTLE_MS = 300;

export async function measureRedirects(options: RedirectOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const servers: Server[] = [];
  try {
    const sotto = await startSotto(join(folder, 'data'));
    servers.push(sotto);
    const links = await mintLinks(sotto, LINKS);
    servers.unshift(...(await startPeers(folder, links)));
    const requests = prepareRequests(Object.keys(links));
    const rounds = await takeTurns({ ...options, servers, sotto, requests });
    return {
      links: LINKS,
      connections: CONNECTIONS,
      seconds: options.seconds,
      ...summary(rounds, servers),
      exact: await checkExactly(sotto, requests),
    };
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  }
}

async function startPeers(folder: string, links: Record<string, string>): Promise<Server[]> {
  const file = join(folder, 'links.json');
  writeFileSync(file, JSON.stringify(links));
  const nginx = await startNginx(folder, links);
  const node = await startNode({ name: 'bare node:http', args: [pathOf('bare-node.ts'), file] });
  const hono = await startNode({ name: 'bare Hono', args: [pathOf('bare-hono.ts'), file] });
  return [node, hono, ...(nginx ? [nginx] : [])];
}

interface Turns extends RedirectOptions {
  servers: Server[];
  sotto: Sotto;
  requests: Prepared[];
}

async function takeTurns({ servers, rounds, progress, ...bench }: Turns): Promise<Round[]> {
  progress.begin('Redirects', (rounds + 1) * servers.length);
  const done: Round[] = [];
  // The first round only warms the servers up: fresh processes are slower.
  for (let round = 0; round <= rounds; round++) {
    const runs = new Map<string, Run>();
    for (const server of round % 2 === 0 ? servers : servers.toReversed()) {
      runs.set(server.name, await measure(server, bench));
      progress.add(1);
    }
    if (round > 0) done.push(runs);
  }
  return done;
}

async function measure(
  server: Server,
  bench: Pick<Turns, 'load' | 'sotto' | 'requests' | 'seconds'>,
): Promise<Run> {
  const { load, sotto, requests, seconds } = bench;
  const before = { stored: sotto.stored(), cpu: cpuTime(server.pid) };
  await server.longestTurn();
  const hail = await load.run({ url: server.url, requests, connections: CONNECTIONS, seconds });
  const cpu = cpuTime(server.pid) - before.cpu;
  const turn = await server.longestTurn();
  await pause(SETTLE_MS);
  const extra = server === sotto ? sotto.stored() - before.stored - hail.answered : 0;
  return { ...hail, cpu: cpu / hail.answered, turn, mistake: mistakeOf(hail.failed, extra) };
}

/** Why a run does not count. Every redirect that was received must have been stored before. */
function mistakeOf(failed: number, extra: number): string | null {
  if (failed > 0) return `${failed} requests failed`;
  if (extra < 0) return `${-extra} redirects were received whose hits are not stored`;
  return extra > CONNECTIONS ? `${extra} hits are stored for which no redirect was received` : null;
}

/** Without a clock that cuts connections off, both numbers must be the same. */
async function checkExactly(sotto: Sotto, requests: Prepared[]) {
  const before = sotto.stored();
  const received = await countRedirects({ url: sotto.url, requests, connections: CONNECTIONS }, EXACT);
  return { received, stored: sotto.stored() - before };
}
