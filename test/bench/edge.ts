/** The entry of `npm run bench:edge`: the cost of a redirect in workerd, and the rows that a hit writes to D1. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { measureCpu } from './edge/cpu.ts';
import { edgeReport, rowsLine } from './edge/report.ts';
import { measureRows, type RowFigures } from './edge/rows.ts';
import { findLoad } from './load/load.ts';
import { thisMachine } from './report/machine.ts';

const PARTS = ['cpu', 'rows'];

const { json, quick, only } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: PARTS },
  },
}).values;
const unknown = only.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. Choose from ${PARTS.join(', ')}.`);
  process.exit(64);
}

// Exits on a signal, so that the exit handler ends workerd.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-edge-'));
const progress = createProgress(process.stderr);
const load = findLoad();
const cpuOptions = { folder, load, rounds: quick ? 2 : 5, seconds: quick ? 1 : 3, progress };
const measured = (figures: RowFigures) => console.error(rowsLine(figures));
try {
  const findings = {
    date: new Date().toISOString(),
    machine: thisMachine(),
    load: load.name,
    quick,
    cpu: only.includes('cpu') ? await measureCpu(cpuOptions) : null,
    rows: only.includes('rows') ? await measureRows({ folder, quick, progress, measured }) : null,
  };
  progress.end();
  console.log(json ? JSON.stringify(findings, null, 2) : edgeReport(findings));
  const { operations } = findings.cpu ?? {};
  if (operations && operations.hits !== operations.redirects) process.exitCode = 1;
} finally {
  progress.end();
  rmSync(folder, { recursive: true, force: true });
}
