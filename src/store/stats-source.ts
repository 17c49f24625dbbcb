import { type SQL, sql } from 'drizzle-orm';
import { type DimensionName, dimension, type LinkDimension } from '../stats/dimensions.ts';
import { FACETS, type Facet } from '../stats/facets.ts';
import type { StatsPlan } from '../stats/plan.ts';
import { facetsOf } from '../stats/retention.ts';
import { asText } from './compile.ts';
import { HOUR, hitCounts, judged, QUARTER, UNFOLDED } from './judged.ts';
import { cut, fineFrom, given, inside, LENGTH } from './stats-period.ts';
import { linkScope } from './stats-sql.ts';
import { BY_CHANNEL, BY_LINK, OVER_ALL, type Scope, sumRows, type Tables } from './stats-sums.ts';

const raw = (text: string | number) => sql.raw(String(text));

/** Where a question's rows come from. */
export interface Source {
  /** CTEs the rows need. */
  with: SQL;
  /**
   * Rows of `at`, `link_id` (or, if wide, what is asked of `domain` and `channel`), the facets' columns and the counts:
   * selects from the sums, and one of the hits that these lack.
   */
  sums: SQL[];
  hits: SQL;
  facets: Facet[];
  /** Rows stand for channels, not links. */
  wide: boolean;
  /** What the rows lack of their links: facts to group by, or which of them live. */
  linkFacts: boolean;
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
  /** It is grouped by a fact of the links. */
  byLink: boolean;
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
    byLink: plan.groupBy.map(dimension).some((dim) => dim.of === 'link'),
  };
}

// D1 takes five terms at most, also where one of them is such a list itself.
export function unionAll(terms: SQL[], most = 4): SQL {
  if (terms.length <= most) return sql.join(terms, sql` UNION ALL `);
  const nested = Array.from({ length: Math.ceil(terms.length / most) }, (_, n) => {
    return sql`SELECT * FROM (${unionAll(terms.slice(n * most, n * most + most))})`;
  });
  return unionAll(nested);
}

/** The links that a question is about, found once. */
const ASKED = sql`(SELECT id FROM asked)`;
const ofAsked = (column: string, links: SQL | undefined) =>
  links === undefined ? sql`` : sql` AND ${raw(column)} IN ${ASKED}`;

/** The newest hits, of all links and of those that are asked for: most questions need no others. */
const newest = (asked: SQL) => asText(judged(sql`(${UNFOLDED})${asked}`, { corrected: sql`true${asked}` }));
const NEWEST = newest(sql``);
const NEWEST_ASKED = newest(ofAsked('h.link_id', ASKED));

function judgedHits({ raw: single, links }: Subject, stretches: Parameters<typeof folded>[0][]): SQL {
  if (stretches.length === 0) return links === undefined ? NEWEST : NEWEST_ASKED;
  const asked = ofAsked('h.link_id', links);
  const among = sql`(${sql.join([UNFOLDED, ...stretches.map(folded)], sql` OR `)})${asked}`;
  return judged(among, single ? {} : { corrected: sql`true${asked}` });
}

/** Other sums than those of the links that are asked for: of these links alone, and behind a gate. */
export type Narrowing = Pick<Scope, 'gate'> & { only?: SQL };

/** Picks the smallest sums that answer exactly; what they lack (newest hits, cut edges) is read raw, by one rule. */
export function chooseSource(plan: StatsPlan, { only, gate }: Narrowing = {}): Source {
  const subject = subjectOf(plan);
  const { facets, links, tables } = subject;
  const wide = tables !== BY_LINK;
  const table = facets.length === 0 ? tables.fine.counts : tables.fine.facets;

  const { from, to } = plan;
  const stretches = subject.raw ? [{ from, to }] : cut(plan, LENGTH[table.unit]).edges;
  const columns = ['at', ...table.columns, ...facets.map((facet) => FACETS[facet].column)].map(raw);
  // No sums know two facets together: of old days nothing is told then, not even of a hit that came late.
  const crossed = facets.length > 1;
  const known = crossed ? sql` AND at >= ${fineFrom(1)}` : sql``;
  const asked = links === undefined ? sql`` : sql`asked AS MATERIALIZED ${links}, `;
  const scope = {
    plan,
    facet: facets[0],
    links: wide ? undefined : (only ?? (links && ASKED)),
    narrow: only !== undefined || subject.named,
    oldOnly: subject.raw,
    gate,
  };
  return {
    with: sql`${given(plan)}, ${asked}${judgedHits(subject, stretches)}`,
    sums: crossed ? [] : sumRows(tables, scope, subject.timed),
    hits: sql`SELECT ${sql.join([...columns, hitCounts], sql`, `)} FROM judged WHERE ${inside(raw('at'), plan, 1)}${known}`,
    facets,
    wide,
    linkFacts: !wide && (links === undefined || subject.byLink),
    kind: stretches.length > 0 ? 'raw' : 'sums',
  };
}
