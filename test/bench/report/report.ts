import type { ServerFigures } from '../load/rounds.ts';
import { costLines } from '../roll-up/report.ts';
import { SCOPES } from '../stats/stats.ts';
import type { Findings, JudgedFindings } from './findings.ts';
import { figure, table } from './table.ts';
import type { Target } from './targets.ts';

/** The results as text. */
export function report(findings: JudgedFindings): string {
  const { quick, redirects, large, stats, pages, mint, rollUp, targets } = findings;
  return [
    `Sotto, ${measuredOn(findings)}`,
    ...(quick ? ['Quick run: too short for reliable figures.'] : []),
    ...(redirects ? redirectLines(redirects) : []),
    ...(large ? largeLines(large) : []),
    ...(stats ? statsLines(stats) : []),
    ...(pages ? pageLines(pages) : []),
    ...(mint ? mintLines(mint) : []),
    ...(rollUp ? costLines(rollUp) : []),
    ...targetLines(targets),
  ].join('\n');
}

/** The date and the machine of the measurements. */
export function measuredOn({ date, machine, load }: Findings): string {
  const { processor, cores, memoryGb, system, node } = machine;
  return `${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${load}`;
}

const SERVER_HEADS = [
  ...['', 'req/s', 'CPU µs', '÷ bare', 'main µs', 'others µs'],
  ...['p50 ms', '÷ bare', 'p99 ms', '÷ bare', 'longest turn ms', 'MB'],
];

function serverRow(server: ServerFigures): string[] {
  const { perSecond, cpu, cpuRatio, main, others, p50, p50Ratio, p99, p99Ratio, longestTurn, memory } =
    server;
  const figures = [perSecond, cpu, cpuRatio, main, others, p50, p50Ratio, p99, p99Ratio, longestTurn, memory];
  return [server.name, ...figures.map(figure)];
}

const voids = (reasons: string[]) => reasons.map((reason) => `void: ${reason}`);

function redirectLines({ seconds, settings, exact, long }: NonNullable<Findings['redirects']>): string[] {
  return [
    ...settings.flatMap(({ links, connections, rounds, servers, ...setting }) => [
      '',
      `Redirects: ${many(links)} links, connections: ${connections}, medians of ${rounds} rounds of ${seconds} s`,
      table(SERVER_HEADS, servers.map(serverRow)),
      ...voids(setting.void),
    ]),
    '',
    ...(long
      ? [
          `${long.seconds} s of load: longest turn ${figure(long.turn)} ms, p99 ${figure(long.p99)} ms, ${figure(long.memory)} MB`,
        ]
      : []),
    ...(long?.error ? [`FAILED: ${long.error}`] : []),
    ...exact.map(({ name, links, received, stored }) => {
      const prefix = received === stored ? '' : 'FAILED: ';
      return `${prefix}${name}, ${many(links)} links: ${many(received)} redirects received, ${many(stored)} hits stored`;
    }),
  ];
}

function largeLines(large: NonNullable<Findings['large']>): string[] {
  const { hits, links, connections, rounds, seconds, servers, toNone, spreadToNone } = large;
  return [
    '',
    `Redirects with ${many(hits)} hits and ${many(links)} stored links, ${connections} connections, ` +
      `medians of ${rounds} rounds of ${seconds} s`,
    table(SERVER_HEADS, servers.map(serverRow)),
    ...voids(large.void),
    `CPU ÷ without hits: ${figure(toNone)}; requests spread over many links: ${figure(spreadToNone)}`,
  ];
}

function statsLines({ sizes, timings, reading }: NonNullable<Findings['stats']>): string[] {
  const names = [...new Set(timings.map(({ name }) => name))];
  const rows = SCOPES.flatMap((scope) =>
    names.map((name) => [
      `${scope} ${name}`,
      ...sizes.flatMap(({ hits }) => {
        const timing = timings.find(
          (each) => each.scope === scope && each.name === name && each.hits === hits,
        );
        return [figure(timing?.p50 ?? Number.NaN), figure(timing?.p99 ?? Number.NaN)];
      }),
    ]),
  );
  return [
    '',
    'Statistics over HTTP in milliseconds, by the number of hits in 90 days',
    table(['', ...sizes.flatMap(({ hits }) => [`${many(hits)}: p50`, 'p99'])], rows),
    ...(reading
      ? [
          '',
          `Export of all hits as CSV during two raw reads: ${many(reading.rows)} rows, ${figure(reading.megabytes)} MB in ` +
            `${figure(reading.seconds)} s${reading.whole ? '' : ' (stopped)'}, ${reading.answered} raw reads answered, ${reading.refused} refused as too large, ` +
            `longest turn ${figure(reading.longestTurn)} ms`,
        ]
      : []),
  ];
}

function pageLines({ size, timings }: NonNullable<Findings['pages']>): string[] {
  const rows = timings.map(({ period, page, statistics, bytes }) => [
    period,
    ...[page.p50, page.p99, statistics.p50, statistics.p99, page.p50 / statistics.p50, bytes / 1000].map(
      figure,
    ),
  ]);
  const heads = ['', 'page: p50 ms', 'p99', 'its statistics alone: p50', 'p99', 'page ÷ statistics', 'kB'];
  return ['', `Overview over HTTP with ${many(size.hits)} hits`, table(heads, rows)];
}

function mintLines({ figures, ...mint }: NonNullable<Findings['mint']>): string[] {
  const rows = figures.map(({ name, perSecond, cpu, p50, p99 }) => [
    name,
    ...[perSecond, cpu, p50, p99].map(figure),
  ]);
  return ['', 'Minting', table(['', 'links/s', 'CPU µs', 'p50 ms', 'p99 ms'], rows), ...voids(mint.void)];
}

function targetLines(targets: Target[]): string[] {
  const rows = targets.map(({ what, ...target }) => [what, ...verdict(target)]);
  return ['', 'Targets', table(['', 'measured', 'target', ''], rows)];
}

/** The measured value, the target, and whether it is met. */
export function verdict({ measured, wanted, met }: Omit<Target, 'what'>): string[] {
  if (measured === null) return ['–', wanted, 'not measured'];
  return [figure(measured), wanted, met ? 'met' : 'MISSED'];
}

const many = (value: number) => value.toLocaleString('en');
