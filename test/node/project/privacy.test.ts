import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { databasePath } from '../../../src/runtime/node/sqlite/open-files.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import { prepareFiles } from '../../../src/runtime/node/sqlite/prepare-files.ts';
import { stripVisitors } from '../../../src/runtime/node/sqlite/strip-visitors.ts';
import { dayOf } from '../../../src/time.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { nextVersionMigrations } from '../../support/server/next-version.ts';
import { type ServerProcess, startServer, temporaryFolder } from '../../support/server/server-process.ts';
import { FORM } from '../../support/store/visits.ts';

/** Texts that occur nowhere else. */
const MARK = 'zqxmarked';
const V4 = '203.0.113.77';
const V6 = '2001:db8:7a71:78aa:99:aabb:ccdd:eeff';
const AGENT = `Mozilla/5.0 (X11; Linux x86_64; ${MARK}device) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.9.9 Safari/537.36 ${MARK}/7`;
const REFERRER_HOST = 'referrer.example';
const REFERRER = `https://${REFERRER_HOST}/${MARK}path/${MARK}page?${MARK}key=${MARK}value#${MARK}fragment`;
const QUERY = `${MARK}query=${MARK}%20visitor&utm_id=${MARK}`;
const PASSWORD = `${MARK} right password`;
const MISSED = 'nobody-minted-this';

/** The values that must not be stored. Addresses also appear as decimal bytes between dots, the internal form of networks. */
const FORBIDDEN = [
  ...[MARK, V4, V6, '142.0.9.9'],
  ...['2001:0db8:7a71:78aa:0099:aabb:ccdd:eeff', '2001:db8:7a71:78aa', '32.1.13.184.122.113', '203.0.113'],
];

/** The encodings of a text: plain, UTF-16, percent-encoded, hex, and base64 at every alignment. */
function disguises(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    // Without the characters that share bits with the neighbouring bytes.
    return encoded.slice(shift === 0 ? 0 : shift + 1, (bytes.length + shift) % 3 === 0 ? undefined : -1);
  });
  const urls = base64.map((letters) => letters.replaceAll('+', '-').replaceAll('/', '_'));
  const percent = [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  const hex = bytes.toString('hex');
  const wide = Buffer.from(text, 'utf16le').toString('latin1');
  return [...new Set([text, encodeURIComponent(text), percent, hex, wide, ...base64, ...urls])];
}

const NEEDLES = FORBIDDEN.flatMap((text) => disguises(text).map((needle) => [text, needle] as const)).filter(
  ([, needle]) => needle.length > 3,
);

/** The values that occur in these bytes; encodings without case are compared without case. */
function foundIn(
  bytes: Buffer | string,
  needles: (readonly [name: string, needle: string])[] = NEEDLES,
): string[] {
  const text = (typeof bytes === 'string' ? Buffer.from(bytes) : bytes).toString('latin1');
  const lower = text.toLowerCase();
  return needles.flatMap(([name, needle]) =>
    text.includes(needle) || (/^[\da-f%]+$|zqxmarked/i.test(needle) && lower.includes(needle.toLowerCase()))
      ? [`${name} as ${needle}`]
      : [],
  );
}

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path)] as const);

function expectClean(folder: string, label: string): void {
  for (const [path, bytes] of filesOf(folder)) expect(foundIn(bytes), `${label}: ${path}`).toEqual([]);
}

