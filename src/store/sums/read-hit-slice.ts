/** Reads stored hits and shares as they count, for the roll-up and for other jobs that add hits up. */
import { type SQL, sql } from 'drizzle-orm';
import type { HitKind } from '../../hits/hit.ts';
import type { ChangedHit, CountedHit, CountedShare } from '../../sums/counted-hit.ts';
import type { Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull, textOrNull } from '../sql/values.ts';
import { ROLLED_UP_TO_ID, SHARES_UP_TO_ID } from './progress-row.ts';

const FACTS =
  raw(`h.id, h.at, h.link_id, h.kind, h.is_unique, h.anonymous, h.agent_id, h.place_id, h.referrer_id,
  h.mark, h.share_id, h.reason = 'own' AS is_own, l.domain, l.channel, a.app, a.certainty`);
const JOINS = raw(`LEFT JOIN links l ON l.id = h.link_id AND l.deleted_at IS NULL AND h.id > l.erased_id
  LEFT JOIN agents a ON h.kind = 'preview' AND a.id = h.agent_id`);

/** Selects the hits after an id, in the order of their ids; `where` is a further condition. */
export const hitsAfter = (id: SQL, limit: number, where: SQL = sql`true`): SQL => sql`SELECT ${FACTS}
  FROM hits h ${JOINS} WHERE h.id > ${id} AND ${where} ORDER BY h.id LIMIT ${raw(limit)}`;

/** Selects the hits that are not in the sums yet. */
export const nextHits = (limit: number): SQL => hitsAfter(ROLLED_UP_TO_ID, limit);

/** Selects the shares that count after an id, in the order of their ids; `where` is a further condition. */
export const sharesAfter = (
  id: SQL,
  limit: number,
  where: SQL = sql`true`,
): SQL => sql`SELECT s.id, s.at, s.link_id,
    l.domain, l.channel FROM shares s
    CROSS JOIN links l ON l.id = s.link_id AND l.deleted_at IS NULL AND s.id > l.erased_share_id
  WHERE s.id > ${id} AND ${where} ORDER BY s.id LIMIT ${raw(limit)}`;

/** Selects the shares that are not in the sums yet. */
export const nextShares = (limit: number): SQL => sharesAfter(SHARES_UP_TO_ID, limit);

/** Selects the changes that are not in the sums yet. */
export const SELECT_NEXT_CHANGES = sql`SELECT c.id AS change_id, c.was_kind, c.was_unique, ${FACTS}
  FROM hit_changes c LEFT JOIN hits h ON h.id = c.hit_id ${JOINS}
  WHERE c.id > (SELECT change_id FROM sums_state) ORDER BY c.id`;

/** A row of `hitsAfter`. */
export const countedHit = (row: Row): CountedHit => ({
  id: Number(row.id),
  at: Number(row.at),
  linkRowId: Number(row.link_id),
  kind: String(row.kind) as HitKind, // only the writer writes it
  isUnique: row.is_unique === 1,
  anonymous: row.anonymous === 1,
  agentId: Number(row.agent_id),
  placeId: Number(row.place_id),
  referrerId: Number(row.referrer_id),
  mark: textOrNull(row.mark),
  shareRowId: numberOrNull(row.share_id),
  isOwn: row.is_own === 1,
  domain: textOrNull(row.domain),
  channel: textOrNull(row.channel),
  app: textOrNull(row.app) ?? '',
  certainty: textOrNull(row.certainty) ?? '',
});

/** A row of `NEXT_CHANGES`. */
export const toChangedHit = (row: Row): ChangedHit => ({
  id: Number(row.change_id),
  wasKind: String(row.was_kind) as HitKind, // only the writer writes it
  wasUnique: row.was_unique === 1,
  hit: row.id === null ? null : countedHit(row),
});

/** A row of `sharesAfter`. */
export const countedShare = (row: Row): CountedShare => ({
  id: Number(row.id),
  at: Number(row.at),
  linkRowId: Number(row.link_id),
  domain: String(row.domain),
  channel: String(row.channel),
});
