/** Ends a server without cutting anybody off in the middle of an answer. */
import type { Server, ServerResponse } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

// Within it a busy kept-alive connection asks again, and is told that it ends.
const GRACE_MS = 300;
const ROUND_MS = 50;

/**
 * Prepares the server and returns how to end it: no new connection, every request in flight answered, kept-alive
 * connections told to close, or closed when idle. It resolves when all are gone; what is left after `limit`
 * milliseconds is cut.
 */
export function createDrain(server: Server): (limit: number) => Promise<void> {
  const newest = new Map<Socket, ServerResponse | null>();
  let ending = false;
  server.on('connection', (socket: Socket) => {
    newest.set(socket, null);
    socket.once('close', () => newest.delete(socket));
  });
  server.prependListener('request', ({ socket }, response) => {
    newest.set(socket, response);
    if (ending) sayClose(response);
  });

  return async (limit) => {
    const deadline = performance.now() + limit;
    ending = true;
    for (const response of newest.values()) if (response) sayClose(response);
    // The close() of node:http also destroys idle connections at once, and with them requests on their way.
    NetServer.prototype.close.call(server);
    await pause(GRACE_MS);
    while (newest.size > 0 && performance.now() < deadline) {
      // To node:http a connection is idle once its answer is written, even if it still has to be sent.
      if ([...newest.keys()].every((socket) => socket.writableLength === 0)) server.closeIdleConnections();
      await pause(ROUND_MS);
    }
    server.closeAllConnections();
  };
}

function sayClose(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
