/** Replaces a writer that does not answer. */
import type { Deliveries } from '../../../store/hit-log/queue-deliveries.ts';

/** Longer than D1 takes for any batch. Milliseconds. */
const TIMEOUT_MS = 15_000;

/**
 * A writer stores one batch after the other. If the platform ends a request while its batch is written, the batches
 * behind it would wait forever: after a timeout they go to a new writer, which `open` makes. It reads what is stored, so
 * a batch that arrived after all counts once.
 */
export function renewWriter(open: () => Deliveries, timeoutMs = TIMEOUT_MS): Deliveries {
  let current = open();
  return {
    async take(...batch) {
      const writer = current;
      const taken = writer.take(...batch);
      if (await endsWithin(taken, timeoutMs)) return taken;
      if (current === writer) current = open();
      return current.take(...batch);
    },
    countDeadLetters: () => current.countDeadLetters(),
    deleteDeadLetters: (before) => current.deleteDeadLetters(before),
  };
}

/** Whether the work succeeds or fails in time. */
async function endsWithin(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const ended = work.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([ended, late]);
  clearTimeout(timer);
  return inTime;
}
