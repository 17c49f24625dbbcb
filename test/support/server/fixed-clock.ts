/** A fixed clock for a server process: it changes only when the test advances it. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface FixedClock {
  /** Arguments that make Node use this clock. */
  nodeArgs: string[];
  /** Moves the clock forward, or back; requests sent from now on see the new time. */
  advance(ms: number): void;
}

/** The server reads the time from a file in this folder at every call of `Date.now`. */
export function fixedClock(folder: string): FixedClock {
  let now = Date.UTC(2026, 9, 7, 12);
  const file = join(folder, 'now');
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
