/** Statistics: the sums plus the hits that are not rolled up yet. */
import { sql } from 'drizzle-orm';
import { NO_TIME_BUCKET } from '../../../stats/rows/cells.ts';
import { collectCounts, type Fields, NO_VALUE } from '../../../stats/rows/collected-counts.ts';
import { groupRows, orderRows } from '../../../stats/rows/group-rows.ts';
import type { StatsPlan, StatsResult } from '../../../stats/stats-plan.ts';
import type { StatsStore } from '../../../store-ports/count-stores.ts';
import { addTally, countsOf, noTally, tallyOf } from '../../../sums/tally.ts';
import { moreColumns } from '../../sql/columns.ts';
import { inJsonList } from '../../sql/conditions.ts';
import type { Reader, Row } from '../../sql/engine.ts';
import { numberOrNull } from '../../sql/values.ts';
import { tallyIn } from '../../sums/sum-row.ts';
import { readTexts } from '../dictionary-texts.ts';
import { readLastClicked } from '../last-clicked.ts';
import { NEWEST_HIT_AT } from '../newest-hit.ts';
import { readClicksOfContents, readTotals } from '../totals.ts';
import { splitHours } from './cell-queries.ts';
import { moveCapped } from './single-hit-caps.ts';
import {
  MAX_INLINE_ROWS,
  readAllRowsIfCheaper,
  readsHits,
  rowsOfLinks,
  rowsToRead,
  searchesLinks,
} from './stats-estimate.ts';
import { addHitRows, hitsQuery } from './stats-hits.ts';
import { ALL_LINKS_FIELDS, countLinks, type PreparedStats, prepare } from './stats-prepare.ts';
import { linkColumns, type StatsSubject, subjectOf } from './stats-subject.ts';
import { addSums, fieldsIn, type Hidden } from './stats-sums.ts';
import { asksTopLinks, topCandidates } from './top-links.ts';
import { watchSums } from './watch-sums.ts';

/** Answers plans, and the totals of many links. */
export type StatsReader = Pick<StatsStore, 'read' | 'totals' | 'clicksOfContents' | 'lastClicked'>;

const WAITING = sql`SELECT (SELECT max(id) FROM hits) - (SELECT hit_id FROM sums_state) AS hits`;

/** More links than this are not looked up one by one. */
const MAX_LINKS = 200;

/** The totals of so many links are read in a thread for which others wait: each takes a look-up in each open hour. */
const MAX_TOTALS = 500;

/** An answer is read again if a roll-up finished between two of its reads. So many in a row cannot be a coincidence. */
const MAX_ATTEMPTS = 20;

/** The counts of an answer. */
interface Counted {
  atoms: ReturnType<typeof collectCounts>;
  /** The groups that are not among the atoms. */
  hidden: Hidden;
}

/** The values of the first field of links, by which SQL distinguishes groups. */
function firstFields(rows: Row[], subject: StatsSubject): (string | number | null)[] {
  const [first] = linkColumns(subject);
  return first === undefined ? [] : [...new Set(rows.map((row) => row[first.field] ?? null))];
}

async function count(reader: Reader, prepared: PreparedStats, hits: Row[]): Promise<Counted> {
  const atoms = collectCounts();
  addHitRows(atoms, hits, prepared);
  await moveCapped(reader, prepared, atoms);
  const hidden = prepared.subject.crossed
    ? { tally: noTally(), groups: 0 }
    : await addSums(reader, prepared, atoms, firstFields(hits, prepared.subject));
  return { atoms, hidden };
}

/** The same question about all links together. */
const overAll = (prepared: PreparedStats): PreparedStats => ({
  ...prepared,
  scopes: ALL_LINKS_FIELDS,
  subject: { ...prepared.subject, scopes: 'all', plan: { ...prepared.subject.plan, groupBy: [] } },
});

