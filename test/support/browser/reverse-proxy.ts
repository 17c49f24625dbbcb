/** What stands between a browser and a server: it ends TLS, says for whom it asks, and sees what was sent. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, createServer as overHttp, type RequestListener, request } from 'node:http';
import { createServer as overHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificate.ts';

/** Listens on this machine until the running test ends, over HTTPS if there is a certificate; answers its port. */
export async function listen(answer: RequestListener, tls?: Certificate): Promise<number> {
  const server = tls ? overHttps(tls, answer) : overHttp(answer);
  server.listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // as it listens on TCP
}

export interface Front {
  port: number;
  /** The headers of all requests for this path with any query, oldest first. */
  asked(path: string): IncomingHttpHeaders[];
  /** Where requests go from now on. */
  passTo(server: string): void;
}

/** Forwards for a reader at `address`. What `own` answers, by saying so, goes no further and is not recorded. */
export async function openFront(
  { address, tls }: { address: string; tls?: Certificate | undefined },
  own: (...args: Parameters<RequestListener>) => boolean,
): Promise<Front> {
  const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  let server = '';
  const port = await listen((asking, answering) => {
    if (own(asking, answering)) return;
    const { url: path = '/', method, headers } = asking;
    seen.push({ path: path.replace(/\?.*/s, ''), headers });
    const forwarded = { 'x-forwarded-for': address, 'x-forwarded-proto': tls ? 'https' : 'http' };
    const passed = request(
      new URL(path, server),
      { method, headers: { ...headers, ...forwarded } },
      (reply) => {
        answering.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(answering);
      },
    );
    passed.on('error', () => answering.destroy());
    asking.pipe(passed);
  }, tls);
  return {
    port,
    asked: (path) => seen.filter((each) => each.path === path).map(({ headers }) => headers),
    passTo: (url) => {
      server = url;
    },
  };
}
