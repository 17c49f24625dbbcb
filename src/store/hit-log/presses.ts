/** Finds the presses of share buttons whose own click may be among new hits, and notes those that have got it. */
import { type SQL, sql } from 'drizzle-orm';
import { visitorKey } from '../../hits/judge/hash-map.ts';
import type { JudgeableHit } from '../../hits/judge/judge.ts';
import { OWN_WITHIN_MS, type OwnClick, type Press } from '../../hits/judge/presses.ts';
import type { Reader, Row, Statement } from '../sql/engine.ts';

/** The links with presses that have no own click yet. Most links have none, and then nothing is read. */
export interface KnownPresses {
  /** When each link was last pressed, in UTC milliseconds. */
  links: Map<number, number>;
  /** The newest share that this knows about. */
  lastShareId: number;
}

export const KNOWN_PRESSES = [
  sql`SELECT link_id, max(at) AS at FROM share_presses WHERE own_hit_id IS NULL GROUP BY link_id`,
  sql`SELECT coalesce(max(id), 0) AS id FROM shares`,
] as const;

/** From the answers to `KNOWN_PRESSES`. */
export const knownPressesIn = (links: Row[] = [], [newest]: Row[] = []): KnownPresses => ({
  links: new Map(links.map(({ link_id, at }) => [Number(link_id), Number(at)])),
  lastShareId: Number(newest?.id ?? 0),
});

export async function readPresses({ read }: Reader): Promise<KnownPresses> {
  return knownPressesIn(...(await read([...KNOWN_PRESSES])));
}

/** How SQLite and D1 report that `onlyIfNothingIsPressed` has failed. */
export const PRESSED_SINCE = 'NOT NULL constraint failed: hit_batches.arrived_at';

/** Fails the list that stores the batch after this id if another process has stored a share since then. */
export const onlyIfNothingIsPressed = ({
  lastId,
  presses: { lastShareId },
}: {
  lastId: number;
  presses: KnownPresses;
}): SQL => sql`UPDATE hit_batches SET arrived_at = NULL WHERE first_id = ${lastId + 1}
  AND (SELECT coalesce(max(id), 0) FROM shares) <> ${lastShareId}`;

const pressesBy = (
  people: string,
): SQL => sql`SELECT DISTINCT p.share_id, p.link_id, p.visitor_high, p.visitor_low, p.at
  FROM json_each(${people}) person CROSS JOIN share_presses p ON p.link_id = person.value ->> 0
    AND p.visitor_high = person.value ->> 1 AND p.visitor_low = person.value ->> 2
    AND p.at <= person.value ->> 3 AND p.at >= person.value ->> 3 - ${OWN_WITHIN_MS}
  WHERE p.own_hit_id IS NULL`;

/** The presses by the people of these hits that have no own click yet. */
export async function findPresses(
  { read }: Reader,
  hits: readonly JudgeableHit[],
  { links }: KnownPresses,
): Promise<Press[]> {
  const people = hits.flatMap(({ linkRowId, at, kind, reason, visitor }) => {
    if (kind !== 'click' || reason !== '' || visitor === null) return [];
    const last = links.get(linkRowId);
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
