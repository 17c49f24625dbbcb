/** The entry of `npm run attack`: attacks the built server beside a probe and prints what it bore. */
import { mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { thisMachine } from '../bench/report/machine.ts';
import { figure, table } from '../bench/report/table.ts';
import { ATTACKS } from './all-attacks.ts';
import { type AttackReport, type AttackRow, LONGEST_MS, runAttacks, SLOW_MS } from './run-attacks.ts';

const NAMES = ATTACKS.map(({ name }) => name);
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '500000' },
    seconds: { type: 'string', default: '900' },
    only: { type: 'string', multiple: true, default: NAMES },
    build: { type: 'string' },
  },
});
const unknown = values.only.filter((name) => !NAMES.includes(name));
if (unknown.length > 0 || !(Number(values.requests) > 0) || !(Number(values.seconds) > 0)) {
  console.error(`Usage: npm run attack -- [--requests N] [--seconds N] [--build FOLDER] [--only NAME]…
Names: ${NAMES.join(', ')}`);
  process.exit(64);
}

const ends: (() => void | Promise<void>)[] = [];
const folder = mkdtempSync(join(tmpdir(), 'sotto-attack-'));
ends.push(() => rmSync(folder, { recursive: true, force: true }));
const progress = createProgress(process.stderr);
try {
  const { processor, cores, node } = thisMachine();
  const report = await runAttacks({
    attacks: ATTACKS.filter(({ name }) => values.only.includes(name)),
    requests: Number(values.requests),
    seconds: Number(values.seconds),
    dataDir: join(folder, 'data'),
    ...(values.build !== undefined && { entry: resolve(values.build, 'dist/node.js') }),
    onEnd: (end) => void ends.push(end),
    begin(name, requests) {
      // The attackers of a real server have their own machines.
      setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
      progress.begin(name, requests);
    },
    step: progress.add,
  });
  progress.end();
  console.log(
    `Sotto, ${new Date().toISOString().slice(0, 10)}: ${processor}, ${cores} cores, Node ${node}\n`,
  );
  print(report);
} finally {
  for (const end of ends.toReversed()) await end();
}

function print({ rows, probeHits, memory, problems }: AttackReport): void {
  const heads = [
    'attack',
    'requests',
    's',
    'answers',
    '5xx',
    '503 later',
    `over ${SLOW_MS / 1_000} s`,
    'slowest ms',
    'no redirect ms',
    'bare ms',
    'MB',
  ];
  console.log(table(heads, rows.map(cellsOf)));
  const sum = (pick: (row: AttackRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const longest = Math.max(...rows.map(({ probe }) => probe.longest));
  const late = rows.filter(({ probe }) => probe.longest > LONGEST_MS);
  const failed = [
    ...problems,
    ...rows
      .filter(({ failures }) => failures > 0)
      .map(({ name, failures }) => `${name}: ${failures} answers 5xx`),
    ...rows
      .filter(({ slow }) => slow > 0)
      .map(({ name, slow }) => `${name}: ${slow} answers over ${SLOW_MS / 1_000} s`),
    ...late.map(
      ({ name, probe }) =>
        `${name}: ${probe.longest.toFixed(0)} ms without a redirect (a bare server: ${probe.bare.toFixed(0)} ms)`,
    ),
    ...rows
      .filter(({ probe }) => probe.failed > 0)
      .map(({ name, probe }) => `${name}: ${probe.failed} redirects failed`),
  ];
  console.log(`
${sum(({ requests }) => requests).toLocaleString('en')} requests, ${probeHits.toLocaleString('en')} redirects of the probe beside them
longest time without a redirect ${figure(longest)} ms (target ${LONGEST_MS})
5xx ${sum(({ failures }) => failures)}, 503 with Retry-After ${sum(({ busy }) => busy)}, answers over ${SLOW_MS / 1_000} s ${sum(({ slow }) => slow)}
memory with children: ${figure(memory.start)} MB at the start, ${figure(memory.half)} after the first round, ${figure(memory.end)} after the second, ${figure(memory.peak)} at most
counts ${problems.length === 0 ? 'exact' : 'WRONG'}
${failed.map((problem) => `FAILED: ${problem}`).join('\n')}`);
  if (failed.length > 0) process.exitCode = 1;
}

function cellsOf(row: AttackRow): string[] {
  const { name, requests, seconds, statuses, failures, busy, slow, slowest, probe, memory } = row;
  const answers = [...statuses].sort(([, one], [, other]) => other - one).slice(0, 4);
  return [
    name,
    requests.toLocaleString('en'),
    figure(seconds),
    answers.map(([status, count]) => `${status || 'none'}: ${count}`).join(' '),
    ...[failures, busy, slow].map((count) => count.toLocaleString('en')),
    ...[slowest, probe.longest, probe.bare, memory].map(figure),
  ];
}
