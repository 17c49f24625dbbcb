import type { Engine } from '../../../src/store/sql/engine.ts';

export interface Counts {
  roundTrips: number;
  statements: number;
}

/** Sends a query of Drizzle's builders. */
const SENDS = new Set<PropertyKey>(['all', 'get', 'run', 'then']);

/** The same engine; `take` answers how often it was asked since the last time. */
export function countingEngine({ db, atomic, read }: Engine): { engine: Engine; take(): Counts } {
  let counts: Counts = { roundTrips: 0, statements: 0 };
  const note = (statements: number) => {
    counts.roundTrips += 1;
    counts.statements += statements;
  };
  /** Builders are objects whose methods return builders, until one of them sends the query. */
  const counted = <T extends object>(builder: T): T =>
    new Proxy(builder, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function' || name === 'getSQL') return value;
        return (...given: unknown[]) => {
          if (SENDS.has(name)) note(1);
          const answer: unknown = Reflect.apply(value, target, given);
          return SENDS.has(name) || typeof answer !== 'object' || answer === null ? answer : counted(answer);
        };
      },
    });
  return {
    engine: {
      db: counted(db),
      atomic(statements, values) {
        note(statements.length);
        return atomic(statements, values);
      },
      read(queries, values) {
        note(queries.length);
        return read(queries, values);
      },
    },
    take() {
      const taken = counts;
      counts = { roundTrips: 0, statements: 0 };
      return taken;
    },
  };
}
