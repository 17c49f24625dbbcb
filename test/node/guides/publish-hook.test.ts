import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runGuide } from '../../support/guides/run-guide.ts';
import {
  type ServerProcess,
  type StartOptions,
  startServer,
  temporaryFolder,
} from '../../support/server/server-process.ts';

/** Each has four links; with GUIDE_LINKS of 20,000 they take minutes. */
const LINKS = process.env.GUIDE_LINKS;
const NODE_PAGES = LINKS ? Number(LINKS) / 4 : 250;
const EDGE_PAGES = LINKS ? Number(LINKS) / 4 : 120;
const WORKERD: StartOptions = {
  entry: 'scripts/dev-workers.ts',
  nodeArgs: ['--experimental-strip-types'],
};

interface Page {
  url: string;
  title: string;
  externalId: string;
  tags: string[];
}
type LinkFile = Record<string, Record<string, string>>;
interface Listed {
  data: {
    externalId: string;
    url: string;
    title: string;
    tags: string[];
    links: { channel: string; shortUrl: string; url: string }[];
  }[];
  nextCursor: string | null;
}

const pageAt = (index: number): Page => ({
  url: `https://example.com/articles/${index}`,
  title: `Article ${index}`,
  externalId: `blog/${index}`,
  tags: ['blog'],
});
const pagesUpTo = (count: number) => Array.from({ length: count }, (_, index) => pageAt(index));

const settingsOf = ({ url, key }: ServerProcess) => ({ SOTTO_URL: url, SOTTO_KEY: key });
const readLinks = (file: string): LinkFile => JSON.parse(readFileSync(file, 'utf8'));

/** Runs the hook with the pages on stdin. */
const publish = (server: ServerProcess, file: string, pages: unknown) =>
  runGuide('publish-hook', { args: [file], env: settingsOf(server), input: JSON.stringify(pages) });

async function allContents(server: ServerProcess): Promise<Listed['data']> {
  const all: Listed['data'] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Listed = await server.api<Listed>(`/contents?limit=500${cursor && `&cursor=${cursor}`}`);
    all.push(...page.data);
    cursor = page.nextCursor;
  }
  return all;
}

/** Expects one content per page with one link per channel, each in the file. */
async function expectPublished(server: ServerProcess, file: string, pages: Page[]): Promise<void> {
  const contents = await allContents(server);
  const byId = (a: { externalId: string }, b: { externalId: string }) =>
    a.externalId < b.externalId ? -1 : 1;
  const shown = contents.map(({ url, title, externalId, tags }) => ({ url, title, externalId, tags }));
  expect(shown.sort(byId)).toEqual(pages.toSorted(byId));
  const stored = contents.map(({ externalId, links }) => [
    externalId,
    Object.fromEntries(links.map(({ channel, shortUrl }) => [channel, shortUrl])),
  ]);
  expect(readLinks(file)).toEqual(Object.fromEntries(stored));
  for (const { url, links } of contents) {
    expect(links.map(({ channel }) => channel).sort()).toEqual(['copy', 'email', 'slack', 'whatsapp']);
    expect(links.map((link) => link.url)).toEqual(links.map(() => url));
  }
}

async function destinationOf(server: ServerProcess, shortUrl = ''): Promise<string> {
  const { pathname } = new URL(shortUrl);
  const response = await fetch(`${server.url}${pathname}`, { redirect: 'manual' });
  const { origin, pathname: page } = new URL(response.headers.get('Location') ?? '');
  return `${origin}${page}`;
}

