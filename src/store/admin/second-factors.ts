import { sql } from 'drizzle-orm';
import type { MemberStore } from '../../members/member-store.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';

type FactorStore = Pick<MemberStore, 'setSecondFactor' | 'useStep' | 'useRecoveryCode' | 'recoveryCodesLeft'>;

/** The second factor of members, and the codes for when it is lost. */
export function createSecondFactors({ atomic, read }: Engine): FactorStore {
  return {
    setSecondFactor: async (id, factor, note) => {
      const hashes = JSON.stringify(factor?.recoveryHashes ?? []);
      await atomic([
        sql`UPDATE members SET totp_secret = ${factor?.totpSecret ?? null}, totp_step = ${factor?.step ?? 0} WHERE id = ${id}`,
        ...auditStatements(note, { ifChanged: true }),
        sql`DELETE FROM member_recovery_codes WHERE member_id = ${id}`,
        sql`INSERT INTO member_recovery_codes (member_id, hash)
          SELECT ${id}, value FROM json_each(${hashes}) WHERE EXISTS (SELECT 1 FROM members WHERE id = ${id})`,
      ]);
    },
    useStep: async (id, step) => {
      const [used = []] = await atomic([
        sql`UPDATE members SET totp_step = ${step} WHERE id = ${id} AND totp_step < ${step} RETURNING id`,
      ]);
      return used.length > 0;
    },
    useRecoveryCode: async (id, hash) => {
      const [used = []] = await atomic([
        sql`DELETE FROM member_recovery_codes WHERE member_id = ${id} AND hash = ${hash} RETURNING hash`,
      ]);
      return used.length > 0;
    },
    recoveryCodesLeft: async (id) => {
      const ofMember = sql`SELECT count(*) AS codes FROM member_recovery_codes WHERE member_id = ${id}`;
      const [[count] = []] = await read([ofMember]);
      return Number(count?.codes);
    },
  };
}
