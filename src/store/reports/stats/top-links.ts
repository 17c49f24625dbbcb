/** Finds the most clicked links by the indexes of busy links, without adding up all others. */
import { type SQL, sql } from 'drizzle-orm';
import type { StatsPlan } from '../../../stats/stats-plan.ts';
import { UNIT_CODE } from '../../../sums/sum-row.ts';
import { jsonList, limitSubquery } from '../../sql/conditions.ts';
import type { Reader, Row } from '../../sql/engine.ts';
import { raw } from '../../sql/raw.ts';
import { isWithin } from '../../sums/row-id.ts';
import { allTimeCounts, type CellList, countsOfScopes, timesOf } from './cell-queries.ts';
import type { PreparedStats } from './stats-prepare.ts';
import { allTimeOf, countedCells } from './stats-sums.ts';

// The indexes `totals_hot` and `sums_busy` contain links with at least so many clicks, in total and in one row.
const HOT = 32;
const BUSY = 8;
/** A longer list is answered by adding up all links. */
const MAX_LISTED = 1_000;
/** With more candidates than this, adding up all links is faster. */
const MAX_CANDIDATES = 5_000;
/** The most rows of open hours that are read one by one, if the index of busy links leaves too much unseen. */
const MAX_OPEN_ROWS = 30_000;
/** The most candidates if others wait for the answer. */
const MAX_CANDIDATES_INLINE = 1_000;
/** Up to this many look-ups are cheaper than narrowing the candidates first. */
const FEW_LOOK_UPS = 4_000;

/** This many links more than requested are added up, to learn a lower bound for the clicks of the requested ones. */
const SPARE = 20;

/** Clicks by link. */
export type ClicksByLink = Map<number, number>;

/** Whether a plan asks for the most clicked of all links. */
export const asksTopLinks = ({ groupBy, filters, order, limit, after = null }: StatsPlan): boolean =>
  after === null &&
  groupBy.length === 1 &&
  groupBy[0] === 'link' &&
  Object.keys(filters).length === 0 &&
  order?.measure === 'clicks' &&
  order.descending &&
  limit <= MAX_LISTED;

const clicksIn = (rows: Row[] | undefined): ClicksByLink =>
  new Map((rows ?? []).map(({ link, clicks }) => [Number(link), Number(clicks)]));

/** Selects the links with the most clicks in total. */
const hottest = (most: number): SQL => sql`SELECT t.link_id AS link, t.clicks AS clicks
  FROM totals t INDEXED BY totals_hot CROSS JOIN links ON links.id = t.link_id AND links.deleted_at IS NULL
  WHERE t.clicks >= ${raw(HOT)} ORDER BY t.clicks DESC ${limitSubquery(most)}`;

const hotFrom = (clicks: number): SQL => sql`SELECT link_id AS link, clicks FROM totals INDEXED BY totals_hot
  WHERE clicks >= ${raw(HOT)} AND clicks >= ${clicks} ${limitSubquery(MAX_CANDIDATES + 1)}`;

const totalsOf = (links: Iterable<number>): SQL =>
  sql`SELECT link_id AS link, clicks FROM totals WHERE link_id IN ${jsonList([...links])}`;

/** Selects the clicks of links in those rows of these times in which they are busy. */
const busyClicks = (times: [unit: number, time: number][], links: Iterable<number> | null): SQL =>
  sql`SELECT s.scope AS link, sum(s.clicks) AS clicks
    FROM json_each(${JSON.stringify(times)}) t CROSS JOIN sums s INDEXED BY sums_busy
      ON s.unit = t.value ->> 0 AND s.time = t.value ->> 1 AND s.clicks >= ${raw(BUSY)} AND s.scope > 0
    ${links === null ? sql`` : sql`WHERE s.scope IN ${jsonList([...links])}`} GROUP BY s.scope`;

/** The clicks of links in every row of these hours; null if there are too many rows. */
async function allClicks(
  read: Reader['read'],
  hours: number[],
  mostRows: number,
): Promise<ClicksByLink | null> {
  const most = Math.min(mostRows, MAX_OPEN_ROWS);
  const [rows = []] = await read([
    sql`SELECT s.scope AS link, s.clicks AS clicks FROM json_each(${JSON.stringify(hours)}) t
      CROSS JOIN sums s ON ${isWithin('s', UNIT_CODE.hour, sql`t.value`, sql`t.value + 1`)}
      WHERE s.scope > 0 ${limitSubquery(most + 1)}`,
  ]);
  if (rows.length > most) return null;
  const clicks: ClicksByLink = new Map();
  for (const row of rows) {
    const link = Number(row.link);
    clicks.set(link, (clicks.get(link) ?? 0) + Number(row.clicks));
  }
  return clicks;
}

