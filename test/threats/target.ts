/** A started server that the threats are tried on. */
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { shippedStart } from '../support/server/shipped-start.ts';
import { type OnEnd, startOn } from '../support/server/spawn-server.ts';
import { type Answer, createClient } from '../support/session/client.ts';
import { ADMIN_KEY, API, BROWSER, PUBLIC_URL } from '../support/session/step.ts';

export const RUNTIMES = ['Node', 'workerd'] as const;
export type Runtime = (typeof RUNTIMES)[number];

export { API, BROWSER, PUBLIC_URL };

const HOST = new URL(PUBLIC_URL).host;
const POLL_MS = 250;
const TIMEOUT_MS = 60_000;
const RAW_TIMEOUT_MS = 5_000;

export interface RequestOptions {
  headers?: Record<string, string>;
  body?: string;
  /** The client's address as the proxy or the platform names it; a new one for each request by default. */
  address?: string;
}

export interface ApiOptions extends Omit<RequestOptions, 'body'> {
  /** The admin key by default; null sends none. */
  key?: string | null;
  /** Sent as JSON. */
  body?: unknown;
}

export interface ApiAnswer extends Answer {
  /** The body, if it is JSON, else null. */
  json: Record<string, unknown> | null;
}

export interface Target {
  runtime: Runtime;
  /** How many requests a flood has. */
  requests: number;
  dataDir: string;
  send(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  /** A browser opens a path. */
  visit(path: string, headers?: Record<string, string>, address?: string): Promise<Answer>;
  api(method: string, path: string, options?: ApiOptions): Promise<ApiAnswer>;
  /** Creates a new link and returns its fields; throws unless that succeeds. */
  mint(body: Record<string, unknown>): Promise<{ id: string; slug: string; contentId: string }>;
  /** Sends text on a new connection and returns everything that comes back until the server closes it. */
  raw(text: string): Promise<string>;
  /** Repeats a request to the API until its answer is as expected, because counts may follow later; returns the last one. */
  eventually(path: string, isExpected: (answer: ApiAnswer) => boolean): Promise<ApiAnswer>;
  /** Opens a path until the answer is as expected; returns the last answer. */
  eventuallyVisit(path: string, isExpected: (answer: Answer) => boolean): Promise<Answer>;
  /** Everything that the server has written to its outputs. */
  output(): string;
  /** Starts another server of this runtime with other settings. */
  another(settings: Record<string, string>): Promise<Target>;
}

const START = {
  Node: () => shippedStart(),
  workerd: () => ({
    env: {},
    entry: fileURLToPath(new URL('../../scripts/dev-workers.ts', import.meta.url)),
    nodeArgs: ['--experimental-strip-types'],
  }),
};

/** Behind a declared proxy, so that each request can have its own address. At the edge the platform names it. */
const BEHIND_PROXY = { SOTTO_TRUST_PROXY: '127.0.0.0/8,::1' };

/** The one host on which share links may create contents. */
export const SHARE_HOST = 'blog.example';

let clients = 0;
/** Addresses of different networks in a country that both runtimes know. */
export function nextAddress(): string {
  clients += 1;
  return `9.${(clients >> 8) & 255}.${clients & 255}.7`;
}

interface Folders {
  onEnd: OnEnd;
  folder(): string;
  /** How many requests a flood has; a few by default. */
  requests?: number;
}

const FEW_REQUESTS = 300;

/** Starts the server of a runtime; it is stopped at the end. */
export async function startTarget(
  runtime: Runtime,
  { onEnd, folder, requests = FEW_REQUESTS }: Folders,
  settings: Record<string, string> = BEHIND_PROXY,
): Promise<Target> {
  const dataDir = `${folder()}/data`;
  const { env: shipped, ...start } = START[runtime]();
  const env = {
    ...shipped,
    SOTTO_ADMIN_KEY: ADMIN_KEY,
    SOTTO_PUBLIC_URL: PUBLIC_URL,
    SOTTO_SHARE_HOSTS: SHARE_HOST,
    ...settings,
  };
  const server = await startOn({ ...start, dataDir, env }, onEnd);
  const client = createClient(server.url);
  onEnd(client.close);
  let errors = '';
  server.child.stderr?.on('data', (text: string) => {
    errors += text;
  });

  const send: Target['send'] = (method, path, { headers, body, address = nextAddress() } = {}) =>
    client.send({
      method,
      path,
      headers: { Host: HOST, 'X-Forwarded-For': address, 'CF-Connecting-IP': address, ...headers },
      body,
    });
  const api: Target['api'] = async (method, path, { key = ADMIN_KEY, body, headers, ...rest } = {}) => {
    const answer = await send(method, API + path, {
      ...rest,
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      headers: {
        ...(key !== null && { Authorization: `Bearer ${key}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
    });
    const isJson = /^application\/(?:problem\+)?json/.test(answer.headers['content-type'] ?? '');
    return { ...answer, json: isJson && answer.body !== '' ? JSON.parse(answer.body) : null };
  };
  const visit: Target['visit'] = (path, headers, address = nextAddress()) =>
    send('GET', path, { headers: { 'User-Agent': BROWSER, ...headers }, address });
  return {
    runtime,
    requests,
    dataDir,
    send,
    api,
    visit,
    async mint(body) {
      const campaign = crypto.randomUUID(); // otherwise an equal link would be found
      const { status, json, body: text } = await api('POST', '/links', { body: { campaign, ...body } });
      if (status !== 201) throw new Error(`A link could not be created: ${status} ${text}`);
      return json as never; // a link, as documented
    },
    raw: (text) => sendRaw(server.url, text),
    eventually: (path, isExpected) => repeat(() => api('GET', path), isExpected),
    eventuallyVisit: (path, isExpected) => repeat(() => visit(path), isExpected),
    output: () => server.stdout() + errors,
    another: (other) => startTarget(runtime, { onEnd, folder, requests }, other),
  };
}

async function repeat<T>(ask: () => Promise<T>, isExpected: (answer: T) => boolean): Promise<T> {
  const until = Date.now() + TIMEOUT_MS;
  for (;;) {
    const answer = await ask();
    if (isExpected(answer) || Date.now() > until) return answer;
    await pause(POLL_MS);
  }
}

function sendRaw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), hostname).setEncoding('latin1').setTimeout(RAW_TIMEOUT_MS);
    socket
      .on('data', (chunk: string) => {
        received += chunk;
      })
      .on('timeout', () => socket.destroy())
      .on('error', () => {}) // the server may reset the connection
      .on('close', () => resolve(received));
    socket.write(text, 'latin1');
  });
}
