import type { Machine } from '../report/machine.ts';
import { figure, table } from '../report/table.ts';
import type { measureCpu } from './cpu.ts';
import type { RowFigures } from './rows.ts';

/** The results of a run. */
export type EdgeFindings = Awaited<ReturnType<typeof measureCpu>> & {
  date: string;
  machine: Machine;
  load: string;
  quick: boolean;
  rows: RowFigures[];
};

/** Rows per hit of an earlier version, which judged hits in SQL and had fourteen tables of sums. */
const BEFORE: Record<number, { written: number; read: number }> = {
  100: { written: 16.0, read: 368 },
  10: { written: 22.2, read: 428 },
  1: { written: 32.2, read: 1_002 },
};
const TARGETS: Record<number, number> = { 100: 3, 10: 4, 1: 6 };

/** The results as text. */
export function edgeReport({ date, machine, load, quick, ...found }: EdgeFindings): string {
  const { processor, cores, memoryGb, system, node } = machine;
  const { links, seconds, rounds, workers, operations, rows } = found;
  const { redirects, hits, messages, d1, kvReads, kvWrites, cacheReads } = operations;
  const perRedirect = (count: number) => figure(count / redirects);
  return [
    `Sotto at the edge, ${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${load}`,
    ...(quick ? ['Quick run: too short for reliable figures.'] : []),
    '',
    `Redirects in workerd: ${links} links, medians of ${rounds} rounds of ${seconds} s`,
    table(
      ['', 'connections', 'CPU µs', '÷ bare', '÷ one message each', 'req/s', 'messages', 'D1 calls'],
      workers.map(({ name, connections, cpu, toBare, toSending, perSecond, messages: sent, d1: calls }) => [
        name,
        String(connections),
        ...[cpu, toBare, toSending, perSecond, sent, calls].map(figure),
      ]),
    ),
    '',
    `Operations per redirect of a cached link (${redirects} redirects)`,
    table(
      ['', 'per redirect'],
      [
        ['D1 calls', perRedirect(d1)],
        ['KV reads', perRedirect(kvReads)],
        ['KV writes', perRedirect(kvWrites)],
        ['location cache reads', perRedirect(cacheReads)],
        ['hits sent to the queue', perRedirect(hits)],
        ['messages to the queue', perRedirect(messages)],
      ],
    ),
    '',
    'Rows of D1 per hit on 10,000 links, indexes included, 5 % of the hits delivered twice (in brackets: an earlier version, see docs/dev/scale.md)',
    table(
      [
        'hits per batch',
        ...['stored', 'rolled up', 'day closed', 'hashes deleted', 'expired'],
        ...['written in total', '', 'target', 'read', '', 'calls per batch', 'D1 µs'],
      ],
      rows.map(({ size, written, read, calls, micros }) => {
        const all = Object.values(written).reduce((sum, count) => sum + count, 0);
        const [before, target] = [BEFORE[size], TARGETS[size] ?? Number.NaN];
        return [
          String(size),
          ...Object.values(written).map(figure),
          ...[figure(all), `(${before?.written})`, `≤ ${target}`],
          ...[figure(read), `(${before?.read})`, figure(calls), figure(micros)],
        ];
      }),
    ),
    'Targets: at most 5 rows read per hit, 2 calls per batch, 60 µs of D1 per hit in batches of 100.',
  ].join('\n');
}
