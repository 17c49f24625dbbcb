/** nginx as people run it in front of links: `return 302` from a map, with its access log. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Server, stopper } from './server.ts';

const STARTING = 5_000;

/** Null where nginx is not installed. `folder` takes its files; `links` are slug → destination. */
export async function startNginx(
  folder: string,
  links: Record<string, string>,
  name: string,
): Promise<Server | null> {
  if (spawnSync('nginx', ['-v']).error) return null;
  const port = await freePort();
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
  const deadline = performance.now() + STARTING;
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : Number.NaN;
}
