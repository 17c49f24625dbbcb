import { residentMemory } from './cpu.ts';
import { median } from './figures.ts';
import type { Hail } from './load.ts';
import type { Server } from './server.ts';

/** One server under load; `cpu` in microseconds per request, `turn` in milliseconds. */
export interface Run extends Hail {
  cpu: number;
  turn: number;
  /** Why it does not count. */
  mistake: string | null;
}

/** By the server's name. */
export type Round = Map<string, Run>;

/** Medians of the rounds; ratios are medians of each round's ratio to the first server. */
export interface ServerFigures {
  name: string;
  perSecond: number;
  cpu: number;
  cpuRatio: number;
  p50: number;
  p99: number;
  p99Ratio: number;
  /** Of all rounds. */
  longestTurn: number;
  memory: number;
}

/** Rounds in which any server failed are void. */
export function summary(rounds: Round[], servers: Server[]) {
  const valid = rounds.filter((round) => [...round.values()].every(({ mistake }) => mistake === null));
  return {
    rounds: valid.length,
    void: rounds.flatMap((round, place) => mistakes(round, place + 1)),
    servers: servers.map((server) => figures(server, valid, servers[0]?.name ?? '')),
  };
}

function mistakes(round: Round, number: number): string[] {
  return [...round].flatMap(([name, { mistake }]) =>
    mistake ? [`round ${number}, ${name}: ${mistake}`] : [],
  );
}

function figures({ name, pid }: Server, rounds: Round[], first: string): ServerFigures {
  const of = (read: (run: Run) => number, server = name) =>
    rounds.map((round) => {
      const run = round.get(server);
      return run ? read(run) : Number.NaN;
    });
  const ratio = (read: (run: Run) => number) => {
    const base = of(read, first);
    return median(of(read).map((value, round) => value / (base[round] ?? Number.NaN)));
  };
  return {
    name,
    perSecond: median(of(({ answered, seconds }) => answered / seconds)),
    cpu: median(of(({ cpu }) => cpu)),
    cpuRatio: ratio(({ cpu }) => cpu),
    p50: median(of(({ p50 }) => p50)),
    p99: median(of(({ p99 }) => p99)),
    p99Ratio: ratio(({ p99 }) => p99),
    longestTurn: Math.max(...of(({ turn }) => turn)),
    memory: residentMemory(pid),
  };
}
