/** The fast path from `node:http` to the redirect for plainly written requests. All other requests go through the app. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Durations } from '../../../ports.ts';
import { createFastPath, type FastPathDeps } from '../../../redirect/fast-path.ts';
import type { RequestParts } from '../../../redirect/request-parts.ts';
import type { Reply } from '../../../visitor-pages/http-reply.ts';

/** Returns whether it takes the request; if so, it sends the answer. */
export type NodeFastPath = (request: IncomingMessage, response: ServerResponse) => boolean;

// `new URL` does not change such a path and query, so the app would read the same parts.
const SHORT_LINK = /^(\/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?)(\?[\w.~!$&*+,;=:@/?%-]*)?$/;
const HOST =
  /^(?!.*xn--)(?:(?:[a-z\d-]+\.)*[a-z][a-z\d-]*|(?:(?:[1-9]?\d|1\d\d)\.){3}(?:[1-9]?\d|1\d\d))(?::(?!80$)[1-9]\d{0,3}|:[1-5]\d{4})?$/;

/** Takes plainly written GET requests for cached links. Its answers equal those of the app, byte for byte. */
export function createNodeFastPath({
  durations,
  ...deps
}: FastPathDeps & { durations: Durations }): NodeFastPath {
  const fastPath = createFastPath(deps);
  return (request, response) => {
    const since = durations.now();
    const parts = read(request);
    const reply = parts && fastPath(parts, { address: request.socket.remoteAddress ?? null });
    if (!reply) return false;
    reply.then((answer) => {
      send(answer, response);
      durations.redirect(answer.status, since);
    });
    return true;
  };
}

function send({ status, headers, body }: Reply, response: ServerResponse): void {
  if (body === null) {
    response.writeHead(status, headers).end();
    return;
  }
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body); // adds a Content-Length, because nothing has been sent yet
}

function read({ method = '', url = '', rawHeaders }: IncomingMessage): RequestParts | undefined {
  const [, pathname, search = ''] = SHORT_LINK.exec(url) ?? [];
  if (pathname === undefined) return undefined;
  const headers = headersOf(rawHeaders);
  const host = headers.get('host') ?? '';
  return HOST.test(host)
    ? { method, url: { protocol: 'http:', host, pathname, search }, headers }
    : undefined;
}

/** Reads headers as `Headers` does, in a fraction of the time. */
function headersOf(raw: string[]): RequestParts['headers'] {
  const values = new Map<string, string>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index]?.toLowerCase() ?? '';
    const value = raw[index + 1] ?? '';
    const known = values.get(name);
    values.set(name, known === undefined ? value : `${known}, ${value}`);
  }
  return { get: (name) => values.get(name) ?? null };
}
