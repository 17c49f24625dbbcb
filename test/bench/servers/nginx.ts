/** nginx as a redirect server: `return 302` from a map, with an access log. */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '../../../scripts/local-worker.ts';
import { type Server, stopper } from './server.ts';

const START_TIMEOUT_MS = 5_000;

/** Null if nginx is not installed. Its files are written to `folder`; `links` are slug → destination. */
export async function startNginx(
  folder: string,
  links: Record<string, string>,
  name: string,
): Promise<Server | null> {
  if (spawnSync('nginx', ['-v']).error) return null;
  const port = await freePort('127.0.0.1', 0);
  const config = join(folder, 'nginx.conf');
  writeFileSync(config, configuration(folder, port, links));
  const child = spawn('nginx', ['-p', folder, '-c', config], { stdio: 'ignore' });
  const server = {
    name,
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? Number.NaN,
    longestTurn: async () => Number.NaN,
    stop: stopper(child),
  };
  const deadline = performance.now() + START_TIMEOUT_MS;
  while (!(await fetch(server.url).catch(() => null))) {
    if (performance.now() > deadline || child.exitCode !== null) throw new Error('nginx did not start');
    await pause(50);
  }
  return server;
}

function configuration(folder: string, port: number, links: Record<string, string>): string {
  const rows = Object.entries(links).map(([slug, url]) => `"/${slug}" "${url}";`);
  return `daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log; worker_processes 1;
    events { worker_connections 1024; }
    http {
      access_log ${folder}/access.log combined;
      map_hash_max_size 65536; map_hash_bucket_size 256; keepalive_requests 100000000;
      map $uri $location { default ""; ${rows.join('\n')} }
      server {
        listen 127.0.0.1:${port};
        if ($location = "") { return 404; }
        return 302 $location;
      }
    }`;
}
