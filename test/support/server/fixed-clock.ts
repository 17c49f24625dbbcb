/** A clock for a server process of a test: it stands still until the test moves it. */
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { temporaryFolder } from './server-process.ts';

export interface StandingClock {
  /** Arguments that make Node tell this time. */
  nodeArgs: string[];
  /** Lets so many milliseconds pass; requests sent from now on see it. */
  pass(ms: number): void;
}

/** Reads the time at every question: what a file says now is what the server answers by. */
export function standingClock(): StandingClock {
  let now = Date.UTC(2026, 9, 7, 12);
  const file = join(temporaryFolder(), 'now');
  // A file half written would be another time.
  const set = (at: number) => {
    writeFileSync(`${file}-next`, String(at));
    renameSync(`${file}-next`, file);
  };
  set(now);
  const source = `import { readFileSync } from 'node:fs';
    Date.now = () => Number(readFileSync(new URL(${JSON.stringify(pathToFileURL(file).href)}), 'latin1'));`;
  return {
    nodeArgs: ['--import', `data:text/javascript,${encodeURIComponent(source)}`],
    pass(ms) {
      now += ms;
      set(now);
    },
  };
}
