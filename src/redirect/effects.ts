import type { Kind, NewHit, TurnedAwayReason } from '../hits/hit.ts';
import { isSharer, NOWHERE, type Place } from '../hits/place.ts';
import { networkParts, type Visitor, visitorParts } from '../hits/visitor.ts';
import type { Deps } from '../ports.ts';
import type { RefusalStore, Store } from '../store-ports.ts';
import { dayOf } from '../time.ts';

/** What the redirect does beside answering. None of it can fail the answer: losses are logged. */
export interface Effects {
  /** Resolves once the hit is safe, or lost and logged; the hit log counts what it loses. */
  keep(hit: NewHit): Promise<void>;
  /** False when the link has none left; true also where the store cannot tell, since arriving comes first. */
  takeClick(linkRowId: number): Promise<boolean>;
  turnAway(linkRowId: number, at: number, reason: TurnedAwayReason): Promise<void>;
  /** Counts a slug that nobody minted. */
  noteMiss(domain: string, slug: string, at: number): Promise<void>;
  /** The platform's word, else by the address. */
  placeOf(client: Located, verdict: Fetched): Place;
  /** Null: this click is anonymous. */
  visitorHash(visitor: Visitor, domain: string, at: number): string | null;
  /** Null where there is no visitor hash either. */
  networkHash(visitor: Visitor, at: number): string | null;
}

/** Who asks, as far as it tells where. */
type Located = { address: string | null; place: Place | null };
type Fetched = { kind: Kind; app: string };

type Needed = Pick<Deps, 'hitLog' | 'rollUp' | 'visitorHash' | 'geo' | 'log'> & {
  store: Pick<Store, 'clickLimits'> & {
    refusals: Pick<RefusalStore, 'countRefusal' | 'countUnknownSlug'>;
  };
};

/** Every effect guarded on its own. */
export function createEffects(deps: Needed): Effects {
  const complain = (err: unknown, linkRowId: number, message: string) =>
    deps.log.error({ err, linkRowId }, message);

  const hash = (parts: string[] | null, at: number) => {
    try {
      return parts && deps.visitorHash(parts, at);
    } catch (err) {
      deps.log.error({ err }, 'A click became anonymous: its visitor could not be hashed');
      return null;
    }
  };

  return {
    async keep(hit) {
      try {
        await deps.hitLog.append(hit);
      } catch (err) {
        complain(err, hit.linkRowId, 'A hit could not be kept');
        return;
      }
      deps.rollUp.request();
    },
    async takeClick(linkRowId) {
      try {
        return await deps.store.clickLimits.takeClick(linkRowId);
      } catch (err) {
        complain(err, linkRowId, 'A limited link was opened without taking one of its clicks');
        return true;
      }
    },
    async turnAway(linkRowId, at, reason) {
      try {
        await deps.store.refusals.countRefusal(linkRowId, dayOf(at), reason);
      } catch (err) {
        complain(err, linkRowId, 'A visitor who was turned away could not be counted');
      }
    },
    async noteMiss(domain, slug, at) {
      try {
        await deps.store.refusals.countUnknownSlug(domain, slug, dayOf(at));
      } catch (err) {
        deps.log.error({ err }, 'An unknown slug could not be counted');
      }
    },
    placeOf({ address, place }, verdict) {
      try {
        return isSharer(verdict) ? NOWHERE : (place ?? deps.geo(address));
      } catch (err) {
        deps.log.error({ err }, 'A hit has no country: it could not be looked up');
        return NOWHERE;
      }
    },
    visitorHash: (visitor, domain, at) => hash(visitorParts(visitor, domain), at),
    networkHash: (visitor, at) => hash(networkParts(visitor), at),
  };
}