/** Counts the links that can be among the most clicked; null if these cannot be determined. */
async function countTop(
  reader: Reader,
  prepared: PreparedStats,
  hits: Row[],
  mostRows: number,
): Promise<Counted | null> {
  const newClicks = new Map(hits.map(({ link, clicks }) => [Number(link), Number(clicks)]));
  const candidates = await topCandidates(reader, prepared, newClicks, mostRows);
  if (candidates === null) return null;
  const [rows = []] = await reader.read([
    sql`SELECT links.id AS scope${moreColumns(linkColumns(prepared.subject))} FROM links
      WHERE ${inJsonList(sql`links.id`, candidates.links)} AND links.deleted_at IS NULL`,
  ]);
  const scopes = new Map<number, Fields>(
    rows.map((row) => [Number(row.scope), fieldsIn(row, prepared.subject)]),
  );
  const own = hits.filter(({ link }) => scopes.has(Number(link)));
  // Rows that are split by quarter-hour are read for all candidates alike.
  const known = splitHours(prepared.cells).length === 0 ? candidates.counted : new Map<number, Row>();
  const rest = new Map([...scopes].filter(([link]) => !known.has(link)));
  const counted = await count(reader, { ...prepared, scopes: rest }, own);
  for (const [link, row] of known) {
    const fields = scopes.get(link);
    if (fields) addTally(tallyOf(counted.atoms.at(fields, NO_TIME_BUCKET), NO_VALUE), tallyIn(row));
  }
  const all = await count(reader, overAll(prepared), hits);
  const hidden = noTally();
  for (const { values } of all.atoms.all()) for (const tally of values.values()) addTally(hidden, tally);
  for (const { values } of counted.atoms.all())
    for (const tally of values.values()) addTally(hidden, tally, -1);
  return { atoms: counted.atoms, hidden: { tally: hidden, groups: null } };
}

interface Limits {
  /** The most rows that an answer may read. */
  mostRows: number;
  /** The most links that are looked up one by one. */
  mostLinks: number;
}

/** So many rows of links are read to count all groups, although the first ones could be found without them. */
const MAX_COUNTED_ROWS = 100_000;

const countsAll = ({ countsGroups = false }: StatsPlan, prepared: PreparedStats) =>
  countsGroups && rowsOfLinks(prepared) <= MAX_COUNTED_ROWS;

/** Answers the plan, or 'large' if that would read more rows than the limit. */
async function answer(
  reader: Reader,
  plan: StatsPlan,
  { mostRows, mostLinks }: Limits,
): Promise<StatsResult | 'large'> {
  const subject = subjectOf(plan);
  if (
    mostRows < Number.POSITIVE_INFINITY &&
    searchesLinks(subject) &&
    (await countLinks(reader)) > mostRows
  ) {
    return 'large';
  }
  const prepared = readAllRowsIfCheaper(await prepare(reader, subject, mostLinks));
  const top = prepared.scopes === null && asksTopLinks(plan) && !countsAll(plan, prepared);
  if (rowsToRead(prepared, top) > mostRows) return 'large';
  const [newest, hits = []] = await reader.read([NEWEST_HIT_AT, await hitsQuery(reader, prepared, top)]);
  const hottest = top ? await countTop(reader, prepared, hits, mostRows) : null;
  // Without the indexes of busy links, all others have to be added up.
  if (top && hottest === null && rowsToRead(prepared, false) > mostRows) return 'large';
  const counted = hottest ?? (await count(reader, prepared, hits));
  const values = new Set([...counted.atoms.all()].flatMap((atom) => [...atom.values.keys()]));
  const grouped = groupRows(plan.groupBy, counted.atoms.all(), await readTexts(reader, subject, values));
  const { tally, groups } = counted.hidden;
  addTally(grouped.total, tally);
  return {
    rows: orderRows(grouped.rows, plan),
    groups: groups === null ? null : grouped.rows.length + groups,
    total: countsOf(grouped.total),
    asOf: numberOrNull(newest?.[0]?.at),
    compactedDay: prepared.state.compactedDay,
    source: readsHits(subject) ? 'raw' : 'sums',
  };
}

/** Reads statistics; `elsewhere` answers what reads so many rows that others would wait too long. */
export function createStatsStore(reader: Reader, elsewhere?: StatsReader, mostLinks = MAX_LINKS): StatsStore {
  const mostRows = elsewhere === undefined ? Number.POSITIVE_INFINITY : MAX_INLINE_ROWS;
  return {
    totals: async (linkRowIds) =>
      elsewhere !== undefined && linkRowIds.length > MAX_TOTALS
        ? elsewhere.totals(linkRowIds)
        : readTotals(reader, linkRowIds),
    clicksOfContents: async (contentRowIds) =>
      elsewhere ? elsewhere.clicksOfContents(contentRowIds) : readClicksOfContents(reader, contentRowIds),

    lastClicked: async (plan) => (elsewhere ? elsewhere.lastClicked(plan) : readLastClicked(reader, plan)),

    async read(plan) {
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
        const watched = watchSums(reader);
        const result = await answer(watched, plan, { mostRows, mostLinks });
        if (result === 'large' && elsewhere !== undefined) return elsewhere.read(plan);
        if (result !== 'large' && !watched.changed()) return result;
      }
      throw new Error('The sums changed each time that statistics were read');
    },

    async waiting() {
      const [rows] = await reader.read([WAITING]);
      return Math.max(0, Number(rows?.[0]?.hits ?? 0));
    },
  };
}
