/** Runs the faults of `npm run faults` with few rounds. */
import { expect, it } from 'vitest';
import { FAULTS } from '../../faults/all-faults.ts';
import { runFault } from '../../faults/run-fault.ts';

it.each(FAULTS.map((fault) => [fault.guarantee, fault] as const))('%s', async (_, fault) => {
  const { problems } = await runFault(fault, fault.quickRounds);
  expect(problems).toEqual([]);
});
