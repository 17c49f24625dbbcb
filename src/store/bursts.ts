/** Which clicks belong to a burst: clicks of one network on several links within seconds (docs/adr/0009). */
import { type SQL, sql } from 'drizzle-orm';
import { KINDS } from '../hits/hit.ts';
import { BURST, FLAGS } from '../hits/signs.ts';

/** How many hits before the first unjudged one are looked at: those of the last seconds, but never more. */
const LOOK_BACK = 1_000;

/** The reason of what two signs made a scanner. */
export const TWO_SIGNS = sql.raw(`'two_signs'`);

const raw = (value: number) => sql.raw(String(value));
const DAY = raw(86_400_000);
const CLICK = raw(KINDS.indexOf('click'));
const WITHIN = raw(BURST.withinMs);
const OTHERS = raw(BURST.links - 1);
const flags = sql.raw(FLAGS.map((flag) => `'${flag}'`).join(', '));

const JUDGED = sql`(SELECT judged_id FROM fold_state)`;
// Twice the time of a burst: its first click is new if its link had none for as long before.
const FIRST_UNJUDGED = sql`(SELECT at FROM hits WHERE id > ${JUDGED} ORDER BY id LIMIT 1)`;
// Without any unjudged hit nothing is looked at.
const START = sql`CASE WHEN EXISTS (SELECT 1 FROM hits WHERE id > ${JUDGED})
  THEN coalesce((SELECT id FROM hits WHERE id <= ${JUDGED} AND id > ${JUDGED} - ${raw(LOOK_BACK)}
    AND at < ${FIRST_UNJUDGED} - 2 * ${WITHIN} ORDER BY id DESC LIMIT 1), ${JUDGED} - ${raw(LOOK_BACK)})
  ELSE ${raw(Number.MAX_SAFE_INTEGER)} END`;

/**
 * A chain of CTEs that ends with `bursts`: ids of clicks, unjudged ones up to `until` and the latest before them,
 * with `scanner` (a sign of its own beside the burst) and `reason` ('burst', or null where a flag stands already).
 * Linear in the clicks: of one network, a click counts when its link is new to the last seconds; four such
 * clicks within them are a burst, from the first to the last. Bursts of judged clicks alone were told before.
 */
export function bursts(until: SQL): SQL {
  return sql`busy AS (
    SELECT h.id, h.at, h.link_id, h.agent_id, v.network, count(*) OVER (PARTITION BY v.network) AS clicks
    FROM hits h CROSS JOIN hit_visitors v ON v.day = h.at / ${DAY} AND v.hit_id = h.id
    WHERE h.id > ${START} AND h.id <= ${until}
      AND h.kind = ${CLICK} AND v.network IS NOT NULL
  ), networks AS (
    SELECT *, lag(at) OVER (PARTITION BY network, link_id ORDER BY id) AS same_link_at
    FROM busy WHERE clicks > ${OTHERS} -- most networks have fewer, and nothing more to be sorted
  ), runs AS (
    SELECT id, agent_id, network, id > ${JUDGED}
      AND abs(at - lag(at, ${OTHERS}) OVER (PARTITION BY network ORDER BY id)) <= ${WITHIN} AS ends
    FROM networks WHERE same_link_at IS NULL OR abs(at - same_link_at) > ${WITHIN}
  ), bursts AS MATERIALIZED (
    SELECT id, scanner, CASE WHEN scanner THEN NULL ELSE 'burst' END AS reason FROM (
      SELECT run.id, run.inside, EXISTS (SELECT 1 FROM agents WHERE agents.id = run.agent_id AND reason IN (${flags})) AS scanner
      FROM (SELECT *, max(ends) OVER (PARTITION BY network ORDER BY id ROWS BETWEEN CURRENT ROW AND ${OTHERS} FOLLOWING)
        AS inside FROM runs) run WHERE run.inside)
  )`;
}
