/**
 * One request of the recorded session. In path, headers and body, `{name.field}` stands for what the answer kept as
 * `name` said: a field of its JSON, or one of its headers as `{name.headers.etag}`.
 */
export interface Step {
  method: string;
  path: string;
  /** What both runtimes must answer. */
  status: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Keeps the answer under this name. */
  as?: string;
  /** The answer is a hit: counts that are read later must include it. */
  isHit?: boolean;
  /** Asks for counts: first every hit so far must be stored. */
  isRead?: boolean;
  /** Asked again until the body is so: what changes here is promised for later. */
  until?: RegExp;
}

/** `body` is sent as JSON unless it is text or bytes already; `key` replaces the admin key, null sends none. */
export interface More extends Pick<Step, 'headers' | 'as' | 'isRead' | 'until'> {
  body?: unknown;
  key?: string | null;
}

export const API = '/api/v1';
export const ADMIN_KEY = 'session-admin-key-0123456789';
export const PUBLIC_URL = 'http://go.test';

/** A desktop browser as most readers have one. */
export const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

const isRaw = (body: unknown): body is string | Uint8Array =>
  typeof body === 'string' || body instanceof Uint8Array;

/** Any request: only what is given is sent. */
export function ask(method: string, path: string, status: number, more: Omit<More, 'key'> = {}): Step {
  const { body, headers = {}, ...rest } = more;
  if (body === undefined) return { method, path, status, headers, ...rest };
  const text = isRaw(body) ? body : JSON.stringify(body);
  return { method, path, status, body: text, headers, ...rest };
}

/** A request to the API, with JSON as its type if it has a body. */
export function api(method: string, path: string, status: number, more: More = {}): Step {
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

export const get = (path: string, status = 200, more?: More) => api('GET', path, status, more);
export const post = (path: string, body: unknown, status = 201, more?: More) =>
  api('POST', path, status, { body, ...more });
export const patch = (path: string, body: unknown, status = 200, more?: More) =>
  api('PATCH', path, status, { body, ...more });
export const remove = (path: string, status = 204, more?: More) => api('DELETE', path, status, more);

/** Counts, hits or sightings, read after everything that was clicked. */
export const read = (path: string, status = 200, more?: More) => get(path, status, { isRead: true, ...more });

/** Somebody asks a short link for something that is no hit. */
export const look = (path: string, status: number, headers: Record<string, string> = {}) =>
  ask('GET', path, status, { headers: { 'User-Agent': BROWSER, ...headers } });

/** Somebody opens a short link, and it is a hit. */
export const open = (path: string, status = 302, headers: Record<string, string> = {}): Step => ({
  ...look(path, status, headers),
  isHit: true,
});

/** A program opens a short link, and it is a hit. */
export const fetched = (path: string, agent: string, status = 302, headers: Record<string, string> = {}) =>
  open(path, status, { 'User-Agent': agent, ...headers });
