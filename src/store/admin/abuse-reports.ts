import { and, desc, eq, isNotNull, isNull, lt, sql } from 'drizzle-orm';
import type { AbuseReportStore } from '../../store-ports/admin-stores.ts';
import { DAY } from '../../time.ts';
import { slugKey } from '../../urls/slug.ts';
import { abuseReports } from '../schema/admin.ts';
import { links } from '../schema/main.ts';
import { auditStatements } from '../sql/audit-statements.ts';
import type { Engine } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

const { linkRowId, ...columns } = {
  rowId: abuseReports.rowId,
  id: abuseReports.id,
  at: abuseReports.at,
  domain: abuseReports.domain,
  slug: abuseReports.slug,
  category: abuseReports.category,
  message: abuseReports.message,
  closedAt: abuseReports.closedAt,
  outcome: abuseReports.outcome,
  linkRowId: abuseReports.linkRowId,
};

/** No condition without a wish. */
function condition(isClosed: boolean | undefined) {
  if (isClosed === undefined) return undefined;
  return isClosed ? isNotNull(abuseReports.closedAt) : isNull(abuseReports.closedAt);
}

export function createAbuseReportStore({ db, atomic, read }: Engine): AbuseReportStore {
  const select = () =>
    db
      .select({ ...columns, linkId: links.id })
      .from(abuseReports)
      .leftJoin(links, eq(links.rowId, linkRowId));
  return {
    get: async (id) => (await select().where(eq(abuseReports.id, id)).limit(1))[0],

    list: async ({ isClosed }, { limit, before }) =>
      select()
        .where(and(before === null ? undefined : lt(abuseReports.rowId, before), condition(isClosed)))
        .orderBy(desc(abuseReports.rowId))
        .limit(limit),

    async add({ id, at, domain, slug, category, message }, { maxOpen, maxPerDay }) {
      const key = slugKey(slug);
      const open = sql`(SELECT count(*) FROM abuse_reports WHERE domain = ${domain} AND slug = ${key} AND closed_at IS NULL)`;
      const recent = sql`(SELECT count(*) FROM (SELECT 1 FROM abuse_reports WHERE at > ${at - DAY} LIMIT ${raw(maxPerDay)}))`;
      // The link of this slug, or of its only other case, as the redirect would find it.
      const link = sql`(SELECT id FROM links WHERE domain = ${domain} AND slug_key = ${key}
        ORDER BY slug = ${slug} DESC, deleted_at IS NULL DESC LIMIT 1)`;
      const [inserted = []] = await atomic([
        sql`INSERT INTO abuse_reports (public_id, at, domain, slug, link_id, category, message)
          SELECT ${id}, ${at}, ${domain}, ${key}, ${link}, ${category}, ${message}
          WHERE ${open} < ${maxOpen} AND ${recent} < ${maxPerDay} RETURNING id`,
      ]);
      if (inserted.length > 0) return 'added';
      const [[counts] = []] = await read([sql`SELECT ${recent} AS recent`]);
      return Number(counts?.recent) >= maxPerDay ? 'full' : 'known';
    },

    async close(id, { closedAt, outcome }, note) {
      const update = db.update(abuseReports).set({ closedAt, outcome }).where(eq(abuseReports.id, id));
      await atomic([update.getSQL(), ...auditStatements(note, { ifChanged: true })]);
    },
  };
}
