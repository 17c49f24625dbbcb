/** Plays the session to a server, as one client that waits for each answer. */
import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, type Client, createClient } from './client.ts';
import { createBlanks } from './exceptions.ts';
import { createReferences } from './references.ts';
import { ADMIN_KEY, API, type Step } from './step.ts';

const RETRY_MS = 250;
const TIMEOUT_MS = 60_000;
const MINUTE = 60_000;

export interface Player {
  /** Sends one step and returns the part of the answer that must be the same on every runtime. */
  play(step: Step, place: number): Promise<Answer>;
  close(): void;
}

/** Plays to the server at this origin. `hurry` runs its scheduled jobs at once. */
export function createPlayer(origin: string, hurry = async (_: Client) => {}): Player {
  const client = createClient(origin);
  const references = createReferences();
  // Some times are shown to the minute.
  const blank = createBlanks(Math.floor(Date.now() / MINUTE) * MINUTE);
  let newestHitAt = 0;

  return {
    async play(step, place) {
      if (step.isRead) await untilCounted(client, newestHitAt);
      const resolved = references.resolve(step);
      const headers = { Host: 'go.test', ...clientHeaders(place), ...resolved.headers };
      const sent = { method: step.method, path: resolved.path, headers, body: resolved.body };
      if (step.isHit) newestHitAt = Date.now();
      const isAwaited = ({ status, body }: Answer) =>
        status === step.status && step.until?.test(body) !== false;
      if (step.until !== undefined) await hurry(client);
      const answer =
        step.until === undefined
          ? await client.send(sent)
          : await retryUntil(() => client.send(sent), isAwaited);
      if (step.as !== undefined) references.save(step.as, answer);
      return blank(answer, step);
    },
    close: client.close,
  };
}

/**
 * Gives every request a new address, in a country that both runtimes know: Node reads it from a trusted proxy, the edge
 * from the platform. Thus no two clicks are a repeat or share a rate limit.
 */
function clientHeaders(place: number): Record<string, string> {
  const address = `9.${place >> 8}.${place & 255}.7`;
  return { 'X-Forwarded-For': address, 'CF-Connecting-IP': address };
}

/** Waits until the counts include every hit up to this time. */
async function untilCounted(client: Client, at: number): Promise<void> {
  const headers = { Host: 'go.test', Authorization: `Bearer ${ADMIN_KEY}` };
  await retryUntil(
    () => client.send({ method: 'GET', path: `${API}/stats`, headers }),
    ({ body }) => Date.parse(JSON.parse(body).meta.asOf ?? 0) >= at,
  );
}

/** Repeats a request until the answer is the awaited one or the time is up; returns the last answer. */
async function retryUntil(
  ask: () => Promise<Answer>,
  isAwaited: (answer: Answer) => boolean,
): Promise<Answer> {
  const until = Date.now() + TIMEOUT_MS;
  for (;;) {
    const answer = await ask();
    if (isAwaited(answer) || Date.now() > until) return answer;
    await wait(RETRY_MS);
  }
}
