/** Reads stored hits and shares as they count, for the roll-up and for other jobs that add hits up. */
import { type SQL, sql } from 'drizzle-orm';
import type { HitKind } from '../../hits/hit.ts';
import type { ChangedHit, CountedHit, CountedShare } from '../../sums/counted-hit.ts';
import type { Reader, Row } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull, textOrNull } from '../sql/values.ts';
import { ROLLED_UP_TO_ID, SHARES_UP_TO_ID } from './progress-row.ts';

const FACTS =
  raw(`h.id, h.at, h.link_id, h.kind, h.is_unique, h.anonymous, h.agent_id, h.place_id, h.referrer_id,
  h.mark, h.share_id, h.reason = 'own' AS is_own`);

/** Selects the hits after an id, in the order of their ids; `where` is a further condition. */
export const hitsAfter = (id: SQL, limit: number, where: SQL = sql`true`): SQL => sql`SELECT ${FACTS}
  FROM hits h WHERE h.id > ${id} AND ${where} ORDER BY h.id LIMIT ${raw(limit)}`;

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
  FROM hit_changes c LEFT JOIN hits h ON h.id = c.hit_id
  WHERE c.id > (SELECT change_id FROM sums_state) ORDER BY c.id`;

const wanted = (ids: Set<number>): SQL => sql`json_each(${JSON.stringify([...ids])}) wanted`;
const liveLinks = (
  ids: Set<number>,
): SQL => sql`SELECT l.id, l.domain, l.channel, l.erased_id FROM ${wanted(ids)}
  CROSS JOIN links l ON l.id = wanted.value AND l.deleted_at IS NULL`;
const agentsOf = (ids: Set<number>): SQL => sql`SELECT a.id, a.app, a.certainty FROM ${wanted(ids)}
  CROSS JOIN agents a ON a.id = wanted.value`;

const byId = (rows: Row[] = []) => new Map(rows.map((row) => [Number(row.id), row]));

/**
 * Reads what the links and the agents of previews add to hits: once for all hits of a link, which are rows of `hitsAfter`
 * or `SELECT_NEXT_CHANGES`. Answers a function that turns such a row into a hit. A link that was deleted or erased after
 * its hits were read does not count, either.
 */
export async function hitReader({ read }: Reader, rows: readonly Row[]): Promise<(row: Row) => CountedHit> {
  const links = new Set(rows.flatMap(({ link_id: link }) => (link === null ? [] : [Number(link)])));
  const previews = rows.filter(({ kind }) => kind === 'preview');
  const agents = new Set(previews.map(({ agent_id: agent }) => Number(agent)));
  if (links.size === 0) return (row) => countedHit(row, undefined, undefined);
  const [foundLinks, foundAgents] = await read([liveLinks(links), agentsOf(agents)]);
  const [linkOf, agentOf] = [byId(foundLinks), byId(foundAgents)];
  return (row) => {
    const link = linkOf.get(Number(row.link_id));
    const isErased = Number(row.id) <= Number(link?.erased_id ?? 0);
    const agent = row.kind === 'preview' ? agentOf.get(Number(row.agent_id)) : undefined;
    return countedHit(row, isErased ? undefined : link, agent);
  };
}

/** A hit with its link, if that is live and the hit is not erased, and the agent of a preview. */
const countedHit = (row: Row, link: Row | undefined, agent: Row | undefined): CountedHit => ({
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
  domain: textOrNull(link?.domain),
  channel: textOrNull(link?.channel),
  app: textOrNull(agent?.app) ?? '',
  certainty: textOrNull(agent?.certainty) ?? '',
});

/** A row of `SELECT_NEXT_CHANGES`; `hitOf` is what `hitReader` answers. */
export const toChangedHit = (row: Row, hitOf: (row: Row) => CountedHit): ChangedHit => ({
  id: Number(row.change_id),
  wasKind: String(row.was_kind) as HitKind, // only the writer writes it
  wasUnique: row.was_unique === 1,
  hit: row.id === null ? null : hitOf(row),
});

/** A row of `sharesAfter`. */
export const countedShare = (row: Row): CountedShare => ({
  id: Number(row.id),
  at: Number(row.at),
  linkRowId: Number(row.link_id),
  domain: String(row.domain),
  channel: String(row.channel),
});
