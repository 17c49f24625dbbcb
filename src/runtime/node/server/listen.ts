import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { answerClientError } from './client-error.ts';

/**
 * Milliseconds that a client may take to send the headers of a request, and the whole request. Afterwards its connection is
 * closed. Without these limits slow clients could hold connections for minutes.
 */
const CLIENT_TIMEOUTS = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
};

/** A server that disconnects slow clients, and also answers clients that half-close their connection after the request. */
export function createHttpServer(listener: RequestListener): Server {
  // The types lack this option. Without it, such a client gets no answer if the answer takes longer than a moment.
  const server = Object.assign(createServer(CLIENT_TIMEOUTS, listener), { httpAllowHalfOpen: true });
  return server.on('clientError', answerClientError);
}

const REASONS = new Map([
  ['EADDRINUSE', 'the port is in use; choose another one with PORT'],
  ['EACCES', 'this port needs more privileges; choose one above 1023 with PORT'],
  ['EADDRNOTAVAIL', 'HOST is not an address of this machine'],
  ['ENOTFOUND', 'HOST is not a known host name'],
]);

/** Resolves with the actual port, because port 0 selects any free one. Rejects with a message for people. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException; // what a listening server emits
    throw new Error(`Cannot listen on ${host}, port ${port}: ${REASONS.get(code) ?? message}.`, {
      cause: error,
    });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
