import type { Fault } from './fault.ts';
import { clock } from './process/clock.ts';
import { kill } from './process/kill.ts';
import { memory } from './process/memory.ts';
import { slowClients } from './process/slow-clients.ts';
import { terminate } from './process/terminate.ts';
import { wrongClock } from './process/wrong-clock.ts';
import { backup } from './storage/backup.ts';
import { corrupt, missing, newer, readOnly } from './storage/bad-files.ts';
import { displaced } from './storage/displaced.ts';
import { fullDisk } from './storage/full-disk.ts';
import { lock } from './storage/lock.ts';
import { longReader } from './storage/long-reader.ts';
import { migration } from './upgrade/migration.ts';
import { twoStarts } from './upgrade/two-starts.ts';

/** All faults, which the command and the tests run. */
export const FAULTS: Fault[] = [
  kill,
  terminate,
  fullDisk,
  lock,
  longReader,
  missing,
  readOnly,
  corrupt,
  newer,
  displaced,
  migration,
  twoStarts,
  clock,
  wrongClock,
  slowClients,
  memory,
  backup,
];
