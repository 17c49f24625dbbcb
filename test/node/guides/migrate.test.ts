import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runGuide } from '../../support/guides/run-guide.ts';
import { type ServerProcess, startServer, temporaryFolder } from '../../support/server/server-process.ts';

const HEADER = 'slug,url,title,tags,created_at,expires_at,domain,clicks\n';
const BATCH = 1000;
/** Of the worker, where 20,000 take minutes. */
const EDGE_LINKS = Number(process.env.GUIDE_LINKS ?? 2_200);

interface Moved {
  slug: string;
  url: string;
  title: string;
}
interface Listed {
  data: (Moved & { id: string; tags: string[]; expiresAt: string | null })[];
  nextCursor: string | null;
}

/** The nth link of the other shortener; every third has quotes, commas and line breaks in its title. */
const linkAt = (index: number): Moved => ({
  slug: `old-${index}`,
  url: `https://example.com/pages/${index}?a=1&b=${index % 7}`,
  title: index % 3 === 0 ? `"Été", ${index}` : `Page ${index}`,
});

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const lineOf = ({ slug, url, title }: Moved) =>
  `${slug},${quoted(url)},${quoted(title)},"news,spring",2019-04-01T08:00:00Z,2099-01-01,,17\n`;

/** Rows that Sotto refuses, and a word of each reason. */
const REFUSED = [
  ['bad slug!,https://example.com/a,,,,,,', 'letters'],
  ['no-address,example,,,,,,', 'url'],
  [',https://example.com/b,,,,,,', 'slug is empty'],
  ['old-0,https://example.com/another,,,,,,', 'taken'],
  ['late,https://example.com/c,,,,tomorrow,,', 'expiry is not a time'],
  ['foreign,https://example.com/d,,,,,bit.example,', 'domain'],
] as const;

function writeCsv(links: number): string {
  const file = join(temporaryFolder(), 'links.csv');
  const rows = Array.from({ length: links }, (_, index) => lineOf(linkAt(index)));
  writeFileSync(file, `\uFEFF${HEADER}${rows.join('')}${REFUSED.map(([row]) => `${row}\n`).join('')}`);
  return file;
}

async function allLinks(server: ServerProcess): Promise<Listed['data']> {
  const all: Listed['data'] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const fields = 'fields=id,slug,url,title,tags,expiresAt';
    const page: Listed = await server.api<Listed>(
      `/links?limit=1000&archived=any&${fields}${cursor && `&cursor=${cursor}`}`,
    );
    all.push(...page.data);
    cursor = page.nextCursor;
  }
  return all;
}

/** Expects exactly the links of the file, and the reasons of the others. */
async function expectMoved(server: ServerProcess, file: string, links: number): Promise<string[]> {
  const all = await allLinks(server);
  const moved = all.map(({ slug, url, title }) => ({ slug, url, title }));
  const bySlug = (a: Moved, b: Moved) => (a.slug < b.slug ? -1 : 1);
  expect(moved.sort(bySlug)).toEqual(Array.from({ length: links }, (_, index) => linkAt(index)).sort(bySlug));
  expect(all[0]).toMatchObject({ tags: ['news', 'spring'], expiresAt: '2099-01-01T00:00:00.000Z' });
  const refused = readFileSync(`${file}.refused.csv`, 'utf8').trimEnd().split('\n');
  expect(refused).toEqual([
    `${HEADER.trim()},line,reason`,
    ...REFUSED.map(([row, word], index) =>
      expect.stringMatching(new RegExp(`^${row.replaceAll(/[?]/g, '.')},${links + 2 + index},.*${word}`)),
    ),
  ]);
  return all.map(({ id }) => id).sort();
}

const settingsOf = ({ url, key }: ServerProcess) => ({ SOTTO_URL: url, SOTTO_KEY: key });

