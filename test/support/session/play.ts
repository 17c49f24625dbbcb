/** Plays the session to a runtime, as one client that waits for each answer. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type Client, createClient } from './client.ts';
import { createBlanks } from './exceptions.ts';
import { createKept } from './refer.ts';
import { ADMIN_KEY, API, type Step } from './step.ts';

const LOOK_AGAIN_MS = 250;
const PATIENCE_MS = 60_000;
const MINUTE = 60_000;

export interface Player {
  /** Sends one step and gives what must be the same everywhere. */
  play(step: Step, place: number): Promise<Answer>;
  close(): void;
}

/** Plays to the server at this origin. `hurry` does at once what the runtime does by and by. */
export function createPlayer(origin: string, hurry = async (_: Client) => {}): Player {
  const client = createClient(origin);
  const kept = createKept();
  // Some times are told to the minute.
  const blank = createBlanks(Math.floor(Date.now() / MINUTE) * MINUTE);
  let newestHitAt = 0;

  return {
    async play(step, place) {
      if (step.isRead) await untilCounted(client, newestHitAt);
      const resolved = kept.resolve(step);
      const headers = { Host: 'go.test', ...cameFrom(place), ...resolved.headers };
      const sent = { method: step.method, path: resolved.path, headers, body: resolved.body };
      if (step.isHit) newestHitAt = Date.now();
      const isAwaited = ({ status, body }: Answer) =>
        status === step.status && step.until?.test(body) !== false;
      if (step.until !== undefined) await hurry(client);
      const answer =
        step.until === undefined
          ? await client.send(sent)
          : await patiently(() => client.send(sent), isAwaited);
      if (step.as !== undefined) kept.keep(step.as, answer);
      return blank(answer, step);
    },
    close: client.close,
  };
}

/**
 * Every request comes from an address of its own, in a country that both runtimes know: one is told by a trusted proxy,
 * the other by its platform. So no two clicks meet in one second or one minute.
 */
function cameFrom(place: number): Record<string, string> {
  const address = `9.${place >> 8}.${place & 255}.7`;
  return { 'X-Forwarded-For': address, 'CF-Connecting-IP': address };
}

/** Asks until the counts include what came at this time. */
async function untilCounted(client: Client, at: number): Promise<void> {
  const headers = { Host: 'go.test', Authorization: `Bearer ${ADMIN_KEY}` };
  await patiently(
    () => client.send({ method: 'GET', path: `${API}/stats`, headers }),
    ({ body }) => Date.parse(JSON.parse(body).meta.asOf ?? 0) >= at,
  );
}

/** Asks again until the answer is the awaited one, or patience ends; the last answer either way. */
async function patiently(
  ask: () => Promise<Answer>,
  isAwaited: (answer: Answer) => boolean,
): Promise<Answer> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isAwaited(answer) || Date.now() > until) return answer;
    await wait(LOOK_AGAIN_MS);
  }
}
