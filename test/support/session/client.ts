/** A client over HTTP that adds nothing of its own: `fetch` chooses headers, hosts and methods for itself. */
import { Agent, request } from 'node:http';

export interface Answer {
  status: number;
  /** By names in lower case; of several with one name, all, joined by a comma. */
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

/** Speaks to the server at this origin over connections that are kept. */
export function createClient(origin: string): Client {
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(origin);
  return {
    send: ({ method, path, headers, body }) =>
      new Promise((resolve, reject) => {
        const length = body === undefined || headers['Transfer-Encoding'] ? {} : lengthOf(body);
        const asked = request({ agent, hostname, port, method, path, headers: { ...length, ...headers } });
        asked.on('error', reject).on('response', (response) => {
          let text = '';
          response
            .setEncoding('utf8')
            .on('data', (part: string) => {
              text += part;
            })
            .on('error', reject)
            .on('end', () => {
              const told = Object.entries(response.headersDistinct).map(([name, all = []]) => [
                name,
                all.join(', '),
              ]);
              resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(told), body: text });
            });
        });
        asked.end(body);
      }),
    close: () => agent.destroy(),
  };
}

const lengthOf = (body: string | Uint8Array) => ({ 'Content-Length': String(Buffer.byteLength(body)) });