describe.each([
  { runtime: 'Node', options: {}, pages: pagesUpTo(NODE_PAGES) },
  { runtime: 'the worker', options: WORKERD, pages: pagesUpTo(EDGE_PAGES) },
])('the publish hook on $runtime', ({ options, pages }) => {
  const timeout = 120_000 + pages.length * 200;

  it(`publishes ${pages.length} pages although the server is killed in the middle, and a second run changes nothing`, {
    timeout,
  }, async () => {
    const file = join(temporaryFolder(), 'links.json');
    const first = await startServer(options);
    const env = { PORT: new URL(first.url).port };
    // The kill comes when a part of the pages is stored.
    const killed = (async () => {
      while ((await first.api<Listed>('/contents?limit=60')).data.length < 60);
      await first.kill();
      const stored = existsSync(file);
      return { stored, server: await startServer({ ...options, dataDir: first.dataDir, env }) };
    })();
    const [run, { stored, server }] = await Promise.all([publish(first, file, pages), killed]);
    expect(stored).toBe(false);
    expect(run.output).toContain('Sotto cannot be reached');
    expect(run).toMatchObject({
      code: 0,
      output: expect.stringContaining(`${pages.length} pages have links, 0 were refused`),
    });
    await expectPublished(server, file, pages);
    expect(readdirSync(dirname(file))).toEqual(['links.json']);

    const before = { ...statSync(file), contents: await allContents(server) };
    const second = await publish(server, file, pages);
    expect(second).toEqual({ code: 0, output: expect.stringContaining('is unchanged') });
    expect(statSync(file)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
    expect(await allContents(server)).toEqual(before.contents);
  });

  it('moves the links of pages whose addresses change, also in a circle', async () => {
    const some = pagesUpTo(40);
    const file = join(temporaryFolder(), 'links.json');
    const server = await startServer(options);
    expect(await publish(server, file, some)).toMatchObject({ code: 0 });
    await expectPublished(server, file, some);
    const links = readLinks(file);

    // Page 0 gets a new address, and each of the next takes the one that its predecessor has left.
    const moved = some.map((page, index) =>
      index >= 10 ? page : { ...page, url: index === 0 ? 'https://example.com/new' : pageAt(index - 1).url },
    );
    expect(await publish(server, file, moved.toReversed())).toMatchObject({ code: 0 });
    await expectPublished(server, file, moved);
    expect(readLinks(file)).toEqual(links);
    expect(await destinationOf(server, links['blog/0']?.whatsapp)).toBe('https://example.com/new');
    expect(await destinationOf(server, links['blog/3']?.email)).toBe(pageAt(2).url);
  });
});

it('keeps the links of earlier pages, and names each page that is refused', async () => {
  const file = join(temporaryFolder(), 'links.json');
  const server = await startServer();
  expect(await publish(server, file, [pageAt(1), pageAt(2)])).toMatchObject({ code: 0 });
  const links = readLinks(file);
  const wrong = { ...pageAt(1), url: 'ftp://example.com/' };
  const same = { ...pageAt(3), url: pageAt(2).url };
  const { code, output } = await publish(server, file, [wrong, same, { ...pageAt(4), author: 'Ada' }]);
  expect(code).toBe(1);
  expect(output).toContain('Not sent to Sotto: the fields author.');
  expect(output).toMatch(/^Refused: blog\/1: .*\/url/m);
  expect(output).toMatch(/^Refused: blog\/3: /m);
  expect(output).toContain('1 pages have links, 2 were refused');
  expect(readLinks(file)).toEqual({ ...links, 'blog/4': expect.any(Object) });
});

it('says what is wrong with its use, its input and its settings', async () => {
  const folder = temporaryFolder();
  const [links, pages] = [join(folder, 'links.json'), join(folder, 'pages.json')];
  const { url, key } = await startServer();
  const good = { SOTTO_URL: url, SOTTO_KEY: key };
  const run = (text: string, env: Record<string, string> = good, args = [links, pages]) => {
    writeFileSync(pages, text);
    return runGuide('publish-hook', { args, env });
  };
  const list = JSON.stringify([pageAt(1)]);
  expect(await run(list, good, [])).toMatchObject({ code: 2, output: expect.stringContaining('Usage') });
  expect(await run(list, { SOTTO_URL: url })).toMatchObject({
    code: 2,
    output: 'Set SOTTO_KEY in the environment.\n',
  });
  expect(await run(list, { ...good, SOTTO_URL: 'go' })).toMatchObject({
    code: 2,
    output: expect.stringContaining('SOTTO_URL'),
  });
  expect(await run('[')).toMatchObject({ code: 2, output: expect.stringContaining('pages.json') });
  expect(await run('{}')).toMatchObject({ code: 2, output: expect.stringContaining('list') });
  expect(await run('[{"url":"https://example.com/"}]')).toMatchObject({
    code: 2,
    output: 'Page 1 has no externalId.\n',
  });
  expect(await run(JSON.stringify([pageAt(1), pageAt(1)]))).toMatchObject({
    code: 2,
    output: expect.stringContaining('blog/1'),
  });
  expect(await run(list, { ...good, SOTTO_KEY: 'wrong' })).toMatchObject({
    code: 3,
    output: expect.stringContaining('SOTTO_KEY'),
  });
  expect(existsSync(links)).toBe(false);
  expect(await run(list)).toMatchObject({ code: 0 });
  writeFileSync(links, '{');
  expect(await run(list)).toMatchObject({ code: 2, output: expect.stringContaining('links.json') });
});
