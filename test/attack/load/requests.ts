/** The texts of requests. */

/** A browser of today, so that its requests are clicks. */
export const BROWSER =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

export interface RequestParts {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
}

/** A request as it is written on a connection. */
export function requestText({ method = 'GET', path, headers = {}, body }: RequestParts): string {
  const all: Record<string, string> = {
    Host: 'localhost',
    ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`;
}

/** A different address in a different network for each number. */
export const addressOf = (n: number) => `${16 + ((n >>> 16) % 90)}.${(n >>> 8) & 255}.${n & 255}.9`;

/** A click by a person with this address. */
export const click = (path: string, n: number, headers: Record<string, string> = {}) =>
  requestText({ path, headers: { 'User-Agent': BROWSER, 'X-Forwarded-For': addressOf(n), ...headers } });

export const form = (path: string, n: number, password: string) =>
  requestText({
    method: 'POST',
    path,
    headers: {
      'User-Agent': BROWSER,
      'X-Forwarded-For': addressOf(n),
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: `password=${encodeURIComponent(password)}`,
  });

/** A call of the API; an object is sent as JSON, a text as it is. */
export function apiRequest(method: string, path: string, key: string, body?: unknown): string {
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
  const headers = {
    Authorization: `Bearer ${key}`,
    ...(text !== undefined && { 'Content-Type': 'application/json' }),
  };
  return requestText({ method, path: `/api/v1${path}`, headers, ...(text !== undefined && { body: text }) });
}
