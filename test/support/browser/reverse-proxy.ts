/** A reverse proxy between a browser and a server: it ends TLS, names the client, and records the requests. */
import { type IncomingHttpHeaders, type RequestListener, request } from 'node:http';
import type { OnEnd } from '../server/spawn-server.ts';
import type { Certificate } from './certificate.ts';
import { listen } from './http-server.ts';

export interface ReverseProxy {
  port: number;
  /** The headers of all requests for this path with any query, oldest first. */
  requestsFor(path: string): IncomingHttpHeaders[];
  /** Sets the server that receives the requests from now on. */
  forwardTo(server: string): void;
}

/** Forwards for a client at `address`. Requests for which `answered` returns true are neither forwarded nor recorded. */
export async function openReverseProxy(
  { address, tls, onEnd }: { address: string; tls?: Certificate | undefined; onEnd: OnEnd },
  answered: (...args: Parameters<RequestListener>) => boolean,
): Promise<ReverseProxy> {
  const seen: { path: string; headers: IncomingHttpHeaders }[] = [];
  let server = '';
  const port = await listen(
    (incoming, response) => {
      if (answered(incoming, response)) return;
      const { url: path = '/', method, headers } = incoming;
      seen.push({ path: path.replace(/\?.*/s, ''), headers });
      const forwarded = { 'x-forwarded-for': address, 'x-forwarded-proto': tls ? 'https' : 'http' };
      const outgoing = request(
        new URL(path, server),
        { method, headers: { ...headers, ...forwarded } },
        (reply) => {
          response.writeHead(reply.statusCode ?? 502, reply.headers);
          reply.pipe(response);
        },
      );
      outgoing.on('error', () => response.destroy());
      incoming.pipe(outgoing);
    },
    { tls, onEnd },
  );
  return {
    port,
    requestsFor: (path) => seen.filter((each) => each.path === path).map(({ headers }) => headers),
    forwardTo: (url) => {
      server = url;
    },
  };
}
