import { median } from '../report/figures.ts';
import type { LoadResult } from './load.ts';

/** One run of one server: CPU in microseconds per request, times in milliseconds, memory in megabytes. */
export interface Run extends LoadResult {
  /** The CPU time of all threads and child processes. */
  cpu: number;
  /** The CPU time of the main thread. */
  main: number;
  turn: number;
  memory: number;
  /** Why the run does not count, or null. */
  error: string | null;
}

/** The runs of a round by the name of the contender. */
export type Round = Map<string, Run>;

type Measure = 'cpu' | 'p50' | 'p99';

/** Medians of the rounds; ratios are medians of each round's ratio to `BASE`. */
export interface ServerFigures extends Record<`${Measure}Ratio`, number> {
  name: string;
  perSecond: number;
  cpu: number;
  /** The main thread's share of `cpu`, and that of all other threads and child processes. */
  main: number;
  others: number;
  p50: number;
  p99: number;
  /** The longest of all rounds. */
  longestTurn: number;
  memory: number;
}

/** A round in which any server failed is void. */
export const isValid = (round: Round): boolean => [...round.values()].every(({ error }) => error === null);

/** The figures of each contender, in the given order. */
export function summary(rounds: Round[], contenders: { name: string }[]) {
  const valid = rounds.filter(isValid);
  return {
    rounds: valid.length,
    void: rounds.flatMap((round, place) => errorsOf(round, place + 1)),
    servers: contenders.map(({ name }) => figures(name, valid)),
  };
}

/** The server that every ratio refers to. */
export const BASE = 'bare node:http';

/** The median of the ratios between two servers in the valid rounds; NaN if one of them is missing. */
export function ratio(rounds: Round[], measure: Measure, name: string, base = BASE): number {
  const ofRound = (round: Round) =>
    (round.get(name)?.[measure] ?? Number.NaN) / (round.get(base)?.[measure] ?? Number.NaN);
  return median(rounds.filter(isValid).map(ofRound));
}

function errorsOf(round: Round, number: number): string[] {
  return [...round].flatMap(([name, { error }]) => (error ? [`round ${number}, ${name}: ${error}`] : []));
}

function figures(name: string, rounds: Round[]): ServerFigures {
  const of = (read: (run: Run) => number) =>
    rounds.map((round) => {
      const run = round.get(name);
      return run ? read(run) : Number.NaN;
    });
  return {
    name,
    perSecond: median(of(({ answered, seconds }) => answered / seconds)),
    cpu: median(of(({ cpu }) => cpu)),
    cpuRatio: ratio(rounds, 'cpu', name),
    main: median(of(({ main }) => main)),
    others: median(of(({ cpu, main }) => cpu - main)),
    p50: median(of(({ p50 }) => p50)),
    p50Ratio: ratio(rounds, 'p50', name),
    p99: median(of(({ p99 }) => p99)),
    p99Ratio: ratio(rounds, 'p99', name),
    longestTurn: Math.max(...of(({ turn }) => turn)),
    memory: Math.max(...of(({ memory }) => memory)),
  };
}
