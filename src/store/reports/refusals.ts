import { type SQL, sql } from 'drizzle-orm';
import type { RefusalDimension, RefusalPlan } from '../../stats/refusals.ts';
import type { RefusalStore } from '../../store-ports/count-stores.ts';
import { moreColumns } from '../sql/columns.ts';
import { allOf, inJsonList, partOfRows } from '../sql/conditions.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { fewLinks, linkConditions, linkGrouping } from './link-filter.ts';

/** The expression that a dimension groups by, and the fields of its rows. */
function grouping(name: RefusalDimension): ReturnType<typeof linkGrouping> {
  if (name !== 'reason' && name !== 'day') return linkGrouping(name);
  return { key: raw(name), shows: [{ field: name, column: raw(name) }] };
}

function fromAccepted(plan: RefusalPlan, links: readonly number[] | null): SQL {
  const { filters, reasons, fromDay, toDay } = plan;
  const accepted = [
    sql`links.deleted_at IS NULL`,
    ...(links === null ? linkConditions(filters) : [inJsonList(sql`link_id`, links)]),
    ...(reasons.length === 0 ? [] : [inJsonList(sql`reason`, reasons)]),
    ...(fromDay === null ? [] : [sql`day >= ${fromDay}`]),
    ...(toDay === null ? [] : [sql`day < ${toDay}`]),
  ];
  return sql`FROM refusals CROSS JOIN links ON links.id = link_id
    CROSS JOIN contents ON contents.id = links.content_id WHERE ${allOf(accepted)}`;
}

function rowsQuery(plan: RefusalPlan, from: SQL): SQL {
  const groups = plan.groupBy.map(grouping);
  const shown = moreColumns(groups.flatMap(({ shows }) => shows));
  const keys = groups.map(({ key }) => key);
  const newestFirst = plan.groupBy.includes('day') ? [sql`day DESC`] : [];
  return sql`SELECT sum(times) AS times${shown} ${from}
    GROUP BY ${sql.join(keys, sql`, `)}
    ORDER BY ${sql.join([...newestFirst, sql`sum(times) DESC`, ...keys], sql`, `)} ${partOfRows(plan.limit, plan.offset ?? 0)}`;
}

export function createRefusalReport({ read }: Reader): Pick<RefusalStore, 'read'> {
  return {
    async read(plan) {
      const links = await fewLinks(plan.filters, read);
      const from = fromAccepted(plan, links);
      const [rows = [], totals] = await read([
        rowsQuery(plan, from),
        sql`SELECT coalesce(sum(times), 0) AS times ${from}`,
      ]);
      return {
        rows: rows.map(({ times, ...keys }) => ({ keys, times: Number(times) })),
        total: Number(totals?.[0]?.times ?? 0),
      };
    },
  };
}
