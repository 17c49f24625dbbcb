/** The entry of `npm run bench`: measures the built server and prints a report. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createProgress } from '../../src/runtime/node/commands/progress.ts';
import { findLoad } from './load/load.ts';
import { measureMinting } from './minting/minting.ts';
import { measurePages } from './pages/overview.ts';
import { measureLarge } from './redirects/large.ts';
import { measureRedirects } from './redirects/redirects.ts';
import type { Findings } from './report/findings.ts';
import { thisMachine } from './report/machine.ts';
import { report } from './report/report.ts';
import { targetsOf } from './report/targets.ts';
import { measureRollUp } from './roll-up/roll-up.ts';
import { measureStats } from './stats/stats.ts';

const PARTS = ['redirects', 'large', 'stats', 'pages', 'mint', 'rollup'];
const CONNECTIONS = [64, 4, 1];
const FULL = {
  rounds: 5,
  seconds: 3,
  longSeconds: 60,
  times: 200,
  hits: 200_000,
  cold: 1_000_000,
  links: [1_000, 100_000],
};
const QUICK = {
  rounds: 2,
  seconds: 1,
  longSeconds: 3,
  times: 10,
  hits: 20_000,
  cold: 20_000,
  links: [1_000, 5_000],
};
/** A page of a million hits takes seconds, and its median is steady. */
const MOST_PAGES = 30;
/** The setting that the targets apply to. */
const SHORT = { links: [1_000], connections: [64] };
const SIZES = [
  { hits: 10_000, links: 1_000 },
  { hits: 1_000_000, links: 100_000 },
];
const QUICK_SIZES = [
  { hits: 10_000, links: 1_000 },
  { hits: 50_000, links: 5_000 },
];

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    save: { type: 'string' },
    quick: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: PARTS },
    large: { type: 'boolean', default: false },
    // The size of `--large`; smaller values are for trying it.
    hits: { type: 'string', default: '10000000' },
    links: { type: 'string', default: '1000000' },
  },
});
const { json, save, quick, only } = values;
const unknown = only.filter((part) => !PARTS.includes(part));
if (unknown.length > 0) {
  console.error(`Unknown part: ${unknown.join(', ')}. Choose from ${PARTS.join(', ')}.`);
  process.exit(64);
}

const load = findLoad();
const progress = createProgress(process.stderr);
const { rounds, seconds, longSeconds, times, hits, cold, ...preset } = quick ? QUICK : FULL;
const settings = values.short ? SHORT : { links: preset.links, connections: CONNECTIONS };
const sizes = quick ? QUICK_SIZES : SIZES;
const largestSize = sizes.at(-1) ?? { hits: 0, links: 0 };
const large = values.large ? { hits: Number(values.hits), links: Number(values.links) } : null;
const pace = { load, rounds, seconds, progress };

const findings: Findings = { date: new Date().toISOString(), machine: thisMachine(), load: load.name, quick };
const measures: Record<string, () => Promise<Partial<Findings>>> = {
  redirects: async () => ({ redirects: await measureRedirects({ ...pace, ...settings, longSeconds }) }),
  large: async () => (large ? { large: await measureLarge(large, pace) } : {}),
  stats: async () => {
    const all = large ? [...sizes, large] : sizes;
    return { stats: await measureStats({ sizes: all, times, longSeconds, progress }) };
  },
  pages: async () => ({
    pages: await measurePages({ size: largestSize, times: Math.min(times, MOST_PAGES), progress }),
  }),
  mint: async () => ({ mint: await measureMinting(pace) }),
  rollup: async () => ({
    rollUp: await measureRollUp({ size: large ?? largestSize, hits, cold, progress }),
  }),
};
for (const [part, measure] of Object.entries(measures)) {
  if (!only.includes(part)) continue;
  try {
    Object.assign(findings, await measure());
  } catch (error) {
    // A part that fails must not cost the figures of the others, which take minutes.
    progress.end();
    console.error(`The part ${part} could not be measured:`, error);
    process.exitCode = 1;
  }
}
progress.end();

const results = { ...findings, targets: targetsOf(findings) };
const text = JSON.stringify(results, null, 2);
if (save !== undefined) writeFileSync(save, `${text}\n`);
console.log(json ? text : report(results));

if (findings.redirects?.exact.some(({ received, stored }) => received !== stored)) process.exitCode = 1;
