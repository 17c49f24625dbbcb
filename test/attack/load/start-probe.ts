/** Starts the probe and the bare server that it compares with. */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { OnEnd } from '../../support/server/spawn-server.ts';
import type { ProbeReport } from './probe.ts';

export interface Probe {
  /** What it found since the last report. */
  report(): Promise<ProbeReport>;
  /** Waits for the answers under way and ends it. */
  end(): Promise<ProbeReport>;
}

const BARE = `const { createServer } = require('node:http');
const server = createServer((_, response) => response.writeHead(302, { Location: 'https://example.com/' }).end());
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
process.on('disconnect', () => process.exit());`;

/** A server of its own process that only redirects. */
async function startBare(onEnd: OnEnd): Promise<string> {
  const child = spawn(process.execPath, ['-e', BARE], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  onEnd(() => void child.kill('SIGKILL'));
  const [port] = await once(child, 'message');
  return `http://127.0.0.1:${port}/`;
}

/** Opens `shortUrl` every 10 ms from a process of its own. */
export async function startProbe(shortUrl: string, onEnd: OnEnd): Promise<Probe> {
  const script = fileURLToPath(new URL('probe.ts', import.meta.url));
  const bareUrl = await startBare(onEnd);
  const child = fork(script, [shortUrl, bareUrl], {
    execArgv: ['--experimental-strip-types', '--no-warnings'],
  });
  onEnd(() => void child.kill('SIGKILL'));
  const ask = async (message: 'report' | 'end') => {
    const reply = once(child, 'message');
    child.send(message);
    const [report] = (await reply) as [ProbeReport]; // what it sends
    return report;
  };
  await ask('report');
  return { report: () => ask('report'), end: () => ask('end') };
}
