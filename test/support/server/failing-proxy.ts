/** A proxy that lets some answers of a server fail on their way. */
import { createServer, request, type ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { listen } from '../../../src/runtime/node/server/listen.ts';

/** `reset` breaks the connection in the middle of the body, `cut` ends the body there as if it were complete. */
export type Failure = 'reset' | 'cut' | { status: number; retryAfter: string };

export interface FailingProxy {
  url: string;
  /** The failures of the next requests whose path contains this text; those after them succeed. */
  fail(path: string, failures: Failure[]): void;
}

/** Forwards to the server at this address. Closed after the running test. */
export async function openFailingProxy(server: string): Promise<FailingProxy> {
  let [failing, failures]: [string, Failure[]] = ['', []];
  const proxy = createServer((incoming, response) => {
    const { url = '/', headers } = incoming;
    const failure = url.includes(failing) ? failures.shift() : undefined;
    if (typeof failure === 'object') {
      response.writeHead(failure.status, { 'Retry-After': failure.retryAfter }).end('Try again later');
      return;
    }
    request(new URL(url, server), { headers: { ...headers, 'accept-encoding': 'identity' } }, (reply) => {
      if (failure === undefined) {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
        return;
      }
      const parts: Buffer[] = [];
      reply
        .on('data', (part: Buffer) => parts.push(part))
        .on('end', () => sendHalf(response, Buffer.concat(parts), failure));
    }).end();
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
  };
}

/** Half of the lines. */
function sendHalf(response: ServerResponse, body: Buffer, failure: 'reset' | 'cut'): void {
  const half = body.subarray(0, body.indexOf('\n', body.length / 2) + 1);
  if (failure === 'cut') response.end(half);
  else response.write(half, () => response.destroy());
}
