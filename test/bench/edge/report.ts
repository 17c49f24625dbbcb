import type { Machine } from '../report/machine.ts';
import { figure, table } from '../report/table.ts';
import type { measureCpu } from './cpu.ts';
import type { RowFigures, RowFindings } from './rows.ts';
import { PHASES, type Phase } from './site.ts';

type CpuFindings = Awaited<ReturnType<typeof measureCpu>>;

/** The results of a run; null for a part that was not measured. */
export interface EdgeFindings {
  date: string;
  machine: Machine;
  load: string;
  quick: boolean;
  cpu: CpuFindings | null;
  rows: RowFindings | null;
}

/** The results as text. */
export function edgeReport({ date, machine, load, quick, cpu, rows }: EdgeFindings): string {
  const { processor, cores, memoryGb, system, node } = machine;
  return [
    `Sotto at the edge, ${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, ${load}`,
    ...(quick ? ['Quick run: too short for reliable figures.'] : []),
    ...(cpu ? cpuReport(cpu) : []),
    ...(rows ? rowsReport(rows) : []),
  ].join('\n');
}

function cpuReport({ links, seconds, rounds, workers, operations }: CpuFindings): string[] {
  const { redirects, hits, messages, d1, kvReads, kvWrites, cacheReads } = operations;
  const perRedirect = (count: number) => figure(count / redirects);
  return [
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
  ];
}

const PHASE_NAMES: Record<Phase, string> = {
  stored: 'stored',
  rolledUp: 'rolled up',
  dayClosed: 'day closed',
  hashesDeleted: 'hashes deleted',
  hitsDeleted: 'hits deleted',
  dayCompacted: 'day compacted',
};
/** The phases whose rows depend on how many hits are delivered together; the others depend on a day's traffic. */
const BY_BATCH: readonly Phase[] = ['stored', 'hashesDeleted'];
const WHILE_WRITING: readonly Phase[] = ['stored', 'rolledUp'];
const TARGETS: Record<number, number> = { 100: 3, 10: 4, 1: 6 };
/** Statements with fewer rows per hit than this are not worth a line. */
const LEAST_ROWS = 0.005;

function rowsReport({ sizes, days }: RowFindings): string[] {
  const busy = days[0]?.name;
  const combined = days.flatMap((day) =>
    sizes.map((batches) => {
      const rowsOf = (phase: Phase) => (BY_BATCH.includes(phase) ? batches : day).phases[phase];
      const sum = (phases: readonly Phase[], of: 'written' | 'read') =>
        figure(phases.reduce((total, phase) => total + rowsOf(phase)[of], 0));
      const written = PHASES.map((phase) => figure(rowsOf(phase).written));
      const target = day.name === busy ? `≤ ${TARGETS[batches.size]}` : '';
      return [
        `${day.name}, ${batches.name}`,
        ...written,
        ...[sum(PHASES, 'written'), target, sum(WHILE_WRITING, 'read'), sum(PHASES, 'read')],
      ];
    }),
  );
  return [
    '',
    'Rows of D1 per hit on 10,000 links, indexes included, 5 % of the hits delivered twice',
    table(
      [
        'written',
        ...PHASES.map((phase) => PHASE_NAMES[phase]),
        ...['in total', 'target', 'read while writing', 'read in total'],
      ],
      combined,
    ),
    '',
    'D1 per batch of a busy site',
    table(
      ['', 'calls per batch', 'µs per hit'],
      sizes.map(({ name, calls, micros }) => [name, ...[calls, micros].map(figure)]),
    ),
    'Targets: at most 5 rows read per hit while writing, 2 calls per batch, 60 µs of D1 per hit in batches of 100.',
    ...[...sizes, ...days].flatMap(statementsTable),
  ];
}

/** One line for a figure of rows, to print while others are still measured. */
export const rowsLine = ({ name, phases, calls, micros }: RowFigures): string =>
  [
    name,
    ...PHASES.map(
      (phase) => `${PHASE_NAMES[phase]} ${figure(phases[phase].written)}/${figure(phases[phase].read)}`,
    ),
    `${figure(calls)} calls per batch`,
    `${figure(micros)} µs per hit (rows written/read)`,
  ].join(', ');

const statementsTable = ({ name, hits, statements }: RowFigures): string[] => [
  '',
  `Rows per hit by statement: ${name} (${hits.toLocaleString('en')} hits)`,
  table(
    ['', 'written', 'read'],
    statements
      .filter(({ rows }) => Math.max(rows.written, rows.read) >= LEAST_ROWS)
      .map(({ phase, name: statement, rows }) => [
        `${PHASE_NAMES[phase]}: ${statement}`,
        ...[rows.written, rows.read].map(figure),
      ]),
  ),
];
