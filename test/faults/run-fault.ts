import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOn } from '../support/server/spawn-server.ts';
import type { Fault, FaultContext, FaultResult } from './fault.ts';

/** Runs one fault with a new context and cleans up, even if the fault throws. */
export async function runFault(
  fault: Fault,
  rounds: number,
  step: FaultContext['step'] = () => {},
): Promise<FaultResult> {
  const ends: (() => void | Promise<void>)[] = [];
  const onEnd: FaultContext['onEnd'] = (end) => void ends.push(end);
  const context: FaultContext = {
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
    return await fault.run(context, rounds);
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}
