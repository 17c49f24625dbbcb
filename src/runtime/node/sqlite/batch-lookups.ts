/** Look-ups of several requests at the price of one per event-loop turn. */

type Ask<Row> = (keys: string[]) => Promise<Row[]>;

interface Call<Row> {
  keys: string[];
  resolve(rows: Row[]): void;
  reject(why: unknown): void;
}

/** `ask` for the calls of one turn together: each gets the rows it asked for, of which no two have one key. */
export function createAskTogether<Row>(ask: Ask<Row>, keyOf: (row: Row) => string): Ask<Row> {
  let waiting: Call<Row>[] = [];

  const turn = async () => {
    const calls = waiting;
    waiting = [];
    try {
      const rows = await ask([...new Set(calls.flatMap(({ keys }) => keys))]);
      const byKey = new Map(rows.map((row) => [keyOf(row), row]));
      for (const { keys, resolve } of calls) resolve(keys.flatMap((key) => byKey.get(key) ?? []));
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };

  return (keys) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(turn);
      waiting.push({ keys: [...new Set(keys)], resolve, reject });
    });
}
