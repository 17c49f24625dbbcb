import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { hostTable } from '../../../src/abuse/host-table.ts';
import { fetchBlocklist, reasonOf } from '../../../src/runtime/fetch-blocklist.ts';
import { createOutgoing } from '../../../src/runtime/node/adapters/outgoing.ts';
import { openBlocklist } from '../../../src/runtime/node/background/blocklist.ts';
import { openStoredBlocklists } from '../../../src/runtime/node/background/stored-blocklists.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

const outgoing = createOutgoing();

/** A server of lists, and its address. */
async function serveLists(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/list`;
}

const listsIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.list')) : [];

const openLists = (...sources: string[]) => openListsIn(join(temporaryFolder(), 'blocklists'), ...sources);

function openListsIn(folder: string, ...sources: string[]) {
  const lines: string[] = [];
  const log = {
    info: (_: object, message: string) => lines.push(message),
    warn: () => {},
    error: (fields: object, message: string) => lines.push(`${message} ${JSON.stringify(fields)}`),
  };
  const opened = openBlocklist({ sources, folder, log, clock: Date.now, outgoing });
  onTestFinished(async () => (await opened).close());
  return { opened, lines };
}

it('a file is loaded before the server starts, and its hosts are found', async () => {
  const file = join(temporaryFolder(), 'hosts');
  writeFileSync(file, '0.0.0.0 bad.example\n');
  const { opened, lines } = openLists(file);
  const blocklist = await opened;
  expect(blocklist.find('www.bad.example')).toBe('bad.example');
  expect(blocklist.states()).toMatchObject([{ hosts: 1, failure: null }]);
  expect(lines).toEqual(['A block list was loaded']);
});

it('a changed file is read again, and one that disappears keeps its last list', async () => {
  const file = join(temporaryFolder(), 'hosts');
  writeFileSync(file, 'bad.example\n');
  const blocklist = await openLists(file).opened;
  const version = blocklist.version();
  writeFileSync(file, 'worse.example\nbad.example\n');
  await expect.poll(() => blocklist.find('worse.example'), { timeout: 30_000 }).toBe('worse.example');
  expect(blocklist.version()).toBeGreaterThan(version);
});

it('a missing file is a failure that names no path', async () => {
  const { opened, lines } = openLists('/nowhere/at/all');
  const [state] = (await opened).states();
  expect(state).toMatchObject({ hosts: 0, loadedAt: null, failure: 'The file cannot be read (ENOENT).' });
  expect(lines.join()).not.toContain('nowhere');
});

it('a URL is fetched in the background', async () => {
  const url = await serveLists((_, response) => void response.end('127.0.0.1\tbad.example\n'));
  const blocklist = await openLists(url).opened;
  await expect.poll(() => blocklist.find('bad.example'), { timeout: 30_000 }).toBe('bad.example');
});

it('the last list of a URL holds from the start, also while its server does not answer', async () => {
  const folder = join(temporaryFolder(), 'blocklists');
  let isDown = false;
  const asked: unknown[] = [];
  const url = await serveLists((request, response) => {
    asked.push(request.headers['if-none-match']);
    response.writeHead(isDown ? 503 : 200, { ETag: '"1"' }).end('bad.example');
  });
  const before = await openListsIn(folder, url).opened;
  await expect.poll(() => listsIn(folder), { timeout: 30_000 }).toHaveLength(1);
  isDown = true;

  const after = await openListsIn(folder, url).opened;
  expect(after.find('www.bad.example')).toBe('bad.example');
  expect(after.states()).toMatchObject([{ hosts: 1, loadedAt: before.states()[0]?.loadedAt }]);
  await expect.poll(() => asked, { timeout: 30_000 }).toEqual([undefined, '"1"']);

  await openListsIn(folder, 'https://lists.example/other').opened;
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['cut off', (file: Buffer) => file.subarray(0, file.length - 8)],
  [
    'of another format',
    (file: Buffer) => Buffer.from(file.toString('latin1').replace('"format":1', '"format":0'), 'latin1'),
  ],
  ['empty', () => Buffer.alloc(0)],
])('a kept list that is %s is ignored', async (_, damage) => {
  const folder = join(temporaryFolder(), 'blocklists');
  const kept = openStoredBlocklists(folder);
  const table = hostTable();
  table.add('bad.example');
  const validators = { etag: '"1"', lastModified: null };
  await kept.write('https://lists.example', { table, validators, loadedAt: 5 });
  const whole = await kept.read('https://lists.example');
  expect(whole).toMatchObject({ validators, loadedAt: 5, table: { size: 1 } });
  const path = join(folder, readdirSync(folder)[0] ?? '');
  writeFileSync(path, damage(readFileSync(path)));
  expect(await kept.read('https://lists.example')).toBeNull();
});

it('a list that has not changed is not sent again', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serveLists((request, response) => {
    asked.push(request.headers['if-none-match']);
    if (request.headers['if-none-match'] === '"1"') response.writeHead(304).end();
    else response.writeHead(200, { ETag: '"1"' }).end('bad.example');
  });
  const first = await fetchBlocklist(url, null, outgoing);
  expect(first?.table.size).toBe(1);
  expect(await fetchBlocklist(url, first, outgoing)).toBeNull();
  expect(asked).toEqual([undefined, '"1"']);
});

it.each([
  ['an error', (_, response) => void response.writeHead(500).end('bad.example'), 'answered 500'],
  [
    'a page without hosts',
    (_, response) => void response.end('<html>\n<p>Hello, who are you?</p>'),
    'names no host',
  ],
  [
    'redirects without end',
    ({ url = '' }, response) => void response.writeHead(302, { Location: `${url}x` }).end(),
    'more than 3 times',
  ],
  [
    'a redirect to another scheme',
    (_, response) => void response.writeHead(302, { Location: 'ftp://lists.example/' }).end(),
    'without https',
  ],
  [
    'an endless list',
    (_, response) => {
      const more = () => {
        while (response.write('# nothing here\n'.repeat(10_000)));
        response.once('drain', more);
      };
      more();
    },
    'more than 67108864 bytes',
  ],
] as [string, RequestListener, string][])('%s is refused', async (_, listener, reason) => {
  const url = await serveLists(listener);
  await expect(fetchBlocklist(url, null, outgoing)).rejects.toThrow(reason);
});

it('a list of the own network is fetched, but no redirect leads to another server there', async () => {
  const inner: string[] = [];
  const other = await serveLists(({ url = '' }, response) => {
    inner.push(url);
    response.end('bad.example');
  });
  const url = await serveLists((request, response) => {
    if (request.url === '/list') response.writeHead(302, { Location: '/moved' }).end();
    else if (request.url === '/moved') response.end('bad.example');
    else response.writeHead(302, { Location: other }).end();
  });
  expect((await fetchBlocklist(url, null, outgoing))?.table.size).toBe(1);
  const failure = await fetchBlocklist(url.replace('/list', '/away'), null, outgoing).catch(reasonOf);
  expect(failure).toBe('The server redirects to an address inside the own network.');
  expect(inner).toEqual([]);
});
