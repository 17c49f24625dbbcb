import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { shippedStart } from '../../support/server/shipped-start.ts';

it('benches, attacks and threats start the server with the flags and variables of the scripts', () => {
  const flags = [
    /^--max-semi-space-size=\d+$/,
    /^--heap-growing-percent=\d+$/,
    /^--v8-pool-size=\d+$/,
    /^--no-maglev$/,
    /^--no-allocation-site-pretenuring$/,
  ].map((flag) => expect.stringMatching(flag));
  for (const script of ['start', 'start:small'] as const) {
    expect(shippedStart(script)).toEqual({ env: { MALLOC_ARENA_MAX: '2' }, nodeArgs: flags });
  }
});

it('the documented systemd service has the flags of npm start', () => {
  const { nodeArgs } = shippedStart();
  expect(readFileSync('docs/install.md', 'utf8')).toContain(`node ${nodeArgs.join(' ')} dist/node.js`);
});
