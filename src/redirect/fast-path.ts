/** Answers redirects that need no look-up without going through the app. The app answers the same, but slower. */
import { countRedirect } from '../counters.ts';
import type { Deps } from '../ports.ts';
import { FAILED, type Reply } from '../visitor-pages/http-reply.ts';
import type { Redirect } from './handler.ts';
import type { ConnInfo } from './request-facts.ts';
import type { RequestParts } from './request-parts.ts';

/** The answer, which never rejects; undefined if the app has to answer. */
export type FastPath = (parts: RequestParts, conn: ConnInfo) => Promise<Reply> | undefined;

export interface FastPathDeps extends Pick<Deps, 'counters' | 'log'> {
  redirect: Pick<Redirect, 'remembered'>;
}

export function createFastPath({ redirect, counters, log }: FastPathDeps): FastPath {
  const counted = (reply: Reply) => {
    countRedirect(counters, reply.status);
    return reply;
  };
  const failed = (err: unknown) => {
    log.error({ err }, 'A request failed');
    return FAILED;
  };
  return (parts, conn) => {
    try {
      return redirect.remembered(parts, conn)?.then(counted, failed);
    } catch {
      return undefined; // the app fails in the same place, and answers 500
    }
  };
}
