/** Ways to take the room away from a server without any right on the machine, and to give it back. */
import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerProcess, SpawnOptions } from '../../support/server/spawn-server.ts';

const SIZE_MB = 24;
const MB = 2 ** 20;

export interface SmallDisk {
  name: string;
  /** How to spawn a server whose data lie on it. */
  options: SpawnOptions;
  /** Where its data are found from outside while it runs. */
  dataDir(server: ServerProcess): string;
  fill(server: ServerProcess): void;
  free(server: ServerProcess): void;
}

/** A small tmpfs in a mount namespace of the server's own, where the system allows one; else a limit on its files. */
export function smallDisk(folder: string): SmallDisk {
  const allowed = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', folder]).status === 0;
  return allowed ? tmpfs(folder) : limitedFiles(folder);
}

function tmpfs(folder: string): SmallDisk {
  const mount = `mount -t tmpfs -o size=${SIZE_MB}m tmpfs "$0" && exec "$@"`;
  // Only the server's own namespace has the mount; /proc shows it from outside.
  const seen = ({ pid }: ServerProcess, path = '') => join(`/proc/${pid}/root`, folder, path);
  return {
    name: `a tmpfs of ${SIZE_MB} MB`,
    options: {
      dataDir: join(folder, 'data'),
      launcher: ['unshare', '-rm', 'sh', '-c', mount, folder],
      // The key that the first start makes would be on the tmpfs.
      env: { SOTTO_ADMIN_KEY: crypto.randomUUID() },
    },
    dataDir: (server) => seen(server, 'data'),
    fill(server) {
      const ballast = seen(server, 'ballast');
      try {
        for (;;) appendFileSync(ballast, Buffer.alloc(MB / 16));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error; // what node:fs throws
      }
    },
    free: (server) => rmSync(seen(server, 'ballast')),
  };
}

/** No file may grow beyond what the largest has now: the system refuses as it does beyond a quota. */
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
