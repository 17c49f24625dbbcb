/**
 * Look-ups: clicks by programs that find the address of a link for their user. They count, unless somebody from the
 * same network opens the link shortly after, which then is the click.
 */
import { LOOK_UP_MS, LOOK_UP_REASON } from '../classify/automation-signs.ts';
import type { NetworkClick } from './client-networks.ts';
import type { Verdict } from './verdict.ts';

/** By network and link: the last look-up, until it is followed or too old. Oldest first. */
export type OfficeLookUps = Map<string, NetworkClick>;

/** The verdict on a look-up that was followed by a click. */
export const FOLLOWED_LOOK_UP: Verdict = { kind: 'bot', reason: LOOK_UP_REASON, isUnique: false };

/** Look-ups as they would be with the new clicks. */
export interface LookUpTrial {
  /** Notes a click of the network; returns the look-up that it follows. A repeat follows none. */
  next(network: string, click: NetworkClick): NetworkClick | undefined;
  keep(): void;
}

export function tryLookUps(lookUps: OfficeLookUps): LookUpTrial {
  const latest: OfficeLookUps = new Map();
  return {
    next(network, click) {
      // Nearly always there are none, and nothing has to be looked for.
      if (lookUps.size + latest.size === 0 && !isOfficeLookUp(click)) return undefined;
      if (click.verdict.kind !== 'click') return undefined;
      const key = `${network} ${click.linkRowId}`;
      const before = latest.get(key) ?? lookUps.get(key);
      latest.set(key, click);
      return before && isFollowedLookUp(before, click.at) ? before : undefined;
    },
    keep() {
      for (const [key, click] of latest) {
        lookUps.delete(key);
        if (!isOfficeLookUp(click)) continue;
        forgetOlder(lookUps, click.at);
        lookUps.set(key, click);
      }
    },
  };
}

export function isOfficeLookUp({ verdict }: NetworkClick): boolean {
  return verdict.kind === 'click' && verdict.reason === LOOK_UP_REASON;
}

/** Whether this is a look-up that an opening of its link at this time follows. */
export function isFollowedLookUp(click: NetworkClick, openedAt: number): boolean {
  return isOfficeLookUp(click) && openedAt >= click.at && openedAt - click.at <= LOOK_UP_MS;
}

function forgetOlder(lookUps: OfficeLookUps, at: number): void {
  for (const [oldest, click] of lookUps) {
    if (Math.abs(at - click.at) <= LOOK_UP_MS) break;
    lookUps.delete(oldest);
  }
}