interface Call {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends exactly these headers; `fetch` adds some that a navigation does not have. */
async function ask(url: string, { method = 'GET', headers = {}, body = '' }: Call) {
  const outgoing = request(url, { method, headers });
  outgoing.end(body);
  const [response]: IncomingMessage[] = await once(outgoing, 'response');
  if (!response) throw new Error('There was no answer');
  const chunks: Buffer[] = await response.toArray();
  const location = response.headers.location ?? null;
  return { status: response.statusCode, location, body: Buffer.concat(chunks).toString() };
}

/** Sends visits of every kind with marked values in every part of the request; returns the answers, which must not repeat them. */
async function visit({ url, key, api }: ServerProcess): Promise<string[]> {
  const mint = (slug: string, fields = {}) =>
    api('/links', { url: 'https://pages.example/?kept=1', slug, ...fields });
  await mint('plain');
  await mint('forwards', { forwardQuery: true });
  await mint('locked', { password: PASSWORD });
  await mint('over', { expiresAt: '2020-01-01T00:00:00Z' });
  await mint('limited', { maxClicks: 1 });

  const marked = (address: string) => ({
    'X-Forwarded-For': address,
    'User-Agent': AGENT,
    Referer: REFERRER,
    Cookie: `${MARK}cookie=${MARK}value`,
    'Accept-Language': `${MARK}-${MARK}, fr;q=0.5`,
    'Sec-CH-UA': `"${MARK}"`,
    From: `${MARK}@people.example`,
  });
  const answers: string[] = [];
  const send = async (path: string, call: Call = {}, address = V4) => {
    const headers = { ...marked(address), ...call.headers };
    const { status, location, body } = await ask(url + path, { ...call, headers });
    answers.push(`${status} ${path.startsWith('/forwards') ? '' : location} ${body}`);
    return status;
  };

  for (const address of [V4, V6]) {
    for (const slug of ['plain', 'plain.newsletter', 'forwards', 'plain+', 'over', 'limited', MISSED]) {
      await send(`/${slug}?${QUERY}`, {}, address);
    }
  }
  await send('/plain', { method: 'HEAD' });
  await send('/plain', { method: 'POST', body: `${MARK}body` });
  await send('/plain', { headers: { 'Sec-Purpose': 'prefetch' } });
  await send('/plain', { headers: { 'User-Agent': `WhatsApp/2.23.20.0 ${MARK}` } });
  await send('/plain', { headers: { 'Sec-GPC': '1' } });
  await send(`/plain/${MARK}?${QUERY}`);
  await send(`/${MARK}%2Fno%2Fslug`);
  const form = { method: 'POST', headers: { 'Content-Type': FORM } };
  expect(await send('/locked', { ...form, body: `password=${MARK}wrong` })).toBe(403);
  expect(await send('/locked', { ...form, body: `password=${encodeURIComponent(PASSWORD)}` })).toBe(303);

  const json = { 'Content-Type': 'application/json' };
  const call = (path: string, body: string, token = key) =>
    send(`/api/v1${path}`, { method: 'POST', body, headers: { ...json, Authorization: `Bearer ${token}` } });
  for (const token of [`${MARK}-no-key`, `sotto_key_${MARK}_${MARK.repeat(5)}`, `${key}${MARK}`]) {
    expect(await call('/links', '{}', token)).toBe(401);
  }
  expect(await call('/links', `{"url": "${MARK}`)).toBe(400);
  expect(await call('/links', JSON.stringify({ url: `javascript:${MARK}` }))).toBe(422);
  expect(await call('/links', JSON.stringify({ url: 'https://a.example/', slug: `${MARK} ${MARK}` }))).toBe(
    422,
  );
  const authorization = { headers: { Authorization: `Bearer ${key}` } };
  expect(await send(`/api/v1/links/${MARK}`, authorization)).toBe(404);
  expect(await send(`/api/v1/hits?from=${MARK}`, authorization)).toBe(422);
  await send('/privacy');
  await send('/readyz');
  return answers;
}

/** The stored keys of visitors (`high,low`) and the hashes of networks in the log. */
function hashesIn(dataDir: string): { visitors: string[]; networks: string[] } {
  const main = new Database(databasePath(dataDir, 'main'), { readonly: true });
  const batches = main
    .prepare<[], { visitors: string; networks: string }>('SELECT visitors, networks FROM hit_batches')
    .all();
  main.close();
  return {
    visitors: batches.flatMap(({ visitors }) => {
      const list: number[] = JSON.parse(visitors);
      return list.flatMap((high, at) => (at % 3 === 0 ? [`${high},${list[at + 1]}`] : []));
    }),
    networks: batches
      .flatMap(({ networks }) => networks.match(/(?<=")[^"]+/g) ?? [])
      .filter((text) => /\w/.test(text)),
  };
}

/** Expects a backup to contain no marked value, no hash of a visitor and no salt, in any encoding. */
async function expectCleanBackup(dataDir: string): Promise<void> {
  const { visitors, networks } = hashesIn(dataDir);
  const salts: [day: number, salt: string][] = JSON.parse(readFileSync(join(dataDir, 'salts'), 'utf8'));
  const secrets = [...networks, ...salts.map(([, salt]) => salt)];
  expect(secrets.length).toBeGreaterThan(3);
  expect(visitors.length).toBeGreaterThan(3);

  const file = join(temporaryFolder(), 'backup');
  const env: NodeJS.ProcessEnv = { ...process.env, SOTTO_DATA: dataDir };
  await promisify(execFile)(process.execPath, ['dist/backup.js', file], { env });
  const bytes = readFileSync(file);
  expect(foundIn(bytes)).toEqual([]);
  const spellings = secrets.flatMap((text) => {
    const raw = Buffer.from(text, 'base64');
    const letters = [text, raw.toString('base64'), raw.toString('base64url'), raw.toString('hex')];
    return [...letters, raw.toString('latin1')].map((spelt) => [text, spelt] as const);
  });
  expect(foundIn(bytes, [...spellings, ...visitors.map((text) => [text, text] as const)])).toEqual([]);
  expect(foundIn(bytes, [[MISSED, MISSED]])).toHaveLength(1);
}

it('leaves nothing of the never-stored list in any file, log, metric or answer', async () => {
  const env = { SOTTO_TRUST_PROXY: '127.0.0.1', SOTTO_LOG_LEVEL: 'debug' };
  const server = await startServer({ env });
  const answers = await visit(server);
  expect(answers.flatMap((answer) => foundIn(answer).map((found) => [found, answer]))).toEqual([]);

  const { total } = await server.api<{ total: Record<string, number> }>('/stats');
  expect(total).toMatchObject({ previews: 1, prefetches: 1, anonymousClicks: 1 });
  expect(total.clicks).toBeGreaterThan(5);
  const authorization = { headers: { Authorization: `Bearer ${server.key}` } };
  const metrics = await (await fetch(`${server.url}/metrics`, authorization)).text();
  expect(metrics).toContain('sotto_hits_total{kind="click"}');
  const hits = await (await fetch(`${server.url}/api/v1/hits?format=ndjson`, authorization)).text();
  expect(hits).toContain(REFERRER_HOST);
  for (const text of [metrics, hits]) expect(foundIn(text)).toEqual([]);

  expectClean(server.dataDir, 'running');
  await expectCleanBackup(server.dataDir);
  const { stdout, stderr } = await server.stop();
  expect(foundIn(stdout + stderr)).toEqual([]);
  expectClean(server.dataDir, 'stopped');

  // The search finds values that may be stored, so it works.
  const main = readFileSync(databasePath(server.dataDir, 'main'));
  for (const text of [REFERRER_HOST, 'newsletter', MISSED]) {
    expect(foundIn(main, [[text, text]])).toHaveLength(1);
  }
});

it('finds a marked value in every encoding', () => {
  const around = (text: string) => `before ${text} after`;
  for (const text of FORBIDDEN) {
    for (const shift of [0, 1, 2]) {
      const bytes = Buffer.from(`${'x'.repeat(shift)}${text}, and more`);
      for (const encoding of ['base64', 'base64url', 'hex'] as const) {
        expect(foundIn(around(bytes.toString(encoding))), `${text}, ${encoding}`).not.toEqual([]);
      }
    }
    expect(foundIn(around(encodeURIComponent(text)))).not.toEqual([]);
    expect(foundIn(Buffer.from(around(text), 'utf16le'))).not.toEqual([]);
  }
});

const NOON = Date.UTC(2026, 9, 7, 12);

/** Creates a data folder with a hit; returns the stored hashes of its visitor and its network. */
async function withVisitor() {
  const dataDir = join(temporaryFolder(), 'data');
  mkdirSync(dataDir);
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const runner = openSumsRunner({ dataDir });
  const link = await mintLink(store);
  await store.hits.append([hitOn(link, { visitor: unique(), network: unique(), at: NOON })]);
  while ((await runner.rollUp()) > 0);
  runner.close();
  close();
  const { visitors, networks } = hashesIn(dataDir);
  const hashes = [...visitors, ...networks];
  expect(hashes).toHaveLength(2);
  return { dataDir, hashes };
}

const holds = (path: string, text: string) => readFileSync(path).includes(text);

it('leaves no hash in the files once the hashes of a day are deleted', async () => {
  const { dataDir, hashes } = await withVisitor();
  expect(hashes.map((hash) => holds(databasePath(dataDir, 'main'), hash))).toEqual([true, true]);

  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const today = dayOf(NOON);
  while (await store.maintenance.purgeHashes(today + 1));
  expect(hashesIn(dataDir).networks).toHaveLength(1);
  while (await store.maintenance.purgeHashes(today + 2));
  close();
  for (const [path, bytes] of filesOf(dataDir)) {
    for (const hash of hashes) expect(bytes.includes(hash), path).toBe(false);
  }
});

it('removes the hashes from a copy and keeps everything else', async () => {
  const { dataDir, hashes } = await withVisitor();
  const path = databasePath(dataDir, 'main');
  stripVisitors(path);
  expect(hashes.map((hash) => holds(path, hash))).toEqual([false, false]);
  expect(['-wal', '-shm', '-journal'].filter((end) => existsSync(path + end))).toEqual([]);
  const main = new Database(path, { readonly: true });
  expect(main.prepare('SELECT count(*) FROM hits').pluck().get()).toBe(1);
  main.close();
});

it('keeps copies from before a migration without hashes', async () => {
  const { dataDir, hashes } = await withVisitor();
  prepareFiles(dataDir, { migrations: nextVersionMigrations(temporaryFolder()) });
  const copies = filesOf(dataDir).filter(([path]) => path.includes('.before-'));
  expect(copies).toHaveLength(2);
  for (const [path, bytes] of copies) {
    for (const hash of hashes) expect(bytes.includes(hash), path).toBe(false);
  }
});
