/** An HTTP client that adds nothing to a request; `fetch` sets headers and restricts hosts and methods. */
import { Agent, request } from 'node:http';

export interface Answer {
  status: number;
  /** By lower-case name; repeated headers are joined by commas. */
  headers: Record<string, string>;
  body: string;
}

export interface Sent {
  method: string;
  path: string;
  headers: Record<string, string>;
  body?: string | Uint8Array | undefined;
}

export interface Client {
  send(sent: Sent): Promise<Answer>;
  close(): void;
}

/** Connects to the server at this origin and keeps the connections alive. */
export function createClient(origin: string): Client {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(origin);
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const length = body === undefined || headers['Transfer-Encoding'] ? {} : lengthOf(body);
        const outgoing = request({ agent, hostname, port, method, path, headers: { ...length, ...headers } });
        outgoing.on('error', reject).on('response', (response) => {
          let text = '';
          response
            .setEncoding('utf8')
            .on('data', (part: string) => {
              text += part;
            })
            .on('error', reject)
            .on('end', () => {
              const received = Object.entries(response.headersDistinct).map(([name, all = []]) => [
                name,
                all.join(', '),
              ]);
              resolve({
                status: response.statusCode ?? 0,
                headers: Object.fromEntries(received),
                body: text,
              });
            });
        });
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}

const lengthOf = (body: string | Uint8Array) => ({ 'Content-Length': String(Buffer.byteLength(body)) });
