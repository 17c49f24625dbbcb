import type { OnEnd, ServerProcess, SpawnOptions } from '../support/server/spawn-server.ts';

/** Folders and servers for one fault. Everything is removed at the end. */
export interface FaultContext {
  /** Creates an empty folder. */
  folder(): string;
  start(options: SpawnOptions): Promise<ServerProcess>;
  onEnd: OnEnd;
  /** Reports finished rounds; one by default. */
  step(rounds?: number): void;
}

/** The result of a fault; every `answered` redirect should be a `stored` hit. */
export interface FaultResult {
  /** What was done, with the figures of this run. */
  description: string;
  answered: number;
  stored: number;
  /** Redirects that were answered but not stored. */
  lost: number;
  /** Hits that are stored more than once. */
  twice: number;
  /** Time of the slowest answer in milliseconds. */
  slowest: number;
  /** The failed checks; empty if the guarantee held. */
  problems: string[];
}

export interface Fault {
  name: string;
  /** What must hold, as a sentence. */
  guarantee: string;
  /** The number of rounds that `npm run faults` runs. */
  rounds: number;
  /** The unit of `rounds`, if it does not count rounds. */
  unit?: string;
  /** The number of rounds that the tests and `--quick` run. */
  quickRounds: number;
  run(context: FaultContext, rounds: number): Promise<FaultResult>;
}

export const NO_LOAD: Omit<FaultResult, 'description'> = {
  answered: 0,
  stored: 0,
  lost: 0,
  twice: 0,
  slowest: Number.NaN,
  problems: [],
};

/** Compares the marks of answered redirects with the marks in the hit log. */
export function compare(answered: string[], stored: Map<string, number>) {
  const times = [...stored.values()];
  return {
    answered: answered.length,
    stored: times.reduce((sum, each) => sum + each, 0),
    lost: answered.filter((mark) => !stored.has(mark)).length,
    twice: times.filter((each) => each > 1).length,
  };
}

/** Checks that a load has lost no hit, stored none twice and had no failed request. */
export const lossChecks = ({ lost, twice }: { lost: number; twice: number }, failures: string[] = []) => ({
  'answered redirects are not stored': lost > 0,
  'hits are stored twice': twice > 0,
  [`requests failed: ${failures.join(', ')}`]: failures.length > 0,
});

/** Returns the problems whose condition is true. */
export function failedChecks(conditions: Record<string, boolean>): string[] {
  return Object.keys(conditions).filter((text) => conditions[text]);
}
