/** Requests with an `Idempotency-Key` and their answers. One statement decides which request is carried out. */
import { type SQL, sql } from 'drizzle-orm';
import type { KeptAnswerStore } from '../../store-ports/admin-stores.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { numberOrNull, textOrNull } from '../sql/values.ts';

/** Rows per step. */
const STEP = 500;
const DAY_MS = 86_400_000;

export function createKeptAnswerStore({ atomic, read }: Engine): KeptAnswerStore {
  return {
    async claim({ name, fingerprint, token, requestId, at }, leaseMs) {
      const isAbandoned = sql`(status IS NULL AND fingerprint = excluded.fingerprint
        AND abs(excluded.claimed_at - claimed_at) > ${leaseMs})`;
      const taken = (column: SQL, value: SQL) =>
        sql`${column} = CASE WHEN ${isAbandoned} THEN ${value} ELSE ${column} END`;
      const [rows = []] = await atomic([
        sql`INSERT INTO kept_answers (name, fingerprint, token, request_ids, created_at, claimed_at, audit_id)
          VALUES (${name}, ${fingerprint}, ${token}, ${requestId}, ${at}, ${at}, (SELECT coalesce(max(id), 0) FROM audit))
          ON CONFLICT (name) DO UPDATE SET ${taken(sql`token`, sql`excluded.token`)},
            ${taken(sql`claimed_at`, sql`excluded.claimed_at`)},
            ${taken(sql`request_ids`, sql`request_ids || ' ' || excluded.request_ids`)}
          RETURNING fingerprint, token, request_ids, status, headers, answer, audit_id`,
      ]);
      const [row = {}] = rows;
      return {
        isOwn: row.token === token,
        isSame: row.fingerprint === fingerprint,
        requestIds: String(row.request_ids).split(' '),
        auditId: Number(row.audit_id),
        status: numberOrNull(row.status),
        headers: JSON.parse(textOrNull(row.headers) ?? '{}'),
        answer: textOrNull(row.answer),
      };
    },

    async hasChanged(auditId, requestIds) {
      const [rows = []] = await read([
        sql`SELECT 1 FROM audit WHERE id > ${auditId}
          AND request_id IN (SELECT value FROM json_each(${JSON.stringify(requestIds)})) LIMIT 1`,
      ]);
      return rows.length > 0;
    },

    async keep({ name, token }, { status, headers, answer }, maxTotal) {
      const bytes = answer?.length ?? 0;
      const fits = sql`coalesce((SELECT bytes FROM kept_answer_space), 0) + ${bytes} <= ${maxTotal}`;
      const own = sql`name = ${name} AND token = ${token}`;
      await atomic([
        sql`UPDATE kept_answers SET status = ${status}, headers = ${JSON.stringify(headers)},
          answer = CASE WHEN ${fits} THEN ${answer} END, bytes = CASE WHEN ${fits} THEN ${bytes} ELSE 0 END
          WHERE ${own} AND status IS NULL`,
        sql`INSERT INTO kept_answer_space (id, bytes) SELECT 1, bytes FROM kept_answers WHERE changes() > 0 AND ${own}
          ON CONFLICT (id) DO UPDATE SET bytes = kept_answer_space.bytes + excluded.bytes`,
      ]);
    },

    async release({ name, token }) {
      await atomic([
        sql`DELETE FROM kept_answers WHERE name = ${name} AND token = ${token} AND status IS NULL`,
      ]);
    },

    async purge(now) {
      const due = sql`SELECT id FROM (SELECT id, created_at FROM kept_answers ORDER BY id LIMIT ${raw(STEP)})
        WHERE created_at < ${now - DAY_MS}`;
      const [found = []] = await read([sql`SELECT count(*) AS due FROM (${due})`]);
      if (Number(found[0]?.due ?? 0) === 0) return false;
      await atomic([
        sql`UPDATE kept_answer_space SET bytes = bytes - (SELECT coalesce(sum(bytes), 0) FROM kept_answers WHERE id IN (${due}))`,
        sql`DELETE FROM kept_answers WHERE id IN (${due})`,
      ]);
      return true;
    },
  };
}
