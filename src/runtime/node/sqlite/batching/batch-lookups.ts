/** Combines the lookups that several requests make in one event-loop turn. */
import { nextTurn } from '../../../../next-turn.ts';

interface Call<Lookup, Answer> {
  lookups: Lookup[];
  resolve(answer: Answer): void;
  reject(reason: unknown): void;
}

/** Runs `load` once for all calls of a turn. Each call gets the answer for all of them. */
export function batchLookups<Lookup, Answer>(
  load: (lookups: Lookup[]) => Promise<Answer>,
): (lookups: Lookup[]) => Promise<Answer> {
  let waiting: Call<Lookup, Answer>[] = [];

  const runBatch = async () => {
    const calls = waiting;
    waiting = [];
    try {
      const answer = await load(calls.flatMap(({ lookups }) => lookups));
      for (const { resolve } of calls) resolve(answer);
    } catch (error) {
      for (const { reject } of calls) reject(error);
    }
  };

  return (lookups) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) void nextTurn().then(runBatch);
      waiting.push({ lookups, resolve, reject });
    });
}
