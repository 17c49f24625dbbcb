import type { Log } from '../../ports.ts';

/** Goes on with `work` after the answer has left; a failure is logged with `complaint`. */
export type Later = (work: Promise<unknown>, complaint: string) => void;

/** `waitUntil` is the platform's word that it lets the work end; it belongs to the request that is running. */
export function createLater(waitUntil: (work: Promise<unknown>) => void, log: Log): Later {
  return (work, complaint) => waitUntil(work.catch((err) => log.error({ err }, complaint)));
}
