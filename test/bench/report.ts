import type { Machine } from './machine.ts';
import type { measureMinting } from './minting.ts';
import type { measureReading } from './reading.ts';
import type { measureRedirects } from './redirects.ts';
import { figure, table } from './table.ts';

/** All that a run found out; what was not asked for is absent. */
export interface Findings {
  date: string;
  machine: Machine;
  load: string;
  quick: boolean;
  redirects?: Awaited<ReturnType<typeof measureRedirects>>;
  minting?: Awaited<ReturnType<typeof measureMinting>>;
  reading?: Awaited<ReturnType<typeof measureReading>>;
}

/** The findings as text. */
export function report(findings: Findings): string {
  const { date, machine, load, quick, redirects, minting, reading } = findings;
  const { processor, cores, memoryGb, system, node } = machine;
  return [
    `Sotto, ${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${load}`,
    ...(quick ? ['Quick run: too short to rely on.'] : []),
    ...(redirects ? redirectLines(redirects) : []),
    ...(minting ? mintingLines(minting) : []),
    ...(reading ? readingLines(reading) : []),
  ].join('\n');
}

function redirectLines(redirects: NonNullable<Findings['redirects']>): string[] {
  const { rounds, seconds, connections, links, servers, exact } = redirects;
  const heads = ['', 'req/s', 'CPU µs', '÷ bare', 'p50 ms', 'p99 ms', '÷ bare', 'longest turn ms', 'MB'];
  const rows = servers.map((server) => {
    const { name, perSecond, cpu, cpuRatio, p50, p99, p99Ratio, longestTurn, memory } = server;
    return [name, ...[perSecond, cpu, cpuRatio, p50, p99, p99Ratio, longestTurn, memory].map(figure)];
  });
  const same = exact.received === exact.stored;
  return [
    '',
    `Redirects: ${links} links, ${connections} connections, medians of ${rounds} rounds of ${seconds} s`,
    table(heads, rows),
    ...redirects.void.map((why) => `void: ${why}`),
    `${same ? '' : 'WRONG: '}${exact.received} redirects received, ${exact.stored} hits stored`,
  ];
}

function mintingLines({ single, bulk }: NonNullable<Findings['minting']>): string[] {
  const rows = [
    ['one by one', figure(single.perSecond), figure(single.cpu), figure(single.p99)],
    ['in bulk', figure(bulk.perSecond), figure(bulk.cpu), ''],
  ];
  return [
    '',
    'Minting',
    table(['', 'links/s', 'CPU µs', 'p99 ms'], rows),
    ...(single.mistake ? [`void: one by one: ${single.mistake}`] : []),
  ];
}

function readingLines({ hits, stats, export: exported }: NonNullable<Findings['reading']>): string[] {
  const rows = stats.map(({ name, scope, p50, p99 }) => [`${scope} ${name}`, figure(p50), figure(p99)]);
  const { rows: lines, megabytes, seconds, longestTurn } = exported;
  return [
    '',
    `Statistics over HTTP, ${hits.toLocaleString('en')} hits of 90 days`,
    table(['', 'p50 ms', 'p99 ms'], rows),
    '',
    `All hits as CSV: ${lines.toLocaleString('en')} rows, ${figure(megabytes)} MB in ${figure(seconds)} s, ` +
      `longest turn ${figure(longestTurn)} ms`,
  ];
}
