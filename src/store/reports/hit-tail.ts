/** Reads settled hits forwards, in the order of their arrival. */
import { type SQL, sql } from 'drizzle-orm';
import type { TailPlan, TailPosition } from '../../hits/hit-plan.ts';
import type { HitListStore } from '../../store-ports/hit-stores.ts';
import { HOUR } from '../../time.ts';
import type { Reader } from '../sql/engine.ts';
import { numberOrNull } from '../sql/values.ts';
import { LAST_IDS, SETTLED_ID } from '../sums/newest-hit-ids.ts';
import { arrivalsQuery, hitOf } from './hit-list-sql.ts';
import { fewLinks } from './link-filter.ts';

/** The most ids that one call reads; rare hits in a large log need several calls. */
const MAX_IDS = 100_000;

/** Selects the id before the first hit of the period: of its hours in the sums, or not in the sums yet. */
function startOf(from: number | null): SQL {
  if (from === null) return sql`0`;
  return sql`(SELECT min(coalesce((SELECT min(first_hit_id) - 1 FROM sums
    WHERE last_hit_id IS NOT NULL AND time >= ${Math.floor(from / HOUR)}), hit_id), hit_id) FROM sums_state)`;
}

async function readState(read: Reader['read'], { after, from }: TailPlan) {
  const [rows, last, own] = await read([
    sql`SELECT ${SETTLED_ID} AS settled, ${startOf(from)} AS start`,
    LAST_IDS,
    sql`SELECT nonce FROM hits WHERE id = ${after.rowId}`,
  ]);
  return {
    settled: Number(rows?.[0]?.settled ?? 0),
    start: Number(rows?.[0]?.start ?? 0),
    last: Number(last?.[0]?.hit ?? 0),
    nonce: numberOrNull(own?.[0]?.nonce),
  };
}

type State = Awaited<ReturnType<typeof readState>>;

/** Whether a hit may have had this position. One that was erased or deleted has left its place to no other. */
function mayExist({ rowId, nonce }: TailPosition, state: State): boolean {
  const isOther = state.nonce !== null && nonce !== null && nonce !== state.nonce;
  return rowId <= state.last && !isOther;
}

/** Answers the verb `tail` of the list of hits; each call reads at most `most` ids. */
export function createHitTail({ read }: Reader, most = MAX_IDS): HitListStore['tail'] {
  const positionAt = async (rowId: number): Promise<TailPosition> => {
    const [rows] = await read([sql`SELECT nonce FROM hits WHERE id = ${rowId}`]);
    return { rowId, nonce: numberOrNull(rows?.[0]?.nonce) };
  };

  return async (plan) => {
    const state = await readState(read, plan);
    if (!mayExist(plan.after, state)) return 'unknown';
    const { settled } = state;
    const begin = Math.max(plan.after.rowId, state.start);
    if (begin >= settled) return { hits: [], next: plan.after, isLast: true };
    const links = await fewLinks(plan.filters, read);
    if (links?.length === 0) return { hits: [], next: await positionAt(settled), isLast: true };
    const end = Math.min(settled, begin + most);
    const [rows = []] = await read([arrivalsQuery(plan, [begin + 1, end + 1], links)]);
    const hits = rows.map(hitOf);
    const newest = hits[plan.limit - 1];
    const next = newest ? { rowId: newest.rowId, nonce: newest.nonce } : await positionAt(end);
    return { hits, next, isLast: next.rowId === settled };
  };
}
