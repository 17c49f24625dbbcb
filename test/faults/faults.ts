/** The entry of `npm run faults`: injects faults into the built server and prints what they did. */
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { type Machine, thisMachine } from '../bench/report/machine.ts';
import { figure, table } from '../bench/report/table.ts';
import { FAULTS } from './all-faults.ts';
import type { Fault, FaultResult } from './fault.ts';
import { runFault } from './run-fault.ts';

const NAMES = FAULTS.map(({ name }) => name);

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: NAMES },
  },
});
const { json, quick, only } = values;
const unknown = only.filter((name) => !NAMES.includes(name));
if (unknown.length > 0) {
  console.error(`Unknown fault: ${unknown.join(', ')}. Choose from ${NAMES.join(', ')}.`);
  process.exit(64);
}

interface Row extends FaultResult {
  name: string;
  rounds: string;
}

const progress = createProgress(process.stderr);
const rows: Row[] = [];
for (const fault of FAULTS.filter(({ name }) => only.includes(name))) rows.push(await rowOf(fault));
progress.end();
const failed = rows.filter((row) => row.problems.length > 0);
const machine = thisMachine();
const date = new Date().toISOString();
console.log(json ? JSON.stringify({ date, machine, quick, rows }, null, 2) : report(machine));
if (failed.length > 0) process.exitCode = 1;

async function rowOf(fault: Fault): Promise<Row> {
  const { name, unit = '' } = fault;
  const rounds = quick ? fault.quickRounds : fault.rounds;
  progress.begin(name, rounds);
  const result = await runFault(fault, rounds, (steps = 1) => progress.add(steps));
  return { name, rounds: `${rounds.toLocaleString('en')} ${unit}`.trim(), ...result };
}

function report({ processor, cores, memoryGb, system, node }: Machine): string {
  const heads = ['', 'rounds', 'answered', 'stored', 'lost', 'duplicates', 'slowest ms', 'result'];
  const lines = rows.map((row) => {
    const counts = [row.answered, row.stored, row.lost, row.twice].map((count) => count.toLocaleString('en'));
    return [
      row.description,
      row.rounds,
      ...counts,
      figure(row.slowest),
      row.problems.length === 0 ? 'ok' : 'FAILED',
    ];
  });
  return [
    `Sotto, ${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}`,
    '',
    table(heads, lines),
    ...failed.flatMap((row) => row.problems.map((problem) => `FAILED: ${row.name}: ${problem}`)),
  ].join('\n');
}
