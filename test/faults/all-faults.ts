import { backup } from './backup.ts';
import { corrupt, missing, newer, readOnly } from './bad-files.ts';
import { clock } from './clock.ts';
import type { Fault } from './fault.ts';
import { fullDisk } from './full-disk.ts';
import { kill } from './kill.ts';
import { lock } from './lock.ts';
import { longReader } from './long-reader.ts';
import { migration } from './migration.ts';
import { slowClients } from './slow-clients.ts';
import { terminate } from './terminate.ts';
import { twoStarts } from './two-starts.ts';

/** THE list of faults: the command and the tests run each of them. */
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
  migration,
  twoStarts,
  clock,
  slowClients,
  backup,
];
