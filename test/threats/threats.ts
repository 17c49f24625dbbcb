/** The entry of `npm run threats`: tries every threat on a started server of each runtime and prints a row for each. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { table } from '../bench/report/table.ts';
import { THREATS } from './all-threats.ts';
import { RUNTIMES, type Runtime, startTarget } from './target.ts';
import { checkThreat } from './threat.ts';

/** As many as the floods of `docs/security.md` have. */
const REQUESTS = 10_000;

const NAMES = THREATS.map(({ name }) => name);
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: NAMES },
    runtime: { type: 'string', multiple: true, default: [...RUNTIMES] },
  },
});
const wrong = [
  ...values.only.filter((name) => !NAMES.includes(name)),
  ...values.runtime.filter((name) => !RUNTIMES.includes(name as Runtime)),
];
if (wrong.length > 0) {
  console.error(`Unknown: ${wrong.join(', ')}. Choose from ${[...RUNTIMES, ...NAMES].join(', ')}.`);
  process.exit(64);
}

const threats = THREATS.filter(({ name }) => values.only.includes(name));
const runtimes = RUNTIMES.filter((name) => values.runtime.includes(name));
const progress = createProgress(process.stderr);
const rows: string[][] = [];
const failures: string[] = [];
for (const runtime of runtimes) await tryOn(runtime);
progress.end();

console.log(table(['threat', 'runtime', 'checks', 'result'], rows));
console.log('');
for (const { name, scope } of threats) if (scope) console.log(`${name}: ${scope}.`);
for (const failure of failures) console.log(`FAILED: ${failure}`);
console.log(`\n${rows.length} rows, ${rows.filter(([, , , result]) => result !== 'pass').length} failed.`);
if (failures.length > 0) process.exitCode = 1;

async function tryOn(runtime: Runtime): Promise<void> {
  const ends: (() => void | Promise<void>)[] = [];
  const onEnd = (end: () => void | Promise<void>) => void ends.push(end);
  const folder = () => {
    const path = mkdtempSync(join(tmpdir(), 'sotto-threats-'));
    onEnd(() => rmSync(path, { recursive: true, force: true }));
    return path;
  };
  try {
    progress.begin(runtime, threats.length);
    const target = await startTarget(runtime, { onEnd, folder, requests: REQUESTS });
    for (const threat of threats) {
      const { checks, problems } = await checkThreat(threat, target);
      rows.push([threat.name, runtime, String(checks), problems.length === 0 ? 'pass' : 'FAILED']);
      failures.push(...problems.map((problem) => `${runtime}: ${threat.name}: ${problem}`));
      progress.add(1);
    }
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
