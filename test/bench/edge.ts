/** The entry of `npm run bench:edge`: the cost of a redirect in workerd, and the rows that a hit writes to D1. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { measureCpu } from './edge/cpu.ts';
import { edgeReport } from './edge/report.ts';
import { measureRows } from './edge/rows.ts';
import { findLoad } from './load/load.ts';
import { thisMachine } from './report/machine.ts';

const { json, quick } = parseArgs({
  options: { json: { type: 'boolean', default: false }, quick: { type: 'boolean', default: false } },
}).values;

// Exits on a signal, so that the exit handler ends workerd.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-edge-'));
const progress = createProgress(process.stderr);
const load = findLoad();
try {
  const findings = {
    date: new Date().toISOString(),
    machine: thisMachine(),
    load: load.name,
    quick,
    ...(await measureCpu({ folder, load, rounds: quick ? 2 : 5, seconds: quick ? 1 : 3, progress })),
    rows: await measureRows({ folder, hits: quick ? 1_000 : 20_000, progress }),
  };
  progress.end();
  console.log(json ? JSON.stringify(findings, null, 2) : edgeReport(findings));
  if (findings.operations.hits !== findings.operations.redirects) process.exitCode = 1;
} finally {
  progress.end();
  rmSync(folder, { recursive: true, force: true });
}
