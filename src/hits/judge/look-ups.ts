/**
 * Look-ups: clicks by programs that find the address of a link for their user. They count, unless somebody from the
 * same network opens the link shortly after, which then is the click.
 */
import { LOOK_UP, LOOK_UP_MS } from '../classify/signs.ts';
import type { NetworkClick } from './networks.ts';
import type { Verdict } from './verdict.ts';

/** By network and link: the last look-up, until it is followed or too old. Oldest first. */
export type LookUps = Map<string, NetworkClick>;

/** The verdict on a look-up that was followed by a click. */
export const FOLLOWED: Verdict = { kind: 'bot', reason: LOOK_UP, isUnique: false };

/** Look-ups as they would be with the new clicks. */
export interface LookUpTrial {
  /** Notes a click of the network; returns the look-up that it follows. A repeat follows none. */
  next(network: string, click: NetworkClick): NetworkClick | undefined;
  keep(): void;
}

export function tryLookUps(lookUps: LookUps): LookUpTrial {
  const latest: LookUps = new Map();
  return {
    next(network, click) {
      // Nearly always there are none, and nothing has to be looked for.
      if (lookUps.size + latest.size === 0 && !isLookUp(click)) return undefined;
      if (click.verdict.kind !== 'click') return undefined;
      const key = `${network} ${click.linkRowId}`;
      const before = latest.get(key) ?? lookUps.get(key);
      latest.set(key, click);
      return before && isFollowed(before, click.at) ? before : undefined;
    },
    keep() {
      for (const [key, click] of latest) {
        lookUps.delete(key);
        if (!isLookUp(click)) continue;
        forgetOlder(lookUps, click.at);
        lookUps.set(key, click);
      }
    },
  };
}

export function isLookUp({ verdict }: NetworkClick): boolean {
  return verdict.kind === 'click' && verdict.reason === LOOK_UP;
}

/** Whether this is a look-up that an opening of its link at this time follows. */
export function isFollowed(click: NetworkClick, openedAt: number): boolean {
  return isLookUp(click) && openedAt >= click.at && openedAt - click.at <= LOOK_UP_MS;
}

function forgetOlder(lookUps: LookUps, at: number): void {
  for (const [oldest, click] of lookUps) {
    if (Math.abs(at - click.at) <= LOOK_UP_MS) break;
    lookUps.delete(oldest);
  }
}
