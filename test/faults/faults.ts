/** The entry of `npm run faults`: does to the built server what must not hurt it, and prints what came of it. */
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { type Machine, thisMachine } from '../bench/report/machine.ts';
import { figure, table } from '../bench/report/table.ts';
import { FAULTS } from './all-faults.ts';
import type { Fault, Finding } from './fault.ts';
import { runFault } from './stage.ts';

const NAMES = FAULTS.map(({ name }) => name);

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: NAMES },
  },
});
const { json, quick, only } = values;
const strange = only.filter((name) => !NAMES.includes(name));
if (strange.length > 0) {
  console.error(`No such fault: ${strange.join(', ')}; there are ${NAMES.join(', ')}`);
  process.exit(64);
}

interface Row extends Finding {
  name: string;
  rounds: string;
}

const progress = createProgress(process.stderr);
const rows: Row[] = [];
for (const fault of FAULTS.filter(({ name }) => only.includes(name))) rows.push(await rowOf(fault));
progress.end();
const wrong = rows.filter((row) => row.wrong.length > 0);
const machine = thisMachine();
const date = new Date().toISOString();
console.log(json ? JSON.stringify({ date, machine, quick, rows }, null, 2) : report(machine));
if (wrong.length > 0) process.exitCode = 1;

async function rowOf(fault: Fault): Promise<Row> {
  const { name, unit = '' } = fault;
  const rounds = quick ? fault.few : fault.rounds;
  progress.begin(name, rounds);
  const finding = await runFault(fault, rounds, (steps = 1) => progress.add(steps));
  return { name, rounds: `${rounds.toLocaleString('en')} ${unit}`.trim(), ...finding };
}

function report({ processor, cores, memoryGb, system, node }: Machine): string {
  const heads = ['', 'rounds', 'answered', 'stored', 'lost', 'twice', 'slowest ms', 'result'];
  const lines = rows.map((row) => {
    const counts = [row.answered, row.stored, row.lost, row.twice].map((count) => count.toLocaleString('en'));
    return [row.did, row.rounds, ...counts, figure(row.slowest), row.wrong.length === 0 ? 'ok' : 'WRONG'];
  });
  return [
    `Sotto, ${date.slice(0, 10)}: ${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}`,
    '',
    table(heads, lines),
    ...wrong.flatMap((row) => row.wrong.map((complaint) => `WRONG: ${row.name}: ${complaint}`)),
  ].join('\n');
}