/** The links with the most of these clicks. */
const leading = (clicks: ClicksByLink, most: number): number[] =>
  [...clicks]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([link]) => link);

const countsOf = (prepared: PreparedStats, cells: CellList, links: number[]): SQL => {
  const allTime = allTimeOf(prepared);
  return allTime === null
    ? countsOfScopes(prepared.subject, cells, links)
    : allTimeCounts(cells, links, allTime);
};

/** Candidate links, and the counts of those whose rows have been added up already. */
export interface Candidates {
  links: number[];
  counted: Map<number, Row>;
}

/**
 * Links that include those with the most clicks; null if the indexes cannot determine them. `newClicks` are the
 * clicks of the period that are not in the sums. A link that is not busy in a row has at most 7 clicks there, and
 * none has more clicks in a period than in total.
 */
export async function topCandidates(
  { read }: Reader,
  prepared: PreparedStats,
  newClicks: ClicksByLink,
  mostRows: number,
): Promise<Candidates | null> {
  const { limit } = prepared.subject.plan;
  const { closedDay } = prepared.state;
  const openTimes = timesOf(prepared.cells).filter(
    ([unit, time]) => unit === UNIT_CODE.hour && time >= closedDay * 24,
  );
  const [hot, busy] = await read([hottest(limit + SPARE), busyClicks(openTimes, null)]);
  let openClicks = clicksIn(busy);
  const newOf = (link: number) => Math.max(0, newClicks.get(link) ?? 0);

  const leaders = new Set([
    ...clicksIn(hot).keys(),
    ...leading(openClicks, SPARE),
    ...leading(newClicks, SPARE),
  ]);
  const counted = await countLinks(read, prepared, leaders);
  const least = leastOf(counted, newClicks, limit);
  if (least === null || least < HOT) return null;
  let unseen = openTimes.length * (BUSY - 1);
  if (least - unseen < HOT) {
    const clicks = await allClicks(
      read,
      openTimes.map(([, hour]) => hour),
      mostRows,
    );
    if (clicks === null) return null;
    [openClicks, unseen] = [clicks, 0];
  }

  const moving = new Set([...openClicks.keys(), ...newClicks.keys()]);
  const [hotRows, movingRows] = await read([hotFrom(least - unseen), totalsOf(moving)]);
  const totals = new Map([...clicksIn(hotRows), ...clicksIn(movingRows)]);
  if ((hotRows?.length ?? 0) > MAX_CANDIDATES) return null;
  const most = (link: number) => (totals.get(link) ?? 0) + (openClicks.get(link) ?? 0) + unseen + newOf(link);
  const candidates = [...new Set([...totals.keys(), ...moving])].filter((link) => most(link) >= least);
  if (mostRows < Number.POSITIVE_INFINITY && candidates.length > MAX_CANDIDATES_INLINE) return null;
  return { links: await narrow(read, prepared, candidates, { least, newOf }), counted };
}

/** The counts of the live links among these, from whole rows. */
async function countLinks(
  read: Reader['read'],
  prepared: PreparedStats,
  links: Set<number>,
): Promise<Map<number, Row>> {
  const live = sql`SELECT id AS scope, 0 AS clicks FROM links WHERE id IN ${jsonList([...links])} AND deleted_at IS NULL`;
  const [alive = [], rows = []] = await read([live, countsOf(prepared, countedCells(prepared), [...links])]);
  const counted = new Map(alive.map((row) => [Number(row.scope), row]));
  for (const row of rows) if (counted.has(Number(row.scope))) counted.set(Number(row.scope), row);
  return counted;
}

/** The clicks that the first `most` of these links have at least; null if there are fewer links. */
function leastOf(counted: Map<number, Row>, newClicks: ClicksByLink, most: number): number | null {
  const clicks = [...counted].map(([link, row]) => Number(row.clicks) + (newClicks.get(link) ?? 0));
  return clicks.sort((a, b) => b - a)[most - 1] ?? null;
}

/**
 * Removes candidates that cannot reach `least` in the rows of the period, if looking that up is faster than counting
 * them all.
 */
async function narrow(
  read: Reader['read'],
  prepared: PreparedStats,
  candidates: number[],
  { least, newOf }: { least: number; newOf: (link: number) => number },
): Promise<number[]> {
  const times = timesOf(prepared.cells);
  const unseen = times.length * (BUSY - 1);
  const few = candidates.length * times.length <= FEW_LOOK_UPS;
  if (few || unseen >= least || allTimeOf(prepared) !== null) return candidates;
  const [rows] = await read([busyClicks(times, candidates)]);
  const clicks = clicksIn(rows);
  return candidates.filter((link) => (clicks.get(link) ?? 0) + unseen + newOf(link) >= least);
}
