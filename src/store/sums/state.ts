/** The row that records the progress of the sums, and the version by which concurrent writers detect each other. */
import { type SQL, sql } from 'drizzle-orm';
import type { SumsState } from '../../sums/state.ts';
import type { Engine, Row, Statement } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

const COLUMNS: Record<Exclude<keyof SumsState, 'version'>, string> = {
  hitId: 'hit_id',
  changeId: 'change_id',
  closedDay: 'closed_day',
  closingScope: 'closing_scope',
  compactedDay: 'compacted_day',
};

export const STATE = sql.raw(`SELECT version, ${Object.values(COLUMNS).join(', ')} FROM sums_state`);

/** Reads the state from the rows that `STATE` answers. */
export function stateIn(rows: Row[] | undefined): SumsState {
  const row = rows?.[0] ?? {};
  const { closing_scope: closingScope = null } = row;
  return {
    version: Number(row.version ?? 0),
    hitId: Number(row.hit_id ?? 0),
    changeId: Number(row.change_id ?? 0),
    closedDay: Number(row.closed_day ?? 0),
    closingScope: closingScope === null ? null : Number(closingScope),
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
  moves: Partial<Omit<SumsState, 'version'>> = {},
): Promise<void> {
  const sets = (Object.keys(moves) as (keyof typeof COLUMNS)[]).map(
    (name): SQL => sql`${raw(COLUMNS[name])} = ${moves[name] ?? null}`,
  );
  const version = sql`version = CASE WHEN version = ${state.version} THEN ${state.version + 1} END`;
  await atomic([sql`UPDATE sums_state SET ${sql.join([version, ...sets], sql`, `)}`, ...statements]);
}

/** Whether `commitSums` failed because another writer came first. SQLite and D1 use the same message. */
export function isOvertaken(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.message.includes('NOT NULL constraint failed: sums_state.version')) return true;
  }
  return false;
}
