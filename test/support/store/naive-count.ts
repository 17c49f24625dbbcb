/** Counts a hit log hit by hit and shares one by one, without sums, to compare the result with the sums. */
import { sql } from 'drizzle-orm';
import type { Link } from '../../../src/links/link.ts';
import { COUNTS } from '../../../src/stats/measures.ts';
import type { Engine, Row } from '../../../src/store/sql/engine.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const DAY = 24 * HOUR;

/** The kind of a share among hits: it has no facts. */
const SHARE = 'share';

type Counts = Record<string, number>;

/** The content of the sums: the name of a row → its parts → their counts. */
export type Counted = Record<string, Record<string, Counts | number>>;

const countNames = (row: Row): string[] => [
  row.kind === 'prefetch' ? 'prefetches' : `${row.kind}s`,
  ...(row.is_unique === 1 ? ['uniqueClicks'] : []),
  ...(row.anonymous === 1 ? ['anonymousClicks'] : []),
  ...(row.kind === 'click' && row.reason === 'own' ? ['ownClicks'] : []),
];

function add(counts: Counts, row: Row): void {
  for (const name of countNames(row)) counts[name] = (counts[name] ?? 0) + 1;
}

/** Counts rows of `hits` and of `shares` on these links of the default domain, on closed days. */
export function countLog(hits: Row[], links: readonly Link[], shares: Row[] = []): Counted {
  const counted: Counted = {};
  const channels = new Map(links.map(({ rowId, channel }) => [rowId, channel]));
  const partsOf = (name: string) => {
    const parts = counted[name] ?? {};
    counted[name] = parts;
    return parts;
  };
  const note = (name: string, part: string, row: Row) => {
    const parts = partsOf(name);
    const counts = parts[part] ?? {};
    if (typeof counts === 'object') add(counts, row);
    parts[part] = counts;
  };
  for (const row of [...hits, ...shares.map((share) => ({ ...share, kind: SHARE, mark: null }))] as Row[]) {
    const at = Number(row.at);
    const link = Number(row.link_id);
    for (const scope of [`link ${link}`, `channel ${channels.get(link)}`, 'all']) {
      for (const [unit, time] of [
        ['hour', Math.floor(at / HOUR)],
        ['day', Math.floor(at / DAY)],
      ] as const) {
        const name = `${unit} ${time} ${scope}`;
        note(name, 'counts', row);
        if (unit === 'hour') note(name, `quarter ${Math.floor(at / QUARTER) % 4}`, row);
        if (row.kind === SHARE) continue;
        for (const facet of ['agent', 'place', 'referrer']) note(name, `${facet} ${row[`${facet}_id`]}`, row);
        if (row.mark !== null) note(name, `mark ${row.mark}`, row);
      }
    }
    note(`total ${link}`, 'counts', row);
    if (row.kind === SHARE) continue;
    const ids = partsOf(`ids ${Math.floor(at / HOUR)}`);
    ids.first ??= Number(row.id);
    ids.last = Number(row.id);
    if (row.kind !== 'click') continue;
    const total = partsOf(`total ${link}`);
    total.lastClickAt = Math.max(Number(total.lastClickAt ?? 0), at);
  }
  return counted;
}

const COLUMNS = COUNTS.map((name) => [name, name.replace(/[A-Z]/, (letter) => `_${letter.toLowerCase()}`)]);

const countsIn = (row: Row): Counts =>
  Object.fromEntries(
    COLUMNS.flatMap(([name = '', column = '']) => (row[column] ? [[name, Number(row[column])]] : [])),
  );

/** Decodes a list of values, whose format src/sums/tally.ts describes. */
function valuesIn(encoded: Row[string] | undefined): [value: string, counts: Counts][] {
  const list: (string | number)[] = JSON.parse(String(encoded ?? '[]'));
  const values: [string, Counts][] = [];
  while (list.length > 0) {
    const [value, bits] = [list.shift(), Number(list.shift())];
    const counts: Counts = {};
    COUNTS.forEach((name, bit) => {
      if (bits & (1 << bit)) counts[name] = Number(list.shift());
    });
    values.push([String(value), counts]);
  }
  return values;
}

const LISTS = { quarter: 'quarters', agent: 'agents', place: 'places', referrer: 'referrers', mark: 'marks' };

/** Reads the same counts from the tables of sums. */
export async function readCounts({ read }: Pick<Engine, 'read'>): Promise<Counted> {
  const [sums = [], totals = []] = await read([
    sql`SELECT sums.*, channel FROM sums LEFT JOIN scopes ON scopes.id = -scope`,
    sql`SELECT * FROM totals`,
  ]);
  const counted: Counted = {};
  for (const row of sums) {
    const scope = Number(row.scope);
    const of = scope > 0 ? `link ${scope}` : scope === 0 ? 'all' : `channel ${row.channel}`;
    const parts = Object.entries(LISTS).flatMap(([facet, column]) =>
      valuesIn(row[column]).map(([value, counts]) => [`${facet} ${value}`, counts]),
    );
    counted[`${row.unit === 0 ? 'hour' : 'day'} ${row.time} ${of}`] = {
      counts: countsIn(row),
      ...Object.fromEntries(parts),
    };
    if (scope === 0 && row.unit === 0 && row.first_hit_id !== null) {
      counted[`ids ${row.time}`] = { first: Number(row.first_hit_id), last: Number(row.last_hit_id) };
    }
  }
  for (const row of totals) {
    counted[`total ${row.link_id}`] = {
      counts: countsIn(row),
      ...(row.last_click_at === null ? {} : { lastClickAt: Number(row.last_click_at) }),
    };
  }
  return counted;
}
