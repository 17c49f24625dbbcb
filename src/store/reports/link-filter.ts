/** Filters by the facts of links. */
import { type SQL, sql } from 'drizzle-orm';
import { type DimensionName, dimension } from '../../stats/dimensions.ts';
import { linkDimension } from '../../stats/link-fields.ts';
import type { StatsPlan } from '../../stats/stats-plan.ts';
import type { Column } from '../sql/columns.ts';
import { allOf, inJsonList } from '../sql/conditions.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';

type Filters = StatsPlan['filters'];

/** The condition that a link has one of the tags, either itself or by its content. */
const hasOneOf = (key: string, values: readonly string[]) => sql`EXISTS (
  SELECT 1 FROM (SELECT value FROM json_each(links.tags) UNION ALL SELECT value FROM json_each(contents.tags)) tags
  WHERE ${inJsonList(raw(key), values)})`;

/** The conditions of the link filters on the joined tables `links` and `contents`; none without such a filter. */
export function linkConditions(filters: Filters): SQL[] {
  return (Object.entries(filters) as [DimensionName, string[]][]).flatMap(([name, values]) => {
    const dim = dimension(name);
    if (dim.of !== 'link') return [];
    return [dim.many ? hasOneOf(dim.key, values) : inJsonList(raw(dim.key), values)];
  });
}

/** The expression that a dimension of links groups by, and the fields of its rows. */
export function linkGrouping(name: Parameters<typeof linkDimension>[0]): { key: SQL; shows: Column[] } {
  const { key, shows } = linkDimension(name);
  const columns = Object.entries(shows).map(([field, column]) => ({ field, column: raw(column) }));
  return { key: raw(key), shows: columns };
}

/** If a filter accepts more links than this, the hits are filtered one by one. */
const MAX_LINKS = 200;

/** The row ids of the live links that the filters accept; null if these are all links, or too many to list. */
export async function fewLinks(filters: Filters, read: Reader['read']): Promise<number[] | null> {
  const conditions = linkConditions(filters);
  if (conditions.length === 0) return null;
  const [rows = []] = await read([
    sql`SELECT links.id FROM links JOIN contents ON contents.id = links.content_id
      WHERE links.deleted_at IS NULL AND ${allOf(conditions)} LIMIT ${MAX_LINKS + 1}`,
  ]);
  return rows.length > MAX_LINKS ? null : rows.map(({ id }) => Number(id));
}
