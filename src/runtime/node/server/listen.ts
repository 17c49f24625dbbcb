import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';

/**
 * Milliseconds that a client may take to send a request's head, and all of it; then its connection is closed. Without
 * it whoever opens connections and says next to nothing would hold them for minutes.
 */
const SLOWEST_CLIENT = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
};

/** A server that gives up on slow clients, and answers those too who close their side of the connection once they have asked. */
export function createHttpServer(listener: RequestListener): Server {
  // The types lack this one: without it, whoever has said all gets no answer that takes more than a moment.
  return Object.assign(createServer(SLOWEST_CLIENT, listener), { httpAllowHalfOpen: true });
}

const REASONS: Record<string, string> = {
  EADDRINUSE: 'the port is in use; choose another with PORT',
  EACCES: 'the port needs more rights; choose one above 1023 with PORT',
  EADDRNOTAVAIL: 'HOST is no address of this machine',
  ENOTFOUND: 'HOST is no known name',
};

/** Resolves with the real port, since 0 asks for any free one; rejects with a message for people. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  try {
    await once(server.listen(port, host), 'listening');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException; // what a listening server emits
    throw new Error(`Cannot listen on ${host}, port ${port}: ${REASONS[code] ?? message}.`, { cause: error });
  }
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}
