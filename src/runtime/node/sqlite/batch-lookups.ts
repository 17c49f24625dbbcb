/** Combines the lookups that several requests make in one event-loop turn. */

type Lookup<Row> = (keys: string[]) => Promise<Row[]>;

interface Call<Row> {
  keys: string[];
  resolve(rows: Row[]): void;
  reject(reason: unknown): void;
}

/** Runs `lookup` once for all calls of a turn. Each call gets the rows of its own keys; no two rows have the same key. */
export function batchLookups<Row>(lookup: Lookup<Row>, keyOf: (row: Row) => string): Lookup<Row> {
  let waiting: Call<Row>[] = [];

  const runBatch = async () => {
    const calls = waiting;
    waiting = [];
    try {
      const rows = await lookup([...new Set(calls.flatMap(({ keys }) => keys))]);
      const byKey = new Map(rows.map((row) => [keyOf(row), row]));
      for (const { keys, resolve } of calls) resolve(keys.flatMap((key) => byKey.get(key) ?? []));
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };

  return (keys) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(runBatch);
      waiting.push({ keys: [...new Set(keys)], resolve, reject });
    });
}
