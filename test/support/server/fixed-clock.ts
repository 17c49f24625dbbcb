/** A fixed clock for a server process: it changes only when the test advances it. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './server-process.ts';

export interface FixedClock {
  /** Arguments that make Node use this clock. */
  nodeArgs: string[];
  /** Moves the clock forward; requests sent from now on see the new time. */
  advance(ms: number): void;
}

/** The server reads the time from a file at every call of `Date.now`. */
export function fixedClock(): FixedClock {
  let now = Date.UTC(2026, 9, 7, 12);
  const file = join(temporaryFolder(), 'now');
  // Replaced in one step: a half-written file would be another time.
  const set = (at: number) => {
    writeFileSync(`${file}-next`, String(at));
    renameSync(`${file}-next`, file);
  };
  set(now);
  const source = `import { readFileSync } from 'node:fs';
    Date.now = () => Number(readFileSync(new URL(${JSON.stringify(pathToFileURL(file).href)}), 'latin1'));`;
  return {
    nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(source)}`],
    advance(ms) {
      now += ms;
      set(now);
    },
  };
}
