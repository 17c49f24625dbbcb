import type { Log } from '../../ports.ts';

/** Lets `work` go on after the answer; a failure is logged with `message`. */
export type DeferWork = (work: Promise<unknown>, message: string) => void;

/** `waitUntil` keeps the platform from ending the work; it belongs to the request that is running. */
export function createDefer(waitUntil: (work: Promise<unknown>) => void, log: Log): DeferWork {
  return (work, message) => waitUntil(work.catch((err) => log.error({ err }, message)));
}
