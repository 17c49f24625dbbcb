/** What broken and hostile programs write on connections. */
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Attack, Battlefield } from '../attack.ts';
import { apiRequest, click } from '../load/requests.ts';
import { randomText } from './vocabulary.ts';

const AT_ONCE = 32;
const ANSWER_MS = 3_000;

/** Texts that are no proper requests, or only just. `path` leads to a link. */
const MALFORMED: ((path: string) => string | Uint8Array)[] = [
  (path) => `GET ${path} HTTP/1.1\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: ${'a.'.repeat(4_000)}\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: u:p@h/x?y#z\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: [::1\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: localhost:99999\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: \xff\xfe\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost:\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.0\r\n\r\n`,
  (path) => `GET ${path}\r\n\r\n`,
  (path) => `GET ${path} HTTP/9.9\r\nHost: a\r\n\r\n`,
  (path) => `GET http://evil.example${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  () => 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n',
  () => 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
  () => `GET /${'x'.repeat(70_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  (path) => `GET ${path}?${'a=b&'.repeat(3_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${'X-A: b\r\n'.repeat(3_000)}\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-A: ${'b'.repeat(40_000)}\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\nHost: localhost\n\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n  folded\r\n\r\n`,
  (path) => `GET ${path} HTTP/1.1\r\nHost : localhost\r\n\r\n`,
  (path) => `GET ${path}\0 HTTP/1.1\r\nHost: localhost\r\nUser-Agent: \0\r\n\r\n`,
  (path) => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n`,
  (path) =>
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  (path) => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`,
  () =>
    'POST /api/v1/links HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n',
  () => 'POST /api/v1/links HTTP/1.1\r\nHost: localhost\r\nExpect: 200-maybe\r\nContent-Length: 9\r\n\r\n',
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  (path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n`,
  () => new Uint8Array([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, ...Array(64).fill(7)]),
  () => `${randomText(3)} ${randomText(40)}\r\n\r\n`,
  () => '\r\n'.repeat(500),
];

/** Opens a connection, writes, and returns what came back until it was closed or silent. */
function write(
  port: number,
  text: string | Uint8Array,
  halfClose: boolean,
): Promise<{ received: string; ms: number }> {
  return new Promise((resolve) => {
    const began = performance.now();
    let received = '';
    let answered = began;
    const socket = connect(port, '127.0.0.1').setEncoding('latin1').setTimeout(ANSWER_MS);
    socket
      .on('data', (chunk: string) => {
        received += chunk;
        answered = performance.now();
        // A server may keep the connection for the next request.
        if (!halfClose && /\r\n\r\n/.test(received)) socket.end();
      })
      .on('timeout', () => socket.destroy())
      .on('error', () => {}) // the server may reset the connection
      .on('close', () => resolve({ received, ms: answered - began }));
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    if (halfClose) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** Runs tasks, some at once, until the number is reached or the time is up. */
async function repeat(field: Battlefield, count: number, task: (n: number) => Promise<void>): Promise<void> {
  let begun = 0;
  const run = async () => {
    while (begun < count && !field.isOver()) await task(begun++);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, run));
}

const statusesIn = (text: string) =>
  [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

function noteAll(field: Battlefield, { received, ms }: { received: string; ms: number }): number[] {
  const statuses = statusesIn(received);
  const retryAfter = /^retry-after:/im.test(received);
  for (const status of statuses.length > 0 ? statuses : [0])
    field.note({ status, ms, retryAfter, head: '', body: '' });
  return statuses;
}

const malformed: Attack = {
  name: 'malformed requests',
  share: 0.02,
  async run(field, requests) {
    const slug = await field.link();
    await repeat(field, requests, async (n) => {
      const text = MALFORMED[n % MALFORMED.length]?.(`/${slug}`) ?? '';
      noteAll(field, await write(field.port, text, n % 7 === 0));
      field.ledger.add(slug, { answered: 0, unsure: 1 });
    });
  },
};

const PIPELINED = 50;

const pipelining: Attack = {
  name: 'pipelined and half-closed',
  share: 0.02,
  async run(field, requests) {
    const slug = await field.link();
    await repeat(field, Math.ceil(requests / PIPELINED), async () => {
      const text = Array.from({ length: PIPELINED }, () => click(`/${slug}`, field.next())).join('');
      const redirects = noteAll(field, await write(field.port, text, true)).filter(
        (status) => status === 302,
      ).length;
      field.ledger.add(slug, { answered: redirects, unsure: PIPELINED - redirects });
    });
  },
};

/** Clients that leave before they have their answer. */
const hangUps: Attack = {
  name: 'clients that hang up',
  share: 0.03,
  async run(field, requests) {
    const slug = await field.link();
    await repeat(field, requests, async (n) => {
      const key = field.keys[n % field.keys.length] ?? '';
      const isCall = n % 50 === 0;
      const text = isCall ? apiRequest('GET', '/hits?format=csv', key) : click(`/${slug}`, field.next());
      await hangUp(field.port, text, n % 4);
      field.note({ status: 0, ms: 0, retryAfter: false, head: '', body: '' });
      if (!isCall) field.ledger.add(slug, { answered: 0, unsure: 1 });
    });
  },
};

function hangUp(port: number, text: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(text);
      if (ms === 0) socket.destroy();
      else setTimeout(() => socket.resetAndDestroy(), ms);
    });
    socket.on('error', () => {}).on('close', () => resolve());
  });
}

const SLOW_SECONDS = 12;

/** Connections that send a byte now and then, and connections that never read their answer. */
const slow: Attack = {
  name: 'slow clients',
  share: 0.001,
  async run(field, requests) {
    const sockets: Socket[] = [];
    const path = '/api/v1/hits?format=csv';
    for (let n = 0; n < requests && !field.isOver(); n += 1) {
      const socket = connect(field.port, '127.0.0.1').on('error', () => {});
      if (n % 20 === 0)
        socket
          .pause()
          .write(apiRequest('GET', path.slice('/api/v1'.length), field.keys[n % field.keys.length] ?? ''));
      else socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
      sockets.push(socket);
      if (n % 50 === 0) await pause(10);
    }
    const seconds = Math.min(SLOW_SECONDS, requests / 10);
    for (let second = 0; second < seconds && !field.isOver(); second += 1) {
      for (const [n, socket] of sockets.entries()) if (n % 20 !== 0) socket.write('x');
      await pause(1_000);
    }
    for (const socket of sockets) {
      socket.destroy();
      field.note({ status: 0, ms: 0, retryAfter: false, head: '', body: '' });
    }
  },
};

export const sockets: Attack[] = [malformed, pipelining, hangUps, slow];
