/** Deletes old entries of the audit log, old reports of abuse, old lists, and sessions, one-use links and shared reports that have ended, in steps small enough to delay no redirect. */
import { sql } from 'drizzle-orm';
import { CLOSED_REPORT_DAYS } from '../../abuse/report.ts';
import { AUDIT_DAYS } from '../../audit/audit-entry.ts';
import { LIST_DAYS } from '../../link-lists/link-list.ts';
import { IDLE_DAYS, SESSION_DAYS } from '../../members/member.ts';
import { ENDED_REPORT_MS } from '../../shared-reports/shared-report.ts';
import { DAY } from '../../time.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

/** Rows per step. */
const STEP = 500;
/** Lists per step; each has up to a thousand lines. */
const LISTS = 2;

/** Each call is one step, at `now` (UTC milliseconds); false once nothing is left to delete. */
export function createAuditPurge({ atomic, read }: Engine): (now: number) => Promise<boolean> {
  return async (now) => {
    const before = now - AUDIT_DAYS * DAY;
    // The oldest entries by id: an entry with a wrong time in the future stays and does not stop the others.
    const oldest = sql`SELECT id FROM (SELECT id, at FROM audit ORDER BY id LIMIT ${raw(STEP)}) WHERE at < ${before}`;
    const reports = sql`SELECT id FROM abuse_reports
      WHERE at < ${before} OR closed_at < ${now - CLOSED_REPORT_DAYS * DAY} LIMIT ${raw(STEP)}`;
    const sessions = sql`SELECT id FROM member_sessions
      WHERE last_used_at <= ${now - IDLE_DAYS * DAY} OR created_at <= ${now - SESSION_DAYS * DAY} LIMIT ${raw(STEP)}`;
    const tickets = sql`SELECT id FROM member_tickets WHERE expires_at <= ${now} LIMIT ${raw(STEP)}`;
    const ended = sql`SELECT id FROM shared_reports
      WHERE min(coalesce(revoked_at, expires_at), coalesce(expires_at, revoked_at)) <= ${now - ENDED_REPORT_MS} LIMIT ${raw(STEP)}`;
    const lists = sql`SELECT id FROM link_lists WHERE created_at <= ${now - LIST_DAYS * DAY} LIMIT ${raw(LISTS)}`;
    const counts = [oldest, reports, sessions, tickets, ended, lists].map(
      (rows) => sql`SELECT count(*) AS due FROM (${rows})`,
    );
    const due = (await read(counts)).flat().some((row) => Number(row.due) > 0);
    if (!due) return false;
    await atomic([
      sql`DELETE FROM audit WHERE id IN (${oldest})`,
      sql`DELETE FROM abuse_reports WHERE id IN (${reports})`,
      sql`DELETE FROM member_sessions WHERE id IN (${sessions})`,
      sql`DELETE FROM member_tickets WHERE id IN (${tickets})`,
      sql`DELETE FROM shared_reports WHERE id IN (${ended})`,
      sql`DELETE FROM link_list_lines WHERE list_id IN (${lists})`,
      sql`DELETE FROM link_lists WHERE id IN (${lists})`,
    ]);
    return true;
  };
}
