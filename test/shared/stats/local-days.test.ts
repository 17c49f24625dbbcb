import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import type { StatsQuestion } from '../../../src/stats/question.ts';
import { readStats } from '../../../src/stats/read-stats.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { SETTINGS } from '../../support/runtimes/sotto.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const DAY = 86_400_000;
const QUARTER = 900_000;
/** UTC days of each span. */
const DAYS = 3;

// The days around both clock changes of 2026; India and Nepal have none.
const ZONES: [zone: string, spring: string, autumn: string][] = [
  ['Europe/Paris', '2026-03-28', '2026-10-24'],
  ['America/New_York', '2026-03-07', '2026-10-31'],
  ['Asia/Kolkata', '2026-03-28', '2026-10-24'],
  ['Asia/Kathmandu', '2026-03-30', '2026-10-31'],
  ['Pacific/Auckland', '2026-04-04', '2026-09-26'],
  ['America/St_Johns', '2026-03-07', '2026-10-31'],
];
const SPANS = ZONES.flatMap(([zone, ...starts]) => starts.map((start) => [zone, start] as const));

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

/** Brings the sums up to date. */
const settle = async () => {
  while ((await runtime.sums.rollUp()) > 0);
};

type Unit = 'hour' | 'day' | 'week' | 'month';
type Names = Record<Unit, string>;

/** The names of the hour, day, week and month of an instant in a zone. */
function calendar(timeZone: string): (at: number) => Names {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    timeZoneName: 'longOffset',
  });
  const read = (at: number): Names => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    const month = `${parts.year}-${parts.month}`;
    const day = `${month}-${parts.day}`;
    const sinceMonday = (new Date(day).getUTCDay() + 6) % 7;
    const week = new Date(Date.parse(day) - sinceMonday * DAY).toISOString().slice(0, 10);
    const offset = parts.timeZoneName?.slice('GMT'.length) || '+00:00';
    return { hour: `${day}T${parts.hour}:00:00${offset}`, day, week, month };
  };
  const known = new Map<number, Names>();
  return (at) => {
    const names = known.get(at) ?? read(at);
    known.set(at, names);
    return names;
  };
}

/** Every hit of the file, for answers about all links. */
const everything: NewHit[] = [];

interface Traffic {
  busy: Link;
  quiet: Link;
  hits: NewHit[];
}

/** A hit on a busy link in each quarter-hour of the span, and one in seven on a quiet link of the same content. */
async function traffic(start: string): Promise<Traffic> {
  const content = newContent();
  const minted = await mintLinks(runtime.store, content, [newLink(), newLink({ channel: 'email' })]);
  const [busy, quiet] = minted ?? [];
  if (!busy || !quiet) throw new Error('The links could not be minted');
  const hits = Array.from({ length: (DAYS * DAY) / QUARTER }, (_, nth): NewHit[] => {
    const facts: Partial<NewHit> = {
      at: Date.parse(start) + nth * QUARTER + 1_000,
      kind: nth % 5 === 0 ? 'bot' : 'click',
      country: ['FR', 'BE', ''][nth % 3] ?? '',
      mark: nth % 4 === 0 ? 'letter' : null,
    };
    const both = nth % 7 === 0 ? [busy, quiet] : [busy];
    return both.map((link) => hitOn(link, facts));
  }).flat();
  return { busy, quiet, hits };
}

async function append(hits: NewHit[]) {
  await runtime.store.hits.append(hits);
  everything.push(...hits);
}

const GROUPS = [
  ...(['hour', 'day', 'week', 'month'] as const).map((unit) => [unit]),
  ...[
    ['country', 'day'],
    ['mark', 'day'],
    ['country', 'week'],
  ],
];

/** The clicks and bots of each group, counted over the single hits. */
function tally(groupBy: string[], hits: NewHit[], named: (at: number) => Names) {
  const groups = new Map<string, { click: number; bot: number }>();
  for (const { at, kind, country, mark } of hits) {
    const names: Record<string, string | null> = { country: country || null, mark, ...named(at) };
    const group = groupBy.map((name) => names[name]).join(' ');
    const counts = groups.get(group) ?? { click: 0, bot: 0 };
    counts[kind === 'bot' ? 'bot' : 'click']++;
    groups.set(group, counts);
  }
  return [...groups].map(([group, { click, bot }]) => `${group}: ${click} + ${bot}`).sort();
}

async function answer(question: Partial<StatsQuestion>, now: number) {
  const all = {
    groupBy: [],
    filters: {},
    contentIds: [],
    linkIds: [],
    from: null,
    to: null,
    timezone: 'UTC',
  };
  const deps = { store: runtime.store, clock: () => now, settings: SETTINGS };
  const { data } = await readStats(deps, { ...all, sort: null, limit: null, ...question });
  const groupBy = question.groupBy ?? [];
  return data
    .filter(({ hits }) => hits > 0)
    .map((row) => `${groupBy.map((name) => row[name]).join(' ')}: ${row.clicks} + ${row.bots}`)
    .sort();
}

/** Every question about the links of the traffic and about all links, each compared with the single hits. */
async function check(timezone: string, start: string, { busy, quiet, hits }: Traffic) {
  const named = calendar(timezone);
  const first = Date.parse(start);
  const now = first + (DAYS + 2) * DAY;
  const on = (link: Link) => hits.filter(({ linkRowId }) => linkRowId === link.rowId);
  const scopes: [string, Partial<StatsQuestion>, NewHit[]][] = [
    ['busy link', { linkIds: [busy.id] }, on(busy)],
    ['quiet link', { linkIds: [quiet.id] }, on(quiet)],
    ['content', { contentIds: [busy.contentId] }, hits],
  ];
  const date = (day: number) => new Date(first + day * DAY).toISOString().slice(0, 10);
  const period = { from: date(0), to: date(DAYS - 1) };
  const inPeriod = ({ at }: NewHit) => named(at).day >= period.from && named(at).day <= period.to;
  const near = everything.filter(({ at }) => Math.abs(at - first) < 2 * DAYS * DAY);
  const questions = [
    ...scopes.map(([name, scope, among]) => ({ name, scope, among })),
    ...scopes.map(([name, scope, among]) => ({
      name: `${name} in a period`,
      scope: { ...scope, ...period },
      among: among.filter(inPeriod),
    })),
    { name: 'all links in a period', scope: period, among: near.filter(inPeriod) },
  ];
  for (const groupBy of GROUPS) {
    for (const { name, scope, among } of questions) {
      const found = await answer({ ...scope, groupBy, timezone }, now);
      expect(found, `${name} by ${groupBy}`).toEqual(tally(groupBy, among, named));
    }
  }
}

describe.each(SPANS)('in %s, from %s on,', (zone, start) => {
  it('hits count in their local hour, day, week and month, before and after they are rolled up', async () => {
    const made = await traffic(start);
    await append(made.hits);
    await check(zone, start, made);
    await settle();
    await check(zone, start, made);
  });

  it('hits count there also while only every other one is rolled up', async () => {
    const made = await traffic(start);
    await append(made.hits.filter((_, nth) => nth % 2 === 0));
    await settle();
    await append(made.hits.filter((_, nth) => nth % 2 === 1));
    await check(zone, start, made);
  });
});
