/** The entry of `npm run attack`: attacks the built server beside a probe and prints what it bore. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { thisMachine } from '../bench/report/machine.ts';
import { figure, table } from '../bench/report/table.ts';
import { ATTACKS } from './all-attacks.ts';
import { reproductionTable } from './reproductions/print.ts';
import { GROUP_NAMES, type Reproduced, reproduce } from './reproductions/run.ts';
import { type AttackReport, type AttackRow, GROWTH, LONGEST_MS, runAttacks } from './run-attacks.ts';

const NAMES = ATTACKS.map(({ name }) => name);
const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '500000' },
    seconds: { type: 'string', default: '900' },
    only: { type: 'string', multiple: true, default: NAMES },
    build: { type: 'string', default: '.' },
    reproduce: { type: 'boolean', default: false },
    against: { type: 'string' },
    group: { type: 'string', multiple: true, default: GROUP_NAMES },
    scale: { type: 'string', default: '1' },
    links: { type: 'string', default: '500000' },
  },
});
const unknown = values.only.filter((name) => !NAMES.includes(name));
const builds = [values.build, ...(values.against === undefined ? [] : [values.against])];
const missing = builds.filter((build) => !existsSync(join(build, 'dist/node.js')));
if (missing.length > 0) {
  console.error(`Run npm run build first in ${missing.join(', ')}.`);
  process.exit(64);
}
if (unknown.length > 0 || !(Number(values.requests) > 0) || !(Number(values.seconds) > 0)) {
  console.error(`Usage: npm run attack -- [--requests N] [--seconds N] [--build FOLDER] [--only NAME]…
       npm run attack -- --reproduce [--against FOLDER] [--group NAME]… [--scale N] [--links N]
Names: ${NAMES.join(', ')}
Groups: ${GROUP_NAMES.join(', ')}`);
  process.exit(64);
}

const ends: (() => void | Promise<void>)[] = [];
const onEnd = (end: () => void | Promise<void>) => void ends.push(end);
const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'sotto-attack-'));
  onEnd(() => rmSync(path, { recursive: true, force: true }));
  return path;
};
const progress = createProgress(process.stderr);
const { processor, cores, node } = thisMachine();
const title = `Sotto, ${new Date().toISOString().slice(0, 10)}: ${processor}, ${cores} cores, Node ${node}\n`;
try {
  if (values.reproduce || values.against !== undefined) await printReproductions();
  else await printAttacks();
} finally {
  for (const end of ends.toReversed()) await end();
}

async function printAttacks(): Promise<void> {
  const report = await runAttacks({
    attacks: ATTACKS.filter(({ name }) => values.only.includes(name)),
    requests: Number(values.requests),
    seconds: Number(values.seconds),
    dataDir: join(folder(), 'data'),
    entry: resolve(values.build, 'dist/node.js'),
    onEnd,
    begin(name, count) {
      // The attackers of a real server have their own machines.
      setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
      progress.begin(name, count);
    },
    step: progress.add,
  });
  progress.end();
  console.log(title);
  print(report);
}

async function printReproductions(): Promise<void> {
  const options = {
    groups: values.group,
    scale: Number(values.scale),
    links: Number(values.links),
    folder,
    onEnd,
    begin: progress.begin,
    step({ name, found, longest }: Reproduced) {
      progress.add(1);
      // A long run may be interrupted.
      if (!process.stderr.isTTY)
        console.error(`  ${name}: ${found}; ${figure(longest)} ms without a redirect`);
    },
  };
  const before =
    values.against === undefined ? undefined : await reproduce({ ...options, build: values.against });
  const after = await reproduce({ ...options, build: values.build });
  progress.end();
  console.log(title);
  console.log(reproductionTable(after, before));
}

function print({ rows, probeHits, memory, wrongCounts }: AttackReport): void {
  const heads = [
    'attack',
    'requests',
    's',
    'answers',
    '5xx',
    '503 later',
    'too slow',
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
    ...wrongCounts,
    ...(memory.end > memory.half * GROWTH.factor + GROWTH.megabytes
      ? ['the memory grew in the second round']
      : []),
    ...rows
      .filter(({ failures }) => failures > 0)
      .map(({ name, failures }) => `${name}: ${failures} answers 5xx`),
    ...rows
      .filter(({ slow }) => slow > 0)
      .map(({ name, slow, answeredMs }) => `${name}: ${slow} answers over ${answeredMs / 1_000} s`),
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
5xx ${sum(({ failures }) => failures)}, 503 with Retry-After ${sum(({ busy }) => busy)}, answers that took too long ${sum(({ slow }) => slow)}
memory with children: ${figure(memory.start)} MB at the start, ${figure(memory.half)} after the first round, ${figure(memory.end)} after the second, ${figure(memory.peak)} at most
counts ${wrongCounts.length === 0 ? 'exact' : 'WRONG'}
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
