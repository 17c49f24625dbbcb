import { expect, it } from 'vitest';
import { shippedStart } from '../../support/server/shipped-start.ts';

it('benches, attacks and threats start the server with the flags and variables of the scripts', () => {
  const limits = [expect.stringMatching(/^--max-semi-space-size=\d+$/), '--heap-growing-percent=40'];
  for (const script of ['start', 'start:small'] as const) {
    expect(shippedStart(script)).toEqual({ env: { MALLOC_ARENA_MAX: '2' }, nodeArgs: limits });
  }
});
