/** Finds the presses of share buttons whose own click may be among new hits, and notes those that have got it. */
import { type SQL, sql } from 'drizzle-orm';
import { visitorKey } from '../../hits/judge/hash-map.ts';
import type { JudgeableHit } from '../../hits/judge/judge.ts';
import { OWN_WITHIN_MS, type OwnClick, type Press } from '../../hits/judge/presses.ts';
import type { Reader, Statement } from '../sql/engine.ts';

/** When each link was last pressed, in UTC milliseconds: most links never are, and then nothing is read. */
export type PressedLinks = Map<number, number>;

export const PRESSED_LINKS = sql`SELECT link_id, max(at) AS at FROM share_presses WHERE own_hit_id IS NULL GROUP BY link_id`;

const pressesBy = (
  people: string,
): SQL => sql`SELECT DISTINCT p.share_id, p.link_id, p.visitor_high, p.visitor_low, p.at
  FROM json_each(${people}) person CROSS JOIN share_presses p ON p.link_id = person.value ->> 0
    AND p.visitor_high = person.value ->> 1 AND p.visitor_low = person.value ->> 2
    AND p.at <= person.value ->> 3 AND p.at >= person.value ->> 3 - ${OWN_WITHIN_MS}
  WHERE p.own_hit_id IS NULL`;

/**
 * The presses by the people of these hits that have no own click yet. `pressed` names the only links that can have any;
 * undefined if other processes store presses, too.
 */
export async function findPresses(
  { read }: Reader,
  hits: readonly JudgeableHit[],
  pressed?: PressedLinks,
): Promise<Press[]> {
  const people = hits.flatMap(({ linkRowId, at, kind, reason, visitor }) => {
    if (kind !== 'click' || reason !== '' || visitor === null) return [];
    const last = pressed === undefined ? at : pressed.get(linkRowId);
    if (last === undefined || at - last > OWN_WITHIN_MS) return [];
    const { high, low } = visitorKey(linkRowId, visitor);
    return [[linkRowId, high, low, at]];
  });
  if (people.length === 0) return [];
  const [rows = []] = await read([pressesBy(JSON.stringify(people))]);
  return rows.map((row) => ({
    shareRowId: Number(row.share_id),
    linkRowId: Number(row.link_id),
    visitor: { high: Number(row.visitor_high), low: Number(row.visitor_low) },
    at: Number(row.at),
  }));
}

/** Notes the own clicks of presses, together with the hits that they are. */
export function noteOwnClicks(found: readonly OwnClick[]): Statement[] {
  if (found.length === 0) return [];
  const clicks = found.map(({ shareRowId, linkRowId, visitor, at, hitId }) => {
    return [linkRowId, visitor.high, visitor.low, at, shareRowId, hitId];
  });
  return [
    sql`UPDATE share_presses SET own_hit_id = own.value ->> 5 FROM json_each(${JSON.stringify(clicks)}) own
      WHERE link_id = own.value ->> 0 AND visitor_high = own.value ->> 1 AND visitor_low = own.value ->> 2
        AND at = own.value ->> 3 AND share_id = own.value ->> 4`,
  ];
}
