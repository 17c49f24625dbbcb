/** nginx and Caddy with the documented configuration, of which only addresses and the certificate are replaced. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { selfSigned } from '../browser/certificate.ts';

export type ProxyName = 'nginx' | 'caddy';

/** The path of a program, also of those that only root has on its PATH; null if it is not installed. */
export function findProgram(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const isProgram = (path: string) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  };
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null;
}

/** Replaces each text, which must be there: the test would otherwise not run what is documented. */
export function substitute(text: string, replacements: Record<string, string>): string {
  return Object.entries(replacements).reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`The documented configuration no longer contains ${from}`);
    return result.replaceAll(from, to);
  }, text);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo; // as it listens on TCP
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilListening(port: number, child: ChildProcess, errors: () => string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The proxy ended: ${errors()}`);
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isOpen) return;
    await pause(20);
  }
}

/** What is replaced in the documented file, and the command line that runs the result. */
const SETUPS: Record<ProxyName, (folder: string, ports: Ports) => string[]> = {
  nginx(folder, { http, https, sotto }) {
    const own = substitute(readFileSync('docs/proxy/nginx.conf', 'utf8'), {
      '127.0.0.1:8787': `127.0.0.1:${sotto}`,
      'listen 80;': `listen 127.0.0.1:${http};`,
      'listen [::]:80;': '',
      'listen 443 ssl': `listen 127.0.0.1:${https} ssl`,
      'listen [::]:443 ssl http2;': '',
      '/etc/letsencrypt/live/go.example.com/fullchain.pem': `${folder}/cert.pem`,
      '/etc/letsencrypt/live/go.example.com/privkey.pem': `${folder}/key.pem`,
    });
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
    const paths = temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n');
    writeFileSync(
      join(folder, 'nginx.conf'),
      `${process.getuid?.() === 0 ? 'user root root;' : ''}\ndaemon off;\npid ${folder}/pid;\nerror_log stderr;\nevents {}\nhttp {\n${paths}\n${own}\n}\n`,
    );
    return ['-p', folder, '-c', join(folder, 'nginx.conf')];
  },
  caddy(folder, { http, https, sotto }) {
    const own = substitute(readFileSync('docs/proxy/Caddyfile', 'utf8'), {
      '127.0.0.1:8787': `127.0.0.1:${sotto}`,
      'go.example.com {': `go.example.com {\n\tbind 127.0.0.1\n\ttls ${folder}/cert.pem ${folder}/key.pem`,
    });
    const ports = `http_port ${http}\n\thttps_port ${https}`;
    writeFileSync(
      join(folder, 'Caddyfile'),
      `{\n\tadmin off\n\tstorage file_system ${folder}\n\t${ports}\n}\n${own}`,
    );
    return ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  },
};

interface Ports {
  http: number;
  https: number;
  sotto: number;
}

/** Starts the proxy in front of a port; `onEnd` gets the function that stops it. */
export async function startProxy(
  { name, program, folder, sotto }: { name: ProxyName; program: string; folder: string; sotto: number },
  onEnd: (end: () => Promise<void>) => void,
): Promise<Ports> {
  mkdirSync(folder, { recursive: true });
  const { cert, key } = selfSigned();
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  const ports = { http: await freePort(), https: await freePort(), sotto };
  const own = { PATH: process.env.PATH, HOME: folder }; // without the caller's settings
  const env = own as unknown as NodeJS.ProcessEnv;
  const child = spawn(program, SETUPS[name](folder, ports), { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onEnd(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  await untilListening(ports.https, child, () => errors);
  return ports;
}
