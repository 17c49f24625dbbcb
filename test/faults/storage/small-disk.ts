/** Ways to fill and free the disk of a server without special rights on the machine. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerProcess, SpawnOptions } from '../../support/server/spawn-server.ts';

const SIZE_MB = 24;
const MB = 2 ** 20;

export interface SmallDisk {
  name: string;
  /** Options that spawn a server with its data on this disk. */
  options: SpawnOptions;
  /** The path of its data from outside, while it runs. */
  dataDir(server: ServerProcess): string;
  fill(server: ServerProcess): void;
  free(server: ServerProcess): void;
}

/** A small tmpfs in the server's own mount namespace if the system allows it, else a limit on the size of its files. */
export function smallDisk(folder: string): SmallDisk {
  const allowed = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', folder]).status === 0;
  return allowed ? tmpfs(folder) : limitedFiles(folder);
}

function tmpfs(folder: string): SmallDisk {
  const mount = `mount -t tmpfs -o size=${SIZE_MB}m tmpfs "$0" && exec "$@"`;
  // The mount exists only in the server's namespace; /proc makes it visible from outside.
  const outside = ({ pid }: ServerProcess, path = '') => join(`/proc/${pid}/root`, folder, path);
  return {
    name: `a tmpfs of ${SIZE_MB} MB`,
    options: {
      dataDir: join(folder, 'data'),
      launcher: ['unshare', '-rm', 'sh', '-c', mount, folder],
      // Otherwise the first start would write the key to the tmpfs.
      env: { SOTTO_ADMIN_KEY: crypto.randomUUID() },
    },
    dataDir: (server) => outside(server, 'data'),
    fill(server) {
      const ballast = outside(server, 'ballast');
      try {
        for (;;) appendFileSync(ballast, Buffer.alloc(MB / 16));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; // what node:fs throws
      }
    },
    free: (server) => rmSync(outside(server, 'ballast')),
  };
}

/** Limits every file to the size of the largest one, so that writes fail as with a quota. */
function limitedFiles(folder: string): SmallDisk {
  const dataDir = join(folder, 'data');
  const limit = ({ pid }: ServerProcess, bytes: number | 'unlimited') =>
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
  return {
    name: 'a limit on the size of files',
    options: { dataDir, env: { SOTTO_ADMIN_KEY: crypto.randomUUID() } },
    dataDir: () => dataDir,
    fill(server) {
      const sizes = readdirSync(dataDir).map((name) => statSync(join(dataDir, name)).size);
      limit(server, Math.max(...sizes));
    },
    free: (server) => limit(server, 'unlimited'),
  };
}
