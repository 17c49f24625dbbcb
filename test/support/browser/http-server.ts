import { once } from 'node:events';
import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificate.ts';

/** Listens on a free local port until the running test ends, over HTTPS if there is a certificate; returns the port. */
export async function listen(answer: RequestListener, tls?: Certificate): Promise<number> {
  const server = tls ? createHttpsServer(tls, answer) : createHttpServer(answer);
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // it listens on TCP
}

/** Serves a site with its own port, and thus its own origin, until the running test ends. */
export const openSite = async (answer: RequestListener): Promise<string> =>
  `http://localhost:${await listen(answer)}`;
