/** The shares of a content with their counts: the sums by share and day, plus the hits that are not in them yet. */
import { type SQL, sql } from 'drizzle-orm';
import type { Channel } from '../../channels/registry.ts';
import type { CountedShare } from '../../shares/counted-share.ts';
import type { ChannelShares } from '../../shares/reach.ts';
import type { ReachPlan, ReachStore } from '../../store-ports/reach-store.ts';
import { allOf, limitSubquery } from '../sql/conditions.ts';
import type { Reader, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull } from '../sql/values.ts';
import { ROLLED_UP_TO_ID } from '../sums/progress-row.ts';
import { NEWEST_HIT_AT } from './newest-hit.ts';

const inPeriod = ({ from, to }: Pick<ReachPlan, 'from' | 'to'>): SQL[] => [
  ...(from === null ? [] : [sql`s.at >= ${from}`]),
  ...(to === null ? [] : [sql`s.at < ${to}`]),
];

/** The live shares of the content in the period, as `s`, with their links as `l`. */
const livingShares = (plan: ReachPlan): SQL => sql`FROM shares s
  CROSS JOIN links l ON l.id = s.link_id AND l.deleted_at IS NULL AND s.id > l.erased_share_id
  WHERE ${allOf([sql`s.content_id = ${plan.contentRowId}`, ...inPeriod(plan)])}`;

const channelsOf = (plan: ReachPlan): SQL =>
  sql`SELECT l.channel, count(*) AS shares ${livingShares(plan)} GROUP BY l.channel`;

/** The reshares of a share, erased ones excepted. */
const RESHARES = raw(`(SELECT count(*) FROM shares c CROSS JOIN links cl ON cl.id = c.link_id
  AND cl.deleted_at IS NULL AND c.id > cl.erased_share_id WHERE c.parent_id = own.id)`);

const COUNTS = raw('sum(clicks) AS clicks, sum(own_clicks) AS own_clicks, sum(previews) AS previews');

/** The hits of the content's links that came by a code and are not in the sums, or count differently by now. */
const newHits = (contentRowId: number): SQL => {
  const isLive = sql`l.content_id = ${contentRowId} AND l.deleted_at IS NULL AND h.id > l.erased_id
    AND h.share_id IS NOT NULL`;
  return sql`SELECT h.share_id, h.kind = 'click' AS clicks, h.kind = 'click' AND h.reason IS 'own' AS own_clicks,
      h.kind = 'preview' AS previews
    FROM sums_state state CROSS JOIN hits h ON h.id > state.hit_id CROSS JOIN links l ON l.id = h.link_id WHERE ${isLive}
    UNION ALL SELECT h.share_id, (h.kind = 'click') - (c.was_kind = 'click'),
      ((h.kind = 'click') - (c.was_kind = 'click')) * (h.reason IS 'own'), (h.kind = 'preview') - (c.was_kind = 'preview')
    FROM (SELECT hit_id, was_kind, min(id) FROM hit_changes
        WHERE id > (SELECT change_id FROM sums_state) GROUP BY hit_id) c
      CROSS JOIN hits h ON h.id = c.hit_id AND h.id <= ${ROLLED_UP_TO_ID} CROSS JOIN links l ON l.id = h.link_id
    WHERE ${isLive}`;
};

const codedShares = (plan: ReachPlan): SQL => sql`WITH own AS MATERIALIZED (
    SELECT s.id, s.public_id, s.parent_id, s.generation, s.at, s.code, s.link_id, l.channel ${livingShares(plan)}
      AND s.code IS NOT NULL ORDER BY s.id DESC ${limitSubquery(plan.most)}
  ), counted AS MATERIALIZED (
    SELECT share_id, ${COUNTS} FROM (
      SELECT d.share_id, d.clicks, d.own_clicks, d.previews FROM own
        CROSS JOIN share_days d ON d.link_id = own.link_id AND d.share_id = own.id
      UNION ALL ${newHits(plan.contentRowId)}) GROUP BY share_id
  )
  SELECT own.*, ${RESHARES} AS reshares, coalesce(clicks, 0) AS clicks, coalesce(own_clicks, 0) AS own_clicks,
    coalesce(previews, 0) AS previews
  FROM own LEFT JOIN counted ON counted.share_id = own.id ORDER BY own.id DESC`;

const shareOf = (row: Row): CountedShare => ({
  rowId: Number(row.id),
  id: String(row.public_id),
  parentRowId: numberOrNull(row.parent_id),
  generation: Number(row.generation),
  channel: String(row.channel) as Channel, // only minting writes it
  at: Number(row.at),
  code: String(row.code),
  clicks: Number(row.clicks),
  ownClicks: Number(row.own_clicks),
  previews: Number(row.previews),
  reshares: Number(row.reshares),
});

const channelShares = (row: Row): ChannelShares => ({
  channel: String(row.channel) as Channel, // only minting writes it
  shares: Number(row.shares),
});

export function createReachStore({ read }: Reader): ReachStore {
  return {
    async read(plan) {
      const [channels = [], shares = [], newest = []] = await read([
        channelsOf(plan),
        codedShares(plan),
        NEWEST_HIT_AT,
      ]);
      return {
        channels: channels.map(channelShares),
        shares: shares.map(shareOf),
        asOf: numberOrNull(newest[0]?.at),
      };
    },
  };
}
