/** Adds to the counts of shares by UTC day. */
import type { ShareCounts } from '../../sums/share-counts.ts';
import { shareDays } from '../schema/sums.ts';
import type { Statement } from '../sql/engine.ts';
import { type RowTarget, rowTarget } from '../sql/row-inserts.ts';

const COUNTED = ['clicks', 'own_clicks', 'previews'];

const SHARE_DAYS: RowTarget = {
  ...rowTarget(shareDays),
  onConflict: `(link_id, share_id, day) DO UPDATE SET ${COUNTED.map(
    (column) => `${column} = share_days.${column} + excluded.${column}`,
  ).join(', ')}`,
};

/** Adds the counts. Like all additions it must be committed together with the progress that it is due to. */
export const addShareCounts = (counts: readonly ShareCounts[]): Statement[] =>
  counts.length === 0
    ? []
    : [
        {
          into: SHARE_DAYS,
          rows: counts.map(({ linkRowId, shareRowId, day, clicks, ownClicks, previews }) => {
            return [linkRowId, shareRowId, day, clicks, ownClicks, previews];
          }),
        },
      ];
