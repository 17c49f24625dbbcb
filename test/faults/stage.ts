import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOn } from '../support/server/spawn-server.ts';
import type { Fault, Finding, Stage } from './fault.ts';

/** Runs one fault on a stage of its own and clears it, whatever happens. */
export async function runFault(
  fault: Fault,
  rounds: number,
  step: Stage['step'] = () => {},
): Promise<Finding> {
  const ends: (() => void | Promise<void>)[] = [];
  const onEnd: Stage['onEnd'] = (end) => void ends.push(end);
  const stage: Stage = {
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'sotto-fault-'));
      onEnd(() => rmSync(folder, { recursive: true, force: true }));
      return folder;
    },
    start: (options) => startOn(options, onEnd),
    onEnd,
    step,
  };
  try {
    return await fault.run(stage, rounds);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
