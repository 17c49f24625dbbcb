/** Servers that take turns under the same load. */
import type { Progress } from '../../../src/runtime/node/commands/progress.ts';
import { cpuTime, mainThreadTime, residentMemory } from '../servers/cpu.ts';
import type { HitLog } from '../servers/hit-log.ts';
import type { Server } from '../servers/server.ts';
import type { Load, Prepared } from './load.ts';
import { isValid, type Round, type Run } from './rounds.ts';

export interface Contender {
  name: string;
  server: Server;
  requests: Prepared[];
  /** Of a server that stores hits. */
  log?: HitLog;
}

/** How long and how often; `seconds` are of each run, and of the warming up. */
export interface Pace {
  load: Load;
  rounds: number;
  seconds: number;
  progress: Progress;
}

// Void rounds are played again, as long as they are few.
const MOST_REPEATED = 3;

export async function contest(contenders: Contender[], pace: Pace, connections: number): Promise<Round[]> {
  const { rounds, progress } = pace;
  progress.begin(`${connections} connections`, (rounds + 1) * contenders.length);
  const done: Round[] = [];
  // The first round only warms the servers up: fresh processes are slower.
  for (let round = 0; done.filter(isValid).length < rounds && round <= rounds + MOST_REPEATED; round++) {
    const runs: Round = new Map();
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      runs.set(contender.name, await measure(contender, pace, connections));
      progress.add(1);
    }
    if (round > 0) done.push(runs);
  }
  return done;
}

/** One run of one server. Its CPU time includes the sums of its hits, which may come a little later. */
export async function measure(
  { server, requests, log }: Contender,
  { load, seconds }: Pick<Pace, 'load' | 'seconds'>,
  connections: number,
): Promise<Run> {
  const { url, pid } = server;
  const newest = log?.newest() ?? 0;
  const before = { all: cpuTime(pid), main: mainThreadTime(pid) };
  await server.longestTurn();
  const hail = await load.run({ url, requests, connections, seconds });
  const turn = await server.longestTurn();
  const memory = residentMemory(pid);
  await log?.settle();
  const { answered, failed } = hail;
  const extra = log ? log.since(newest) - answered : 0;
  return {
    ...hail,
    cpu: (cpuTime(pid) - before.all) / answered,
    main: (mainThreadTime(pid) - before.main) / answered,
    turn,
    memory,
    mistake: mistakeOf(failed, extra, connections),
  };
}

/** Why a run does not count. Every redirect that was received must have been stored before. */
function mistakeOf(failed: number, extra: number, connections: number): string | null {
  if (failed > 0) return `${failed} requests failed`;
  if (extra < 0) return `${-extra} redirects were received whose hits are not stored`;
  return extra > connections ? `${extra} hits are stored for which no redirect was received` : null;
}
