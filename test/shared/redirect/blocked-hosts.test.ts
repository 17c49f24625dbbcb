import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { hostTable } from '../../../src/abuse/host-table.ts';
import { createBlockLists } from '../../../src/abuse/lists.ts';
import { unique } from '../../support/fixtures/records.ts';
import { assemble, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

interface LinkJson {
  id: string;
  shortUrl: string;
  flagged: boolean;
}
interface Problem {
  code: string;
  errors: { pointer: string; detail: string }[];
}

/** The redirect reads the hosts again after this time. */
const SOON = 6_000;

let sotto: Sotto;
const lists = createBlockLists();
const list = (...hosts: string[]) => {
  const table = hostTable();
  for (const host of hosts) table.add(host);
  lists.put(0, table);
};
const policy: { newLinks: 'refuse' | 'flag'; redirects: 'block' | 'report' } = {
  newLinks: 'refuse',
  redirects: 'block',
};
beforeAll(async () => {
  const blocklist = { ...lists, ready: async () => {} };
  sotto = await assemble(await openRuntime(), { blocklist, settings: { ...SETTINGS, blocklist: policy } });
});
afterAll(() => sotto.close());

const mint = async (url: string, more = {}) =>
  (await sotto.api<LinkJson>('POST', '/links', { url, ...more })).body;
const block = (host: string) => sotto.api('POST', '/blocked-hosts', { host });
/** The status after the time in which a change takes effect. */
const open = async (shortUrl: string) => {
  sotto.clock.now += SOON;
  return (await sotto.click(shortUrl)).status;
};

describe('a host that the team blocks', () => {
  it('stops its links and those to its subdomains, until it is unblocked', async () => {
    const host = `${unique()}.example`;
    const links = [await mint(`https://${host}/a`), await mint(`https://www.${host}:8443/b`)];
    const other = await mint(`https://other-${host}/`);
    for (const { shortUrl } of [...links, other]) expect(await open(shortUrl)).toBe(302);
    expect((await block(host.toUpperCase())).status).toBe(201);
    expect((await block(host)).status).toBe(200);
    for (const { shortUrl } of links) {
      expect(await open(shortUrl)).toBe(451);
      expect((await sotto.click(`${shortUrl}+`)).status).toBe(404);
    }
    expect(await open(other.shortUrl)).toBe(302);
    const shown = await sotto.api<LinkJson & { turnedAway: number }>('GET', `/links/${links[0]?.id}`);
    expect(shown.body).toMatchObject({ flagged: true, blocked: false, turnedAway: 1 });
    expect((await sotto.api('DELETE', `/blocked-hosts/${host}`)).status).toBe(204);
    expect((await sotto.api('DELETE', `/blocked-hosts/${host}`)).status).toBe(404);
    for (const { shortUrl } of links) expect(await open(shortUrl)).toBe(302);
  });

  it.each([
    ['POST', '/links', '/url', (url: string) => ({ url })],
    ['POST', '/links', '/expiredUrl', (url: string) => ({ url: 'https://a.example/', expiredUrl: url })],
    ['POST', '/contents', '/image', (url: string) => ({ url: 'https://a.example/', image: url })],
    ['POST', '/domains', '/rootUrl', (url: string) => ({ domain: `${unique()}.example`, rootUrl: url })],
  ] as const)('is refused by %s %s with the field and the host', async (method, path, pointer, body) => {
    const host = `${unique()}.example`;
    await block(host);
    sotto.clock.now += SOON;
    const answer = await sotto.api<Problem>(method, path, body(`https://x.${host}/`));
    expect([answer.status, answer.body.code, answer.body.errors[0]?.pointer]).toEqual([
      422,
      'host_blocked',
      pointer,
    ]);
    expect(answer.body.errors[0]?.detail).toContain(host);
  });

  it('is no destination that a link can be moved to', async () => {
    const host = `${unique()}.example`;
    const link = await mint(`https://${unique()}.example/`);
    await block(host);
    sotto.clock.now += SOON;
    const { status, body } = await sotto.api<Problem>('PATCH', `/links/${link.id}`, {
      url: `http://${host}`,
    });
    expect([status, body.code]).toEqual([422, 'host_blocked']);
  });

  it('asks nobody for the password of a link, and gets no visitor of an expired one', async () => {
    const host = `${unique()}.example`;
    const locked = await mint(`https://${host}/`, { password: 'open sesame' });
    const over = await mint('https://a.example/', {
      expiresAt: '2020-01-01T00:00:00Z',
      expiredUrl: `https://${host}/over`,
    });
    await block(host);
    for (const { shortUrl } of [locked, over]) expect(await open(shortUrl)).toBe(451);
  });

  it.each(['nonsense', 'https://bad.example', 'bad.example/x', ''])('cannot be %j', async (host) => {
    const { status, body } = await sotto.api<Problem>('POST', '/blocked-hosts', { host });
    expect([status, body.errors[0]?.pointer]).toEqual([422, '/host']);
  });
});

describe('a host of the list', () => {
  it('stops its links and new ones at once, in Unicode as well', async () => {
    const link = await mint('https://bücher-listed.example/');
    expect(await open(link.shortUrl)).toBe(302);
    list('xn--bcher-listed-wob.example', new URL('https://bücher-listed.example').hostname);
    expect((await sotto.click(link.shortUrl)).status).toBe(451);
    const { body } = await sotto.api<Problem>('POST', '/links', { url: 'https://bücher-listed.example/x' });
    expect(body.code).toBe('host_blocked');
    list();
    expect((await sotto.click(link.shortUrl)).status).toBe(302);
  });

  it('is only flagged and counted if the policy says so', async () => {
    const host = `${unique()}.example`;
    list(host);
    Object.assign(policy, { newLinks: 'flag', redirects: 'report' });
    const link = await mint(`https://${host}/`);
    expect(link.flagged).toBe(true);
    const { listedRedirects } = sotto.deps.counters;
    expect(await open(link.shortUrl)).toBe(302);
    expect(sotto.deps.counters.listedRedirects).toBe(listedRedirects + 1);
    Object.assign(policy, { newLinks: 'refuse', redirects: 'block' });
    list();
  });
});
