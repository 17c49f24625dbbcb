import type { measureCpu } from './edge-cpu.ts';
import type { RowFigures } from './edge-rows.ts';
import type { Machine } from './machine.ts';
import { figure, table } from './table.ts';

/** All that a run found out. */
export type EdgeFindings = Awaited<ReturnType<typeof measureCpu>> & {
  date: string;
  machine: Machine;
  load: string;
  quick: boolean;
  rows: RowFigures[];
};

/** The findings as text. */
export function edgeReport({ date, machine, load, quick, ...found }: EdgeFindings): string {
  const { processor, cores, memoryGb, system, node } = machine;
  const { links, seconds, rounds, workers, operations, rows } = found;
  const { redirects, messages, d1, kvReads, kvWrites, cacheReads } = operations;
  const perRedirect = (count: number) => figure(count / redirects);
  return [
    `Sotto at the edge, ${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${load}`,
    ...(quick ? ['Quick run: too short to rely on.'] : []),
    '',
    `Redirects in workerd: ${links} links, medians of ${rounds} rounds of ${seconds} s`,
    table(
      ['', 'CPU µs', '÷ bare', 'req/s'],
      workers.map(({ name, cpu, ratio, perSecond }) => [name, ...[cpu, ratio, perSecond].map(figure)]),
    ),
    '',
    `Operations per redirect of a remembered link (${redirects} redirects)`,
    table(
      ['', 'per redirect'],
      [
        ['D1 calls', perRedirect(d1)],
        ['KV reads', perRedirect(kvReads)],
        ['KV writes', perRedirect(kvWrites)],
        ['location cache reads', perRedirect(cacheReads)],
        ['queue messages', perRedirect(messages)],
      ],
    ),
    '',
    'Rows written to D1 per hit, indexes included, and its time to store and fold a batch',
    table(
      ['hits per batch', 'stored', 'folded', 'forgotten', 'all', 'ms per batch'],
      rows.map(({ size, stored, folded, forgotten, ms }) => [
        String(size),
        ...[stored, folded, forgotten, stored + folded + forgotten, ms].map(figure),
      ]),
    ),
  ].join('\n');
}
