/** Compares servers that take turns under the same load. */
import type { ProgressBar } from '../../../src/runtime/node/commands/progress.ts';
import { cpuTime, mainThreadTime, residentMemory } from '../servers/cpu.ts';
import type { HitLog } from '../servers/hit-log.ts';
import type { Server } from '../servers/server.ts';
import type { Load, Prepared } from './load.ts';
import { isValid, type Round, type Run } from './rounds.ts';

export interface Contender {
  name: string;
  server: Server;
  requests: Prepared[];
  /** The hit log, if the server stores hits. */
  log?: HitLog;
}

/** The duration and number of rounds; `seconds` is the time of each run and of the warm-up. */
export interface Pace {
  load: Load;
  rounds: number;
  seconds: number;
  progress: ProgressBar;
}

/** Void rounds are repeated at most this often. */
const MAX_REPEATED = 3;

export async function contest(contenders: Contender[], pace: Pace, connections: number): Promise<Round[]> {
  const { rounds, progress } = pace;
  progress.begin(`${connections} connections`, (rounds + 1) * contenders.length);
  const done: Round[] = [];
  // The first round is a warm-up and does not count.
  for (let round = 0; done.filter(isValid).length < rounds && round <= rounds + MAX_REPEATED; round++) {
    const runs: Round = new Map();
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      runs.set(contender.name, await measure(contender, pace, connections));
      progress.add(1);
    }
    if (round > 0) done.push(runs);
  }
  return done;
}

/** One run of one server. Its CPU time includes the roll-up of its hits, which may end a little later. */
export async function measure(
  { server, requests, log }: Contender,
  { load, seconds }: Pick<Pace, 'load' | 'seconds'>,
  connections: number,
): Promise<Run> {
  const { url, pid } = server;
  const newest = log?.newest() ?? 0;
  const before = { all: cpuTime(pid), main: mainThreadTime(pid) };
  await server.longestTurn();
  const result = await load.run({ url, requests, connections, seconds });
  const turn = await server.longestTurn();
  const memory = residentMemory(pid);
  await log?.settle();
  const { answered, failed } = result;
  const extra = log ? log.since(newest) - answered : 0;
  return {
    ...result,
    cpu: (cpuTime(pid) - before.all) / answered,
    main: (mainThreadTime(pid) - before.main) / answered,
    turn,
    memory,
    error: errorOf(failed, extra, connections),
  };
}

/** Why a run does not count, or null. Every received redirect must be stored, and nothing else. */
function errorOf(failed: number, extra: number, connections: number): string | null {
  if (failed > 0) return `${failed} requests failed`;
  if (extra < 0) return `${-extra} redirects were received but not stored`;
  return extra > connections ? `${extra} hits are stored without a received redirect` : null;
}
