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
  const { redirects, messages, sendings, d1, kvReads, kvWrites, cacheReads } = operations;
  const perRedirect = (count: number) => figure(count / redirects);
  return [
    `Sotto at the edge, ${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${load}`,
    ...(quick ? ['Quick run: too short to rely on.'] : []),
    '',
    `Redirects in workerd: ${links} links, medians of ${rounds} rounds of ${seconds} s`,
    table(
      ['', 'connections', 'CPU µs', '÷ bare', '÷ bare and message', 'req/s', 'sendings', 'D1 calls'],
      workers.map(({ name, connections, cpu, toBare, toSending, perSecond, sendings: sent, d1: asked }) => [
        name,
        String(connections),
        ...[cpu, toBare, toSending, perSecond, sent, asked].map(figure),
      ]),
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
        ['sendings to the queue', perRedirect(sendings)],
      ],
    ),
    '',
    'Rows written to D1 per hit, indexes included, rows read, and what storing and folding a batch takes',
    table(
      [
        'hits per batch',
        'stored',
        'folded',
        'forgotten',
        'all',
        'read',
        'statements per batch',
        'ms per batch',
      ],
      rows.map(({ size, stored, folded, forgotten, read, statements, ms }) => [
        String(size),
        ...[stored, folded, forgotten, stored + folded + forgotten, read, statements, ms].map(figure),
      ]),
    ),
  ].join('\n');
}
