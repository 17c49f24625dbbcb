/** The heap of the roll-up thread, in a process that is started with the flags of `npm start`. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/server/server-process.ts';
import { shippedStart } from '../../support/server/shipped-start.ts';

const THREAD = new URL('../../../src/runtime/node/background/roll-up-thread.ts', import.meta.url).href;

/** Runs in place of the roll-up: creates many objects, and prints the largest size of the space for young ones in MiB. */
const MEASURE = `
  import { writeSync } from 'node:fs';
  import v8 from 'node:v8';
  const kept = [];
  let largest = 0;
  for (let round = 0; round < 300; round++) {
    for (let at = 0; at < 10_000; at++) kept[(round * 10_000 + at) % 10_000] = { at, list: [at] };
    const young = v8.getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
    largest = Math.max(largest, young.space_size);
  }
  writeSync(1, String(largest / 2 ** 20));
  process.kill(process.pid);
`;

it.each([
  ['the flags of npm start', 8, []],
  ['a lower limit', 4, ['--max-semi-space-size=2']],
])('with %s has a young generation of at most %i MiB', (_, most, limits) => {
  const folder = temporaryFolder();
  const [main, measure] = ['main.mjs', 'measure.mjs'].map((name) => join(folder, name)) as [string, string];
  writeFileSync(measure, MEASURE);
  writeFileSync(
    main,
    `import { startRollUp } from '${THREAD}';
     const log = { info() {}, warn() {}, error(fields) { console.error(fields); } };
     startRollUp({ dataDir: '', retentionMonths: 1, log, script: new URL('${pathToFileURL(measure)}') });`,
  );
  const args = ['--experimental-strip-types', '--no-warnings', ...shippedStart().nodeArgs, ...limits, main];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).toBeLessThanOrEqual(most);
});
