/** Answers how far the shares of a content have reached. */
import { AppError, type FieldError } from '../errors.ts';
import { showContent } from '../links/contents/show-content.ts';
import type { Deps } from '../ports.ts';
import { readPeriod, readTimeZone } from '../stats/question.ts';
import { isoTimeOrNull } from '../time.ts';
import type { CountedShare } from './counted-share.ts';
import { type Reach, reachOf } from './reach.ts';

/** The period in which shares were pressed, as in questions about statistics. */
export interface ReachQuestion {
  from: string | null;
  to: string | null;
  timezone: string;
}

/** More shares with a code are not read: the newest of the period are. */
export const MOST_SHARES = 10_000;

export interface ReachAnswer extends Reach {
  contentId: string;
  shareCodes: boolean;
  from: string | null;
  to: string | null;
  timezone: string;
  meta: { asOf: string | null; complete: boolean };
  /** The shares with a code that were counted, newest first. */
  shareRows: CountedShare[];
}

/** Throws `not_found` for an unknown content, and `validation` that names every wrong parameter. */
export async function readReach(
  deps: Pick<Deps, 'store'>,
  id: string,
  question: ReachQuestion,
): Promise<ReachAnswer> {
  const wrong: FieldError[] = [];
  const timezone = readTimeZone(question.timezone, wrong);
  const { from, to } = readPeriod(question, timezone, wrong);
  if (wrong.length > 0) throw new AppError('validation', 'Some parameters are invalid.', wrong);
  const { id: contentId, rowId: contentRowId, shareCodes } = await showContent(deps, id);
  const plan = { contentRowId, from, to, most: MOST_SHARES + 1 };
  const { channels, shares, asOf } = await deps.store.reach.read(plan);
  const shareRows = shares.slice(0, MOST_SHARES);
  return {
    contentId,
    shareCodes,
    from: isoTimeOrNull(from),
    to: isoTimeOrNull(to),
    timezone,
    ...reachOf(shareRows, channels),
    meta: { asOf: isoTimeOrNull(asOf), complete: shares.length <= MOST_SHARES },
    shareRows,
  };
}
