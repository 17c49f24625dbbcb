/**
 * One request of the recorded session. In path, headers and body, `{name.field}` is replaced by a field of the JSON
 * answer saved as `name`, or by one of its headers: `{name.headers.etag}`.
 */
export interface Step {
  method: string;
  path: string;
  /** The status that both runtimes must return. */
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Saves the answer under this name. */
  as?: string;
  /** The request is a hit: counts that are read later must include it. */
  isHit?: boolean;
  /** The request reads counts: every previous hit must be stored first. */
  isRead?: boolean;
  /** Repeats the request until the body matches, because the change is eventual. */
  until?: RegExp;
}

/** `body` is sent as JSON unless it is text or bytes; `key` replaces the admin key, null sends none. */
export interface StepOptions extends Pick<Step, 'headers' | 'as' | 'isRead' | 'until'> {
  body?: unknown;
  key?: string | null;
}

export const API = '/api/v1';
export const ADMIN_KEY = 'session-admin-key-0123456789';
export const PUBLIC_URL = 'http://go.test';

/** The User-Agent of a common desktop browser. */
export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const isRaw = (body: unknown): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array;

/** A request with no headers but the given ones. */
export function ask(method: string, path: string, status: number, more: Omit<StepOptions, 'key'> = {}): Step {
  const { body, headers = {}, ...rest } = more;
  if (body === undefined) return { method, path, status, headers, ...rest };
  const text = isRaw(body) ? body : JSON.stringify(body);
  return { method, path, status, body: text, headers, ...rest };
}

/** A request to the API; a body is sent as `application/json`. */
export function api(method: string, path: string, status: number, more: StepOptions = {}): Step {
  const { key = ADMIN_KEY, headers, ...rest } = more;
  return ask(method, API + path, status, {
    ...rest,
    headers: {
      ...(key !== null && { Authorization: `Bearer ${key}` }),
      ...(more.body !== undefined && { 'Content-Type': 'application/json' }),
      ...headers,
    },
  });
}

export const get = (path: string, status = 200, more?: StepOptions) => api('GET', path, status, more);
export const post = (path: string, body: unknown, status = 201, more?: StepOptions) =>
  api('POST', path, status, { body, ...more });
export const patch = (path: string, body: unknown, status = 200, more?: StepOptions) =>
  api('PATCH', path, status, { body, ...more });
export const remove = (path: string, status = 204, more?: StepOptions) => api('DELETE', path, status, more);

/** Reads counts, hits or sightings after every previous hit is stored. */
export const read = (path: string, status = 200, more?: StepOptions) =>
  get(path, status, { isRead: true, ...more });

/** A browser requests a path of the redirect, and the request is not a hit. */
export const look = (path: string, status: number, headers: Record<string, string> = {}) =>
  ask('GET', path, status, { headers: { 'User-Agent': BROWSER, ...headers } });

/** A person opens a short link, and the request is a hit. */
export const open = (path: string, status = 302, headers: Record<string, string> = {}): Step => ({
  ...look(path, status, headers),
  isHit: true,
});

/** A program opens a short link, and the request is a hit. */
export const fetched = (path: string, agent: string, status = 302, headers: Record<string, string> = {}) =>
  open(path, status, { 'User-Agent': agent, ...headers });
