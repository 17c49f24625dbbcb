/** The entry of `npm run bench`: measures the built server and prints what it found. */
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/progress.ts';
import { findLoad } from './load.ts';
import { thisMachine } from './machine.ts';
import { measureMinting } from './minting.ts';
import { measureReading } from './reading.ts';
import { measureRedirects } from './redirects.ts';
import { type Findings, report } from './report.ts';

const PARTS = ['redirects', 'minting', 'reading'];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: PARTS },
  },
});
const { json, quick, only } = values;
const strange = only.filter((part) => !PARTS.includes(part));
if (strange.length > 0) throw new Error(`No such part: ${strange.join(', ')}; there are ${PARTS.join(', ')}`);

const load = findLoad();
const progress = createProgress(process.stderr);
const seconds = quick ? 1 : 3;

const findings: Findings = { date: new Date().toISOString(), machine: thisMachine(), load: load.name, quick };
if (only.includes('redirects')) {
  findings.redirects = await measureRedirects({ load, rounds: quick ? 2 : 6, seconds, progress });
}
if (only.includes('minting')) findings.minting = await measureMinting({ load, seconds, progress });
if (only.includes('reading')) {
  const size = quick ? { hits: 50_000, times: 10 } : { hits: 1_000_000, times: 50 };
  findings.reading = await measureReading({ ...size, progress });
}
progress.end();
console.log(json ? JSON.stringify(findings, null, 2) : report(findings));

const exact = findings.redirects?.exact;
if (exact && exact.received !== exact.stored) process.exitCode = 1;
