import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { OnEnd } from '../server/spawn-server.ts';
import type { Certificate } from './certificate.ts';

interface ListenOptions {
  /** Listens over HTTPS with it. */
  tls?: Certificate | undefined;
  /** By default the server is closed when the running test ends. */
  onEnd?: OnEnd;
}

/** Listens on a free local port, which it returns. */
export async function listen(
  answer: RequestListener,
  { tls, onEnd = onTestFinished }: ListenOptions = {},
): Promise<number> {
  const server = tls ? createHttpsServer(tls, answer) : createHttpServer(answer);
  server.listen(0, '127.0.0.1');
  onEnd(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // it listens on TCP
}

/** Serves a site with its own port, and thus its own origin, until the running test ends. */
export const openSite = async (answer: RequestListener): Promise<string> =>
  `http://localhost:${await listen(answer)}`;
