import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import type { OnEnd } from '../../support/server/spawn-server.ts';
import { compare, type Fault, failedChecks, lossChecks } from '../fault.ts';
import { shortUrlOf } from '../server-state.ts';

const REDIRECTS = 1_000;
const BYTE_MS = 500;
const AT_ONCE = 100;

/** Opens connections that send the head of a request byte by byte and never finish it. */
async function openSlowly(url: string, count: number, onEnd: OnEnd): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  const timer = setInterval(() => {
    for (const socket of sockets) socket.write('x');
  }, BYTE_MS);
  onEnd(() => {
    clearInterval(timer);
    for (const socket of sockets) socket.destroy();
  });
  while (sockets.length < count) {
    const opened = Array.from({ length: Math.min(AT_ONCE, count - sockets.length) }, () =>
      connect(Number(port), hostname).on('error', () => {}),
    );
    await Promise.all(opened.map((socket) => once(socket, 'connect')));
    for (const socket of opened) socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    sockets.push(...opened);
  }
  return sockets;
}

export const slowClients: Fault = {
  name: 'slow-clients',
  guarantee: 'connections that never finish a request do not stop redirects',
  rounds: 2_000,
  unit: 'connections',
  quickRounds: 200,
  async run(context, connections) {
    const dataDir = `${context.folder()}/data`;
    const server = await context.start({ dataDir });
    const shortUrl = await shortUrlOf(server);
    const sockets = await openSlowly(server.url, connections, context.onEnd);
    const load = followLink(shortUrl, 'm', 8, context.onEnd);
    await load.reached(REDIRECTS / 2);
    load.slowest(); // the first requests of a process are slower
    await load.reached(REDIRECTS);
    const open = sockets.filter(({ destroyed }) => !destroyed).length;
    await load.end();
    context.step(connections);
    await server.stop();
    const found = compare(load.answered, storedMarks(dataDir));
    const problems = failedChecks(lossChecks(found, load.failures));
    const description = `requests of one byte per half second; ${open} connections open at the end`;
    return { description, ...found, slowest: load.slowest(), problems };
  },
};
