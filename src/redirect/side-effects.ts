import type { NewHit, RefusalReason } from '../hits/hit.ts';
import { networkParts, type Visitor, visitorParts } from '../hits/visitor.ts';
import type { Deps } from '../ports.ts';
import type { CountingStore, Store } from '../store-ports/store.ts';
import { dayOf } from '../time.ts';

/** What the redirect does besides answering. A failure is logged and never fails the answer. */
export interface Effects {
  /** Resolves once the hit is stored, or lost and logged. The hit log counts lost hits. */
  record(hit: NewHit): Promise<void>;
  /** False if the link has none left. With `keepLast` the last one is not taken. True if the store fails, since the visitor should arrive. */
  takeClick(linkRowId: number, keepLast: boolean): Promise<boolean>;
  countRefusal(linkRowId: number, at: number, reason: RefusalReason): Promise<void>;
  /** Counts a request for a slug that does not exist; `mayList` as in `UnknownSlug`. */
  countUnknownSlug(domain: string, slug: string, when: { at: number; mayList: boolean }): Promise<void>;
  /** Counts a redirect to a host of the operator's list, which only reports. */
  countListed(): void;
  /** Null makes the click anonymous. */
  visitorHash(visitor: Visitor, domain: string, at: number): string | null;
  /** Null whenever there is no visitor hash. */
  networkHash(visitor: Visitor, at: number): string | null;
}

type Needed = Pick<Deps, 'hitLog' | 'rollUp' | 'visitorHash' | 'log' | 'counters'> & {
  store: Pick<Store, 'clickLimits'> & {
    refusals: CountingStore;
  };
};

/** Guards every effect on its own. */
export function createEffects(deps: Needed): Effects {
  const logError = (err: unknown, linkRowId: number, message: string) =>
    deps.log.error({ err, linkRowId }, message);

  const hash = (parts: string[] | null, at: number) => {
    try {
      return parts && deps.visitorHash(parts, at);
    } catch (err) {
      deps.log.error({ err }, 'The visitor of a click could not be hashed, so the click is anonymous');
      return null;
    }
  };

  return {
    async record(hit) {
      try {
        await deps.hitLog.append(hit);
      } catch (err) {
        logError(err, hit.linkRowId, 'A hit could not be stored');
        return;
      }
      deps.rollUp.request();
    },
    async takeClick(linkRowId, keepLast) {
      try {
        return await deps.store.clickLimits.takeClick(linkRowId, keepLast);
      } catch (err) {
        logError(
          err,
          linkRowId,
          'A click could not be taken from a limited link, which was opened nevertheless',
        );
        return true;
      }
    },
    async countRefusal(linkRowId, at, reason) {
      try {
        await deps.store.refusals.countRefusal({ linkRowId, day: dayOf(at), reason });
      } catch (err) {
        logError(err, linkRowId, 'A refusal could not be counted');
      }
    },
    async countUnknownSlug(domain, slug, { at, mayList }) {
      try {
        await deps.store.refusals.countUnknownSlug({ domain, slug, day: dayOf(at), mayList });
      } catch (err) {
        deps.log.error({ err }, 'An unknown slug could not be counted');
      }
    },
    countListed() {
      deps.counters.listedRedirects += 1;
    },
    visitorHash: (visitor, domain, at) => hash(visitorParts(visitor, domain), at),
    networkHash: (visitor, at) => hash(networkParts(visitor), at),
  };
}
