/** The links that a question accepts, by the facts of the links. */
import { type SQL, sql } from 'drizzle-orm';
import { type DimensionName, dimension } from '../../stats/dimensions.ts';
import type { StatsPlan } from '../../stats/plan.ts';
import type { Reader } from '../sql/engine.ts';
import { raw } from '../sql/raw.ts';
import { oneOf } from '../sql/text-match.ts';

type Filters = StatsPlan['filters'];

/** A link has its own tags and those of its content. */
const hasOneOf = (key: string, values: readonly string[]) => sql`EXISTS (
  SELECT 1 FROM (SELECT value FROM json_each(links.tags) UNION ALL SELECT value FROM json_each(contents.tags)) tags
  WHERE ${oneOf(raw(key), values)})`;

/** What the link filters demand of the joined tables `links` and `contents`; nothing without such a filter. */
export function linkConditions(filters: Filters): SQL[] {
  return (Object.entries(filters) as [DimensionName, string[]][]).flatMap(([name, values]) => {
    const dim = dimension(name);
    if (dim.of !== 'link') return [];
    return [dim.many ? hasOneOf(dim.key, values) : oneOf(raw(dim.key), values)];
  });
}

/** More links than this are looked for hit by hit. */
const MOST_LINKS = 200;

/** The row ids of the live links that the filters accept, if they are few; null: any link, or too many to list. */
export async function fewLinks(filters: Filters, read: Reader['read']): Promise<number[] | null> {
  const conditions = linkConditions(filters);
  if (conditions.length === 0) return null;
  const [rows = []] = await read([
    sql`SELECT links.id FROM links JOIN contents ON contents.id = links.content_id
      WHERE links.deleted_at IS NULL AND ${sql.join(conditions, sql` AND `)} LIMIT ${MOST_LINKS + 1}`,
  ]);
  return rows.length > MOST_LINKS ? null : rows.map(({ id }) => Number(id));
}
