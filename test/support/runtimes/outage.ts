/** Services of the platform that a test can take away. */
import { override } from '../override.ts';

export type Failure = 'fails' | 'hangs';

export interface Outage {
  begin(how: Failure): void;
  /** Whatever hangs fails now. */
  end(): void;
  /** How often the service was called. */
  calls(): number;
}

/** Calls of a service as `answer(work)`, which fails or hangs during the outage. */
function createOutage() {
  let now: Failure | null = null;
  let calls = 0;
  const hanging = new Set<() => void>();
  const lost = () => new Error('Network connection lost.');
  const answer = async <T>(work: () => Promise<T>): Promise<T> => {
    calls++;
    if (now === 'fails') throw lost();
    if (now === null) return work();
    return new Promise<T>((_, reject) => hanging.add(() => reject(lost())));
  };
  const outage: Outage = {
    begin: (how) => {
      now = how;
    },
    end() {
      now = null;
      for (const fail of hanging) fail();
      hanging.clear();
    },
    calls: () => calls,
  };
  return { answer, outage };
}

/** D1 whose queries can fail or hang. */
export function outageOf(original: D1Database): { database: D1Database; outage: Outage } {
  const { answer, outage } = createOutage();
  const guard = (statement: D1PreparedStatement): D1PreparedStatement =>
    override(statement, {
      bind: (...values) => guard(statement.bind(...values)),
      all: () => answer(() => statement.all()),
      run: () => answer(() => statement.run()),
      raw: ((options) => answer(() => statement.raw(options as never))) as D1PreparedStatement['raw'], // its overloads
    });
  const database = override(original, {
    prepare: (text) => guard(original.prepare(text)),
    batch: (statements) => answer(() => original.batch(statements)),
  });
  return { database, outage };
}

/** KV whose reads and writes can fail or hang. */
export function outageOfKv(original: KVNamespace): { kv: KVNamespace; outage: Outage } {
  const { answer, outage } = createOutage();
  const get = ((key: string) => answer(() => original.get(key))) as KVNamespace['get']; // its overloads
  return { kv: override(original, { get }), outage };
}

/** The cache of a location in memory, which can fail or hang. It keeps what it is given as long as it is asked. */
export function locationInMemory() {
  const { answer, outage } = createOutage();
  const kept = new Map<string, unknown>();
  const cache = {
    get: (key: string) => answer(async () => structuredClone(kept.get(key))),
    put: (key: string, value: unknown) => answer(async () => void kept.set(key, structuredClone(value))),
  };
  return { kept, cache, outage };
}
