/** The row that says how far the sums are, and how everybody who writes sums notices that somebody else did. */
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

/** What `STATE` answers. */
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
 * Writes what was worked out from `state`, and moves the state on, in one transaction. It fails as a whole if
 * anybody has written sums since `state` was read: the version must not be null.
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

/** Whether `commitSums` failed because somebody else has written sums meanwhile (same words in SQLite and D1). */
export function isOvertaken(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at.message.includes('NOT NULL constraint failed: sums_state.version')) return true;
  }
  return false;
}
