/** Stops a server without cutting off an answer. */
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

// During this time a busy kept-alive connection sends another request, and its answer says that the connection closes.
const GRACE_MS = 300;
const POLL_MS = 50;

/**
 * Prepares the server and returns a function that stops it: no new connections, every request in flight is answered,
 * kept-alive connections get `Connection: close` or are closed when idle. It resolves when all connections are closed;
 * after `limit` milliseconds the rest is cut off.
 */
export function createDrain(server: Server): (limit: number) => Promise<void> {
  const latestResponses = new Map<Socket, ServerResponse | null>();
  let ending = false;
  server.on('connection', (socket: Socket) => {
    latestResponses.set(socket, null);
    socket.once('close', () => latestResponses.delete(socket));
  });
  server.prependListener('request', ({ socket }, response) => {
    latestResponses.set(socket, response);
    if (ending) announceClose(response);
  });

  return async (limit) => {
    const deadline = performance.now() + limit;
    ending = true;
    for (const response of latestResponses.values()) if (response) announceClose(response);
    // The close() of node:http also destroys idle connections at once, and with them requests that are on their way.
    NetServer.prototype.close.call(server);
    await pause(GRACE_MS);
    while (latestResponses.size > 0 && performance.now() < deadline) {
      // For node:http a connection is idle once its answer is written, even if it has not been sent yet.
      if ([...latestResponses.keys()].every((socket) => socket.writableLength === 0))
        server.closeIdleConnections();
      await pause(POLL_MS);
    }
    server.closeAllConnections();
  };
}

function announceClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
