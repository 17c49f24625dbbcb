/** The performance targets and the results of this run. */

import { SOTTO } from '../redirects/redirects.ts';
import { type Timing, TOP } from '../stats/stats.ts';
import type { Findings } from './findings.ts';

export interface Target {
  what: string;
  wanted: string;
  /** Null if this run did not measure it. */
  measured: number | null;
  unit: string;
  met: boolean | null;
}

/** The targets apply to this many links and connections. */
const LINKS = 1_000;
const CONNECTIONS = 64;
/** The target of the append applies to this batch size. */
const BATCH = 16;
/** The targets of statistics and memory apply to this many hits. */
const LARGE_HITS = 10_000_000;

export function targetsOf(findings: Findings): Target[] {
  return [
    ...ofRedirects(findings),
    ...ofLarge(findings),
    ...ofReading(findings),
    ...ofRollUp(findings),
    ...ofPages(findings),
    ...ofMinting(findings),
    ...MEASURED_ELSEWHERE,
  ];
}

function ofRedirects({ redirects }: Findings): Target[] {
  const setting = redirects?.settings.find(
    ({ links, connections }) => links === LINKS && connections === CONNECTIONS,
  );
  const sotto = setting?.servers.find(({ name }) => name === SOTTO);
  const long = redirects?.long;
  return [
    atMost('CPU per redirect, all threads, ÷ bare node:http, 64 connections', 3, sotto?.cpuRatio),
    atMost('CPU per redirect, all threads, ÷ bare node:http, 64 connections, stretch', 2.5, sotto?.cpuRatio),
    atMost('CPU per redirect ÷ nginx with access log', 3, setting?.toNginx),
    atMost('p99 ÷ bare node:http’s, 64 connections', 2, sotto?.p99Ratio),
    below(`longest turn in ${long?.seconds ?? 60} s of load`, 50, long?.turn, 'ms'),
    equal(
      'redirects received − hits stored',
      redirects?.exact.reduce((sum, { received, stored }) => sum + Math.abs(received - stored), 0),
    ),
  ];
}

function ofLarge({ large }: Findings): Target[] {
  const name = large
    ? `${many(large.hits)} hits and ${many(large.links)} links`
    : '10,000,000 hits and 1,000,000 links';
  const memory =
    large &&
    Math.max(
      ...large.servers.filter((each) => each.name.startsWith(`${SOTTO}, `)).map((each) => each.memory),
    );
  return [
    atMost(`CPU per redirect with ${name} ÷ without`, 1.15, large?.toNone),
    atMost(`resident memory with ${name}, under load`, 250, memory, 'MB'),
  ];
}

function ofReading({ stats }: Findings): Target[] {
  const sizes = stats?.sizes.map(({ hits }) => hits) ?? [];
  const [most, least] = [Math.max(0, ...sizes), Math.min(...sizes)];
  const worst = (scope: Timing['scope'], read: (timing: Timing) => number | undefined) => {
    const timings = stats?.timings.filter((each) => each.scope === scope && each.hits === most) ?? [];
    return timings.length > 0 ? Math.max(...timings.map((each) => read(each) ?? Number.NaN)) : undefined;
  };
  const growth = (timing: Timing) => {
    const small = stats?.timings.find(
      ({ scope, name, hits }) => scope === timing.scope && name === timing.name && hits === least,
    );
    return small && timing.p50 / small.p50;
  };
  const topLinks = (query: string) =>
    stats?.timings.find(({ scope, name, hits }) => scope === 'everything' && name === query && hits === most)
      ?.p99;
  const at = `at ${many(most || LARGE_HITS)} hits`;
  const grown = `${at} ÷ at ${many(sizes.length > 0 ? least : 10_000)}, median, slowest query`;
  return [
    below(
      `statistics of a usual content ${at}, p99`,
      10,
      worst('usual content', ({ p99 }) => p99),
      'ms',
    ),
    below(
      `statistics of the busiest content ${at}, p99`,
      25,
      worst('busiest content', ({ p99 }) => p99),
      'ms',
    ),
    below(
      `statistics of everything ${at}, p99`,
      50,
      worst('everything', ({ p99 }) => p99),
      'ms',
    ),
    below(`top links of 30 days ${at}, p99`, 50, topLinks(TOP.recent), 'ms'),
    below(`top links of all time ${at}, p99`, 50, topLinks(TOP.allTime), 'ms'),
    atMost(`statistics of a usual content ${grown}`, 1.5, worst('usual content', growth)),
    atMost(`statistics of everything ${grown}`, 1.5, worst('everything', growth)),
    below('longest turn during two raw reads and an export', 50, stats?.reading?.longestTurn, 'ms'),
  ];
}

function ofRollUp({ rollUp }: Findings): Target[] {
  const appended = rollUp?.append.find(({ batch }) => batch === BATCH)?.cpu;
  const hits = many(rollUp?.coldStart.hits ?? 1_000_000);
  return [
    atMost(`append on the main thread, batches of ${BATCH}`, 5, appended, 'µs/hit'),
    atMost('roll-up on a folder with 90 days of hits', 15, rollUp?.rollUp, 'µs/hit'),
    below(`start with ${hits} hits of today, until it listens`, 2_000, rollUp?.coldStart.milliseconds, 'ms'),
  ];
}

function ofPages({ pages }: Findings): Target[] {
  const hits = many(pages?.size.hits ?? 1_000_000);
  const worst = pages && Math.max(...pages.timings.map(({ page, statistics }) => page.p50 / statistics.p50));
  return [atMost(`overview with ${hits} hits ÷ its statistics, median, slowest period`, 1.5, worst)];
}

function ofMinting({ mint }: Findings): Target[] {
  const rate = (name: string) => mint?.figures.find((each) => each.name.startsWith(name))?.perSecond;
  return [
    atLeast('links minted 1,000 at a time', 20_000, rate('1000 at'), 'links/s'),
    atLeast('links minted one by one, 16 connections', 3_000, rate('one by one, connections: 16'), 'links/s'),
  ];
}

type Measured = number | undefined;

const atMost = (what: string, limit: number, measured: Measured, unit = '') =>
  target(what, `≤ ${many(limit)}`, measured, unit, (value) => value <= limit);
const atLeast = (what: string, limit: number, measured: Measured, unit = '') =>
  target(what, `≥ ${many(limit)}`, measured, unit, (value) => value >= limit);
const below = (what: string, limit: number, measured: Measured, unit = '') =>
  target(what, `< ${many(limit)}`, measured, unit, (value) => value < limit);
const equal = (what: string, measured: Measured) => target(what, '0', measured, '', (value) => value === 0);

function target(
  what: string,
  wanted: string,
  value: Measured,
  unit: string,
  meets: (value: number) => boolean,
): Target {
  const measured = value !== undefined && Number.isFinite(value) ? value : null;
  return {
    what,
    wanted: `${wanted} ${unit}`.trim(),
    measured,
    unit,
    met: measured === null ? null : meets(measured),
  };
}

const many = (value: number) => value.toLocaleString('en');

/** Targets that this command cannot measure, listed so that none is forgotten. */
const MEASURED_ELSEWHERE: Target[] = [
  equal('hits lost by kill -9 (npm run faults)', undefined),
  atLeast('CPU per redirect of YOURLS and of Kutt, as shipped, ÷ Sotto’s', 30, undefined),
];
