/** The short way to the redirect, for what needs no look-up: past the app, which answers the same in more time. */
import { countRedirect } from '../counters.ts';
import type { Deps } from '../ports.ts';
import { FAILED, type Reply } from '../visitor-pages/reply.ts';
import type { Peer } from './facts.ts';
import type { Redirect } from './handler.ts';
import type { Asked } from './request-parts.ts';

/** The answer, which never rejects; undefined where the app has to give it. */
export type Shortcut = (asked: Asked, peer: Peer) => Promise<Reply> | undefined;

export interface ShortcutParts extends Pick<Deps, 'counters' | 'log'> {
  redirect: Pick<Redirect, 'remembered'>;
}

export function createShortcut({ redirect, counters, log }: ShortcutParts): Shortcut {
  const counted = (reply: Reply) => {
    countRedirect(counters, reply.status);
    return reply;
  };
  const failed = (err: unknown) => {
    log.error({ err }, 'A request failed');
    return FAILED;
  };
  return (asked, peer) => {
    try {
      return redirect.remembered(asked, peer)?.then(counted, failed);
    } catch {
      return undefined; // it goes the long way, and fails there with an answer
    }
  };
}
