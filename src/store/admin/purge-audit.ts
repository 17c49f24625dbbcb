/** Deletes old entries of the audit log, in steps small enough to delay no redirect. */
import { sql } from 'drizzle-orm';
import { AUDIT_DAYS } from '../../audit/audit-entry.ts';
import { DAY } from '../../time.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

/** Rows per step. */
const STEP = 500;

/** Each call is one step, at `now` (UTC milliseconds); false once nothing is left to delete. */
export function createAuditPurge({ atomic, read }: Engine): (now: number) => Promise<boolean> {
  return async (now) => {
    const before = now - AUDIT_DAYS * DAY;
    // The oldest entries by id: an entry with a wrong time in the future stays and does not stop the others.
    const oldest = sql`SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT ${raw(STEP)}) WHERE at < ${before}`;
    const [[found] = []] = await read([sql`SELECT count(*) AS entries FROM (${oldest})`]);
    if (Number(found?.entries) === 0) return false;
    await atomic([sql`DELETE FROM audit WHERE id IN (${oldest})`]);
    return true;
  };
}
