/** Which links can be among the most clicked: found by the partial indexes, without summing all of them. */
import { type SQL, sql } from 'drizzle-orm';
import type { StatsPlan } from '../stats/plan.ts';
import { UNFOLDED } from './judged.ts';
import { END_DAY, FIRST_DAY } from './stats-period.ts';
import { hitDays } from './stats-sums.ts';
import { atMost } from './text-match.ts';

const raw = (value: number) => sql.raw(String(value));

// The indexes `link_totals_hot` and `day_links_hot` hold links from so many clicks on, in all and on one day.
const HOT_IN_ALL = raw(32);
const HOT_ON_DAY = raw(8);

const BAR = sql`(SELECT least FROM bar)`;

/** The links of hits that the sums lack, or hold with another verdict; needs the CTEs of `judged`. */
const MOVING = sql`SELECT h.link_id FROM hits h WHERE ${UNFOLDED}
  UNION SELECT h.link_id FROM bursts b JOIN hits h ON h.id = b.id`;

// So many of the most clicked in all show what the most clicked of a period have at least.
const LEADERS = 2;

/** The most clicked links in all that the sums tell of for good, and what whole days of the period hold of them. */
function leaders(plan: StatsPlan): SQL {
  const all = sql`SELECT link_id, clicks FROM link_totals INDEXED BY link_totals_hot
    WHERE clicks >= ${HOT_IN_ALL} AND link_id NOT IN (SELECT link_id FROM moving)`;
  if (plan.from === null && plan.to === null) return all;
  return sql`SELECT link_id, sum(clicks) AS clicks FROM day_links WHERE day IN (${hitDays(plan)})
    AND link_id IN (SELECT link_id FROM (${all} ORDER BY clicks DESC ${atMost(LEADERS * plan.limit)})) GROUP BY 1`;
}

/** Whether a link that has `bar` clicks in all can have them in the period too, by its days. */
function likely({ from, to }: StatsPlan): SQL {
  if (from === null && to === null) return sql`true`;
  // Old days belong to a period as wholes, and a cut day may bring all its clicks.
  const around = sql.join(
    [
      ...(from === null ? [] : [sql`day >= ${FIRST_DAY} - 1`]),
      ...(to === null ? [] : [sql`day <= ${END_DAY}`]),
    ],
    sql` AND `,
  );
  const unseen = sql`(SELECT count(DISTINCT day) * (${HOT_ON_DAY} - 1) FROM channel_days WHERE ${around})`;
  return sql`(${BAR} <= ${unseen} OR link_id IN (SELECT link_id FROM day_links INDEXED BY day_links_hot
    WHERE clicks >= ${HOT_ON_DAY} AND ${around} GROUP BY link_id HAVING sum(clicks) + ${unseen} >= ${BAR}))`;
}

/** A question that the most clicked links answer. */
export const asksTopLinks = ({ groupBy, filters, order }: StatsPlan): boolean =>
  groupBy.length === 1 &&
  groupBy[0] === 'link' &&
  Object.keys(filters).length === 0 &&
  order?.measure === 'clicks' &&
  order.descending;

/**
 * CTEs after those of `judged`: `top_links` holds every link that can be among the plan's first ones. So many others
 * have at least `bar` clicks that nobody with less can be; without enough of them `bar` is null and nobody is told.
 * Nobody has more clicks in a period than in all.
 */
export function topLinks(plan: StatsPlan): SQL {
  return sql`moving AS MATERIALIZED (${MOVING}), bar AS MATERIALIZED (
      SELECT (SELECT clicks FROM (${leaders(plan)}) JOIN links ON links.id = link_id AND links.deleted_at IS NULL
        WHERE clicks >= ${HOT_IN_ALL} ORDER BY clicks DESC LIMIT 1 OFFSET (SELECT ${plan.limit - 1})) AS least
    ), top_links AS MATERIALIZED (
      SELECT link_id FROM link_totals INDEXED BY link_totals_hot
        WHERE clicks >= ${HOT_IN_ALL} AND clicks >= ${BAR} AND ${likely(plan)}
      UNION SELECT link_id FROM moving WHERE ${BAR} IS NOT NULL
    )`;
}
