/** The row that records the progress of the sums, and the version by which concurrent writers detect each other. */
import { type SQL, sql } from 'drizzle-orm';
import type { SumsState } from '../../sums/progress.ts';
import { DAY, HOURS_PER_DAY } from '../../time.ts';
import { sumsState } from '../schema/sums.ts';
import { type Engine, errorContains, type Row, type Statement } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull } from '../sql/values.ts';

type Moves = Omit<SumsState, 'version'>;

export const SELECT_PROGRESS = sql`SELECT version, hit_id, change_id, share_id, closed_day, closing_scope, compacted_day FROM sums_state`;

/** Hits up to this id are in the sums. */
export const ROLLED_UP_TO_ID = sql`(SELECT hit_id FROM sums_state)`;

/** Shares up to this id are in the sums. */
export const SHARES_UP_TO_ID = sql`(SELECT share_id FROM sums_state)`;

/** Hits before this time are on compacted days. UTC milliseconds. */
export const COMPACTED_AT = sql`(SELECT compacted_day * ${raw(DAY)} FROM sums_state)`;

/** The first hour that is not on a compacted day. */
export const COMPACTED_HOUR = sql`(SELECT compacted_day * ${raw(HOURS_PER_DAY)} FROM sums_state)`;

/** Reads the state from the rows that `STATE` answers. */
export function stateIn(rows: Row[] | undefined): SumsState {
  const row = rows?.[0] ?? {};
  return {
    version: Number(row.version ?? 0),
    hitId: Number(row.hit_id ?? 0),
    changeId: Number(row.change_id ?? 0),
    shareId: Number(row.share_id ?? 0),
    closedDay: Number(row.closed_day ?? 0),
    closingScope: numberOrNull(row.closing_scope),
    compactedDay: Number(row.compacted_day ?? 0),
  };
}

/**
 * Writes what was derived from `state` and advances the state, in one transaction. It fails as a whole if another
 * writer came first: then the version would become null, which its column forbids.
 */
export async function commitSums(
  { atomic }: Pick<Engine, 'atomic'>,
  state: SumsState,
  statements: Statement[],
  moves: Partial<Moves> = {},
): Promise<void> {
  const sets = (Object.keys(moves) as (keyof Moves)[]).map(
    (name): SQL => sql`${raw(sumsState[name].name)} = ${moves[name] ?? null}`,
  );
  const version = sql`version = CASE WHEN version = ${state.version} THEN ${state.version + 1} END`;
  await atomic([sql`UPDATE sums_state SET ${sql.join([version, ...sets], sql`, `)}`, ...statements]);
}

/** Whether `commitSums` failed because another writer came first. SQLite and D1 use the same message. */
export function isVersionConflict(error: unknown): boolean {
  return errorContains(error, 'NOT NULL constraint failed: sums_state.version');
}
