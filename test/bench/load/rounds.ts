import { median } from '../report/figures.ts';
import type { Hail } from './load.ts';

/** One server under load: microseconds of CPU per request, milliseconds, megabytes. */
export interface Run extends Hail {
  /** Of all threads and child processes. */
  cpu: number;
  /** Of the first thread. */
  main: number;
  turn: number;
  memory: number;
  /** Why it does not count. */
  mistake: string | null;
}

/** By the contender's name. */
export type Round = Map<string, Run>;

type Measure = 'cpu' | 'p50' | 'p99';

/** Medians of the rounds; ratios are medians of each round's ratio to `BASE`. */
export interface ServerFigures extends Record<`${Measure}Ratio`, number> {
  name: string;
  perSecond: number;
  cpu: number;
  /** Of it the first thread, and all others with child processes. */
  main: number;
  others: number;
  p50: number;
  p99: number;
  /** Of all rounds. */
  longestTurn: number;
  memory: number;
}

/** A round in which any server failed is void. */
export const isValid = (round: Round): boolean =>
  [...round.values()].every(({ mistake }) => mistake === null);

/** Figures of each contender, in the order given. */
export function summary(rounds: Round[], contenders: { name: string }[]) {
  const valid = rounds.filter(isValid);
  return {
    rounds: valid.length,
    void: rounds.flatMap((round, place) => mistakes(round, place + 1)),
    servers: contenders.map(({ name }) => figures(name, valid)),
  };
}

/** What every ratio is to. */
export const BASE = 'bare node:http';

/** The median of each valid round's ratio between two servers; NaN where one of them did not take part. */
export function ratio(rounds: Round[], measure: Measure, name: string, base = BASE): number {
  const ofRound = (round: Round) =>
    (round.get(name)?.[measure] ?? Number.NaN) / (round.get(base)?.[measure] ?? Number.NaN);
  return median(rounds.filter(isValid).map(ofRound));
}

function mistakes(round: Round, number: number): string[] {
  return [...round].flatMap(([name, { mistake }]) =>
    mistake ? [`round ${number}, ${name}: ${mistake}`] : [],
  );
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