it('moves 20,000 links although the server is killed in the middle, and a second run creates nothing', async () => {
  const links = 20_000;
  const file = writeCsv(links);
  const first = await startServer();
  const port = new URL(first.url).port;
  let restarted: Promise<ServerProcess> | undefined;
  const restart = async () => {
    await first.stop('SIGKILL');
    return startServer({ dataDir: first.dataDir, env: { PORT: port } });
  };
  const run = await runGuide('migrate', {
    args: [file],
    env: settingsOf(first),
    onOutput(output) {
      if (output.includes(`${7 * BATCH + 2} of`)) restarted ??= restart();
    },
  });
  if (!restarted) throw new Error('The script ended before the server was killed');
  const server = await restarted;
  expect(run.output).toContain('Sotto cannot be reached');
  expect(run.output).toContain('because Sotto cannot store it: created_at, clicks.');
  expect(run.output).toMatch(/6 rows refused/);
  expect(run.code).toBe(1);
  const ids = await expectMoved(server, file, links);

  const second = await runGuide('migrate', { args: [file], env: settingsOf(server) });
  expect(second).toMatchObject({ code: 1, output: expect.stringContaining('6 rows refused') });
  expect(await expectMoved(server, file, links)).toEqual(ids);

  const { status, headers } = await fetch(`${server.url}/old-77`, { redirect: 'manual' });
  expect([status, headers.get('Location')]).toEqual([302, linkAt(77).url]);
});

it(`moves ${EDGE_LINKS} links to the worker although it is killed in the middle`, {
  timeout: 120_000 + EDGE_LINKS * 50,
}, async () => {
  const links = EDGE_LINKS;
  const file = writeCsv(links);
  const worker = { entry: 'scripts/dev-workers.ts', nodeArgs: ['--experimental-strip-types'] };
  const first = await startServer(worker);
  let restarted: Promise<ServerProcess> | undefined;
  const restart = async () => {
    await first.kill();
    return startServer({ ...worker, dataDir: first.dataDir, env: { PORT: new URL(first.url).port } });
  };
  const run = await runGuide('migrate', {
    args: [file],
    env: settingsOf(first),
    onOutput(output) {
      if (output.includes(`${BATCH + 2} of`)) restarted ??= restart();
    },
  });
  if (!restarted) throw new Error('The script ended before the worker was killed');
  const server = await restarted;
  expect(run).toMatchObject({ code: 1, output: expect.stringContaining('6 rows refused') });
  expect(run.output).toContain('Sotto cannot be reached');
  const ids = await expectMoved(server, file, links);
  expect(await runGuide('migrate', { args: [file], env: settingsOf(server) })).toMatchObject({ code: 1 });
  expect(await expectMoved(server, file, links)).toEqual(ids);
});

it('takes the corrected file of refused rows, and then leaves none', async () => {
  const file = join(temporaryFolder(), 'links.csv');
  writeFileSync(file, 'Short URL;Long URL;Domain\nhttps://old.example/a;https://example.com/a;old.example\n');
  const server = await startServer();
  const env = settingsOf(server);
  expect(await runGuide('migrate', { args: [file], env })).toMatchObject({ code: 1 });
  // Once the domain is known, the same file passes: a kept answer does not count against it.
  await server.api('/domains', { domain: 'old.example' });
  const again = await runGuide('migrate', { args: [file], env });
  expect(again).toEqual({ code: 0, output: expect.stringContaining('1 links created') });
  expect(existsSync(`${file}.refused.csv`)).toBe(false);
  expect(await server.api<Listed>('/links')).toMatchObject({ data: [{ slug: 'a', domain: 'old.example' }] });
});

it('says what is wrong with its use, its input and its settings', async () => {
  const file = join(temporaryFolder(), 'links.csv');
  const { url, key } = await startServer();
  const run = (text: string, env: Record<string, string>, args = [file]) => {
    writeFileSync(file, text);
    return runGuide('migrate', { args, env });
  };
  const good = { SOTTO_URL: url, SOTTO_KEY: key };
  const csv = 'slug,url\na,https://example.com/\n';
  expect(await run(csv, good, [])).toMatchObject({ code: 2, output: expect.stringContaining('Usage') });
  expect(await run(csv, { SOTTO_URL: url })).toMatchObject({
    code: 2,
    output: 'Set SOTTO_KEY in the environment.\n',
  });
  expect(await run('short,url\n', good)).toMatchObject({
    code: 2,
    output: expect.stringContaining('columns slug and url'),
  });
  expect(await run('slug,url\na,"b"c\n', good)).toMatchObject({
    code: 2,
    output: expect.stringContaining('Line 2'),
  });
  expect(await run(csv, { ...good, SOTTO_KEY: 'wrong' })).toMatchObject({
    code: 3,
    output: expect.stringContaining('SOTTO_KEY'),
  });
  expect(await run(csv, { ...good, SOTTO_URL: `${url}/elsewhere` })).toMatchObject({ code: 0 });
});
