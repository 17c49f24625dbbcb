import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import type { OnEnd } from '../../support/server/spawn-server.ts';
import { compare, complaints, type Fault, losses } from '../fault.ts';
import { shortUrlOf } from '../server-state.ts';

const REDIRECTS = 1_000;
const BYTE_MS = 500;
const AT_ONCE = 100;

/** Opens connections that send the head of a request byte by byte, and never end it. */
async function openSlowly(url: string, count: number, onEnd: OnEnd): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets: Socket[] = [];
  const dripping = setInterval(() => {
    for (const socket of sockets) socket.write('x');
  }, BYTE_MS);
  onEnd(() => {
    clearInterval(dripping);
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
  holds: 'connections that never finish a request keep nobody from being redirected',
  rounds: 2_000,
  unit: 'connections',
  few: 200,
  async run(stage, connections) {
    const dataDir = `${stage.folder()}/data`;
    const server = await stage.start({ dataDir });
    const shortUrl = await shortUrlOf(server);
    const sockets = await openSlowly(server.url, connections, stage.onEnd);
    const load = followLink(shortUrl, 'm', 8, stage.onEnd);
    await load.reached(REDIRECTS / 2);
    load.slowest(); // a fresh process is slower
    await load.reached(REDIRECTS);
    const open = sockets.filter(({ destroyed }) => !destroyed).length;
    await load.end();
    stage.step(connections);
    await server.stop();
    const found = compare(load.answered, storedMarks(dataDir));
    const wrong = complaints(losses(found, load.failures));
    const did = `requests of a byte every half second; ${open} open to the end`;
    return { did, ...found, slowest: load.slowest(), wrong };
  },
};
