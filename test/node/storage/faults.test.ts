/** What `npm run faults` does, in small. */
import { expect, it } from 'vitest';
import { FAULTS } from '../../faults/all-faults.ts';
import { runFault } from '../../faults/stage.ts';

it.each(FAULTS.map((fault) => [fault.holds, fault] as const))('%s', async (_, fault) => {
  const { wrong } = await runFault(fault, fault.few);
  expect(wrong).toEqual([]);
});
