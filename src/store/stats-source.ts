import { type SQL, sql } from 'drizzle-orm';
import { type DimensionName, dimension, type LinkDimension } from '../stats/dimensions.ts';
import { FACETS, type Facet } from '../stats/facets.ts';
import type { StatsPlan } from '../stats/plan.ts';
import { facetsOf } from '../stats/retention.ts';
import { HOUR, hitCounts, judged, QUARTER, UNFOLDED } from './judged.ts';
import { cut, fineFrom, inside, LENGTH } from './stats-period.ts';
import { linkScope } from './stats-sql.ts';
import { BY_CHANNEL, BY_LINK, OVER_ALL, sumRows, type Tables } from './stats-sums.ts';

const raw = (text: string | number) => sql.raw(String(text));

/** Where a question's rows come from. */
export interface Source {
  /** CTEs the rows need. */
  with: SQL;
  /** Rows of `at`, `link_id` (or, if wide, what is asked of `domain` and `channel`), the facets' columns and the counts. */
  rows: SQL;
  facets: Facet[];
  /** Rows stand for channels, not links. */
  wide: boolean;
  kind: 'sums' | 'raw';
}

const folded = ({ from, to }: { from: number | null; to: number | null }) => sql`(
  h.id <= (SELECT hit_id FROM fold_state)
  AND h.id >= (SELECT min(first_id) FROM quarter_ids WHERE quarter >= ${raw(Math.floor((from ?? 0) / QUARTER))})
  ${to === null ? sql`` : sql`AND h.id <= (SELECT max(last_id) FROM quarter_ids WHERE quarter <= ${raw(Math.floor(to / QUARTER))}) AND h.at < ${raw(to)}`}
  AND h.at >= ${raw(from ?? 0)})`;

/** What a question is about, apart from its period. */
interface Subject {
  facets: Facet[];
  /** Those whose rows tell every fact of a link that it names. */
  tables: Tables;
  /** Only the raw hits know the answer: two facets at once, or a facet in hours that are not UTC's. */
  raw: boolean;
  /** The links it is about; undefined: all. */
  links: SQL | undefined;
  /** It names its links or contents: they are few. */
  named: boolean;
  timed: boolean;
}

function subjectOf(plan: StatsPlan): Subject {
  const filters = Object.entries(plan.filters) as [DimensionName, string[]][];
  const dims = [...plan.groupBy, ...filters.map(([name]) => name)].map(dimension);
  const facets = facetsOf(plan);
  const { columns } = facets.length === 0 ? BY_CHANNEL.fine.counts : BY_CHANNEL.fine.facets;
  const timed = dims.some((dim) => dim.of === 'time');
  const odd = timed && plan.offsets.some(({ offset }) => offset % HOUR !== 0);
  const linkFilters = filters.flatMap(([name, values]): [LinkDimension, string[]][] => {
    const dim = dimension(name);
    return dim.of === 'link' ? [[dim, values]] : [];
  });
  const single = facets.length > 1 || (facets.length === 1 && odd);
  const ofLinks = dims.filter((dim) => dim.of === 'link');
  const wide = !single && ofLinks.every(({ key }) => columns.some((column) => key === `links.${column}`));
  const widest = ofLinks.length === 0 ? OVER_ALL : BY_CHANNEL;
  return {
    facets,
    tables: wide ? widest : BY_LINK,
    raw: single,
    links: linkScope(linkFilters),
    named: plan.filters.link !== undefined || plan.filters.content !== undefined,
    timed,
  };
}

// D1 takes five terms at most, also where one of them is such a list itself.
function unionAll(terms: SQL[], most = 4): SQL {
  if (terms.length <= most) return sql.join(terms, sql` UNION ALL `);
  const nested = Array.from({ length: Math.ceil(terms.length / most) }, (_, n) => {
    return sql`SELECT * FROM (${unionAll(terms.slice(n * most, n * most + most))})`;
  });
  return unionAll(nested);
}

/**
 * Picks the smallest sums that answer exactly; what they lack (newest hits, cut edges) is read raw, by one rule. Of the
 * sums, those of the links in `only` may do.
 */
export function chooseSource(plan: StatsPlan, only?: SQL): Source {
  const { facets, links, tables, ...subject } = subjectOf(plan);
  const wide = tables !== BY_LINK;
  const table = facets.length === 0 ? tables.fine.counts : tables.fine.facets;
  const ofLinks = (column: string) => (links === undefined ? sql`` : sql` AND ${raw(column)} IN ${links}`);

  const { from, to } = plan;
  const stretches = subject.raw ? [{ from, to }] : cut(plan, LENGTH[table.unit]).edges;
  const among = sql`(${sql.join([UNFOLDED, ...stretches.map(folded)], sql` OR `)})${ofLinks('h.link_id')}`;
  const columns = ['at', ...table.columns, ...facets.map((facet) => FACETS[facet].column)].map(raw);
  // No sums know two facets together: of old days nothing is told then, not even of a hit that came late.
  const crossed = facets.length > 1;
  const known = crossed ? sql` AND at >= ${fineFrom(1)}` : sql``;
  const hits = sql`SELECT ${sql.join([...columns, hitCounts], sql`, `)} FROM judged WHERE ${inside(raw('at'), plan, 1)}${known}`;
  const scope = {
    plan,
    facet: facets[0],
    links: wide ? undefined : (only ?? links),
    narrow: only !== undefined || subject.named,
    oldOnly: subject.raw,
  };
  const sums = crossed ? [] : sumRows(tables, scope, subject.timed);
  return {
    with: judged(among, subject.raw ? {} : { corrected: sql`true${ofLinks('h.link_id')}` }),
    rows: unionAll([...sums, hits]),
    facets,
    wide,
    kind: stretches.length > 0 ? 'raw' : 'sums',
  };
}
