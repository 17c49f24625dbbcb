import type { OnEnd, ServerProcess, SpawnOptions } from '../support/server/spawn-server.ts';

/** Where a fault happens. Everything it starts or makes is gone in the end. */
export interface Stage {
  /** A new empty folder. */
  folder(): string;
  start(options: SpawnOptions): Promise<ServerProcess>;
  onEnd: OnEnd;
  /** So many rounds more are over, one if nothing is said. */
  step(rounds?: number): void;
}

/** What came of a fault; `answered` redirects against `stored` hits. */
export interface Finding {
  /** What was done, in a few words and with the figures of this run. */
  did: string;
  answered: number;
  stored: number;
  /** Answered and not stored. */
  lost: number;
  /** Stored more than once. */
  twice: number;
  /** Milliseconds until the slowest answer. */
  slowest: number;
  /** What should not have happened; nothing when all is well. */
  wrong: string[];
}

export interface Fault {
  name: string;
  /** What has to hold, as a sentence. */
  holds: string;
  /** How much of it `npm run faults` does. */
  rounds: number;
  /** What `rounds` counts, if not rounds. */
  unit?: string;
  /** How much the tests do. */
  few: number;
  run(stage: Stage, rounds: number): Promise<Finding>;
}

export const NOTHING: Omit<Finding, 'did'> = {
  answered: 0,
  stored: 0,
  lost: 0,
  twice: 0,
  slowest: Number.NaN,
  wrong: [],
};

/** Compares the marks of answered redirects with what the log holds, by mark. */
export function compare(answered: string[], stored: Map<string, number>) {
  const times = [...stored.values()];
  return {
    answered: answered.length,
    stored: times.reduce((sum, each) => sum + each, 0),
    lost: answered.filter((mark) => !stored.has(mark)).length,
    twice: times.filter((each) => each > 1).length,
  };
}

/** What a load complains of: hits that are not there or there twice, and answers it did not get. */
export const losses = ({ lost, twice }: { lost: number; twice: number }, failures: string[] = []) => ({
  'answered redirects are not stored': lost > 0,
  'hits are stored twice': twice > 0,
  [`requests failed: ${failures.join(', ')}`]: failures.length > 0,
});

/** The complaints whose condition holds. */
export function complaints(conditions: Record<string, boolean>): string[] {
  return Object.keys(conditions).filter((text) => conditions[text]);
}
