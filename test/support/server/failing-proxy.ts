/** A proxy that lets some answers of a server fail on their way. */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { listen } from '../../../src/runtime/node/server/listen.ts';

/**
 * `reset` breaks the connection in the middle of the body, `cut` ends the body there as if it were complete. `during` is
 * called when the answer has begun to arrive; the connection breaks after it, and what was under way is lost.
 */
export type Failure =
  | 'reset'
  | 'cut'
  | { status: number; retryAfter: string }
  | { during(): Promise<unknown> };

export interface FailingProxy {
  url: string;
  /** The failures of the next requests whose path contains this text; those after them succeed. */
  fail(path: string, failures: Failure[]): void;
  /** Forwards the next requests to the server at this address. */
  forwardTo(server: string): void;
}

/** Forwards to the server at this address; breaks the connection if nobody listens there. Closed after the running test. */
export async function openFailingProxy(first: string): Promise<FailingProxy> {
  let server = first;
  let [failing, failures]: [string, Failure[]] = ['', []];
  const proxy = createServer((incoming, response) => {
    const { url = '/', headers } = incoming;
    const failure = url.includes(failing) ? failures.shift() : undefined;
    if (typeof failure === 'object' && 'status' in failure) {
      response.writeHead(failure.status, { 'Retry-After': failure.retryAfter }).end('Try again later');
      return;
    }
    request(new URL(url, server), { headers: { ...headers, 'accept-encoding': 'identity' } }, (reply) => {
      if (failure === undefined) {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
        return;
      }
      if (typeof failure === 'object') {
        interrupt(reply, response, failure.during);
        return;
      }
      const parts: Buffer[] = [];
      reply
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () => sendHalf(response, Buffer.concat(parts), failure));
    })
      .on('error', () => response.destroy())
      .end();
  });
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const port = await listen(proxy, '127.0.0.1', 0);
  return {
    url: `http://127.0.0.1:${port}`,
    fail(path, next) {
      [failing, failures] = [path, next];
    },
    forwardTo(next) {
      server = next;
    },
  };
}

/** Half of the lines. */
function sendHalf(response: ServerResponse, body: Buffer, failure: 'reset' | 'cut'): void {
  const half = body.subarray(0, body.indexOf('\n', body.length / 2) + 1);
  if (failure === 'cut') response.end(half);
  else response.write(half, () => response.destroy());
}

/** Sends half of the first piece, and reads no more of the answer. */
function interrupt(reply: IncomingMessage, response: ServerResponse, during: () => Promise<unknown>): void {
  reply.once('data', (piece: Buffer) => {
    reply.pause();
    response.write(piece.subarray(0, piece.length / 2));
    during().finally(() => response.destroy());
  });
}
