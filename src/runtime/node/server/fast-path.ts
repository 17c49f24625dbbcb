/** The short way from `node:http` to the redirect, for what is plainly written; all else goes through the app. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createFastPath, type FastPathDeps } from '../../../redirect/fast-path.ts';
import type { RequestParts } from '../../../redirect/request-parts.ts';
import type { Reply } from '../../../visitor-pages/reply.ts';

/** Whether the request is taken; if so, the answer will be sent. */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean;

// What is written like this, a URL keeps as it is: the app would read the same parts.
const SHORT_LINK = /^(\/[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)?)(\?[\w.~!$&*+,;=:@/?%-]*)?$/;
const HOST =
  /^(?!.*xn--)(?:(?:[a-z\d-]+\.)*[a-z][a-z\d-]*|(?:(?:[1-9]?\d|1\d\d)\.){3}(?:[1-9]?\d|1\d\d))(?::(?!80$)[1-9]\d{0,3}|:[1-5]\d{4})?$/;

/** Takes GET of remembered links, plainly written; answers as the app does, byte for byte. */
export function createDoor(deps: FastPathDeps): Door {
  const fastPath = createFastPath(deps);
  return (request, response) => {
    const parts = read(request);
    const reply = parts && fastPath(parts, { address: request.socket.remoteAddress ?? null });
    if (!reply) return false;
    reply.then((told) => send(told, response));
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
  response.end(body); // its length is told, since nothing has been sent yet
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

/** As `Headers` would read them, of which this takes a fraction of the time. */
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
