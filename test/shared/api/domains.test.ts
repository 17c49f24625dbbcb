import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { ContentJson, LinkJson } from '../../../src/api/schemas/present-links.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

interface DomainJson {
  domain: string;
  rootUrl: string | null;
  notFoundUrl: string | null;
  createdAt: string;
}
interface Problem {
  code: string;
  errors?: { pointer: string }[];
}

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const host = () => `${unique()}.example`;
const page = () => `https://pages.example/${unique()}`;
const add = (body: Record<string, unknown>) => sotto.api<DomainJson>('POST', '/domains', body);
const refused = (method: string, path: string, body?: unknown) => sotto.api<Problem>(method, path, body);
const mint = (body: Record<string, unknown>) => sotto.api<LinkJson>('POST', '/links', body);
const pointers = ({ errors }: Problem) => errors?.map(({ pointer }) => pointer);

/** A domain that is known, and that the redirect has seen. */
async function added(fields: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await add({ domain: host(), ...fields });
  expect(status).toBe(201);
  sotto.clock.now += 10_000;
  return body.domain;
}

describe('POST /domains', () => {
  it('adds a domain and shows it by its name', async () => {
    const domain = host();
    const [rootUrl, notFoundUrl] = [page(), page()];
    const { status, headers, body } = await add({ domain, rootUrl, notFoundUrl });
    const createdAt = new Date(sotto.clock.now).toISOString();
    expect([status, body]).toEqual([201, { domain, rootUrl, notFoundUrl, createdAt }]);
    expect(headers.get('Location')).toBe(`http://sotto.test/api/v1/domains/${domain}`);
    expect((await sotto.api('GET', `/domains/${domain.toUpperCase()}`)).body).toEqual(body);
    const list = await sotto.api<{ data: DomainJson[] }>('GET', '/domains');
    expect(list.body.data[0]).toEqual(body);
  });

  it.each([
    ['GO.Example', 'go.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['go.example:443', 'go.example'],
    ['go.example:8443', 'go.example:8443'],
    ['localhost:8788', 'localhost:8788'],
  ])('stores %s as browsers name it', async (given, stored) => {
    const at = unique();
    const { body } = await add({ domain: `${at}-${given}` });
    expect(body.domain).toBe(
      given === 'bücher.example' ? new URL(`https://${at}-${given}`).host : `${at}-${stored}`,
    );
    expect((await sotto.api('GET', `/domains/${encodeURIComponent(body.domain)}`)).status).toBe(200);
  });

  it.each([
    '',
    ' ',
    'https://go.example',
    'go.example/path',
    'user@go.example',
    'go.example:',
    'go.example:99999',
    'go..example',
    '-go.example',
    'go_go.example',
    'go.example?x',
    '[::1]',
    'a b',
    '%67o.example',
    `${'a'.repeat(64)}.example`,
    'sotto.test',
    'SOTTO.test:443',
    'sotto.test:80',
  ])('refuses %j', async (domain) => {
    const { status, body } = await refused('POST', '/domains', { domain });
    expect([status, body.code, pointers(body)]).toEqual([422, 'validation', ['/domain']]);
  });

  it('refuses URLs that are no destination or lead back here', async () => {
    const [domain, other] = [host(), await added()];
    for (const url of [
      'javascript:x',
      '/path',
      'http://sotto.test/x',
      `https://${domain}/x`,
      `https://${other}`,
    ]) {
      const { status, body } = await refused('POST', '/domains', { domain, rootUrl: url });
      expect([status, pointers(body)]).toEqual([422, ['/rootUrl']]);
      const patched = await refused('PATCH', `/domains/${other}`, {
        notFoundUrl: url.replace(domain, other),
      });
      expect([patched.status, pointers(patched.body)]).toEqual([422, ['/notFoundUrl']]);
    }
  });

  it('is a conflict for a domain that is known, however it is spelled', async () => {
    const domain = await added();
    const { status, body } = await refused('POST', '/domains', { domain: `${domain.toUpperCase()}:443` });
    expect([status, body.code]).toEqual([409, 'domain_taken']);
  });
});

describe('PATCH /domains', () => {
  it('merges: null clears, absent fields stay', async () => {
    const rootUrl = page();
    const domain = await added({ rootUrl, notFoundUrl: page() });
    const { status, body } = await sotto.api('PATCH', `/domains/${domain}`, { notFoundUrl: null });
    expect([status, body]).toMatchObject([200, { domain, rootUrl, notFoundUrl: null }]);
    expect((await sotto.api('GET', `/domains/${domain}`)).body).toEqual(body);
  });

  it('never renames', async () => {
    const domain = await added();
    const { status, body } = await refused('PATCH', `/domains/${domain}`, { domain: host() });
    expect([status, body.code]).toEqual([422, 'immutable_field']);
  });

  it('answers 404 for a domain that is not known, the default one included', async () => {
    for (const domain of ['none.example', 'sotto.test', '%20', '..%2F']) {
      expect((await sotto.api('PATCH', `/domains/${domain}`, {})).status).toBe(404);
      expect((await sotto.api('GET', `/domains/${domain}`)).status).toBe(404);
      expect((await sotto.api('DELETE', `/domains/${domain}`)).status).toBe(404);
    }
  });
});

describe('links of a domain', () => {
  it('stand under it, apart from the same slug elsewhere', async () => {
    const domain = await added();
    const [slug, url] = [unique(), page()];
    const here = await mint({ url, slug, domain });
    expect(here).toMatchObject({ status: 201, body: { domain, shortUrl: `https://${domain}/${slug}` } });
    const there = page();
    expect(await mint({ url: there, slug })).toMatchObject({ status: 201, body: { domain: 'sotto.test' } });
    expect((await sotto.click(`https://${domain}/${slug}`)).headers.get('Location')).toContain(url);
    expect((await sotto.click(`/${slug}`)).headers.get('Location')).toContain(there);
    expect((await mint({ url: page(), slug, domain: domain.toUpperCase() })).status).toBe(409);
  });

  it('are the links of contents too, and found by their domain', async () => {
    const domain = await added();
    const body = { url: page(), domain, channels: ['email', 'slack'] };
    const made = await sotto.api<ContentJson>('POST', '/contents', body);
    expect(made.body.links.map((link) => link.domain)).toEqual([domain, domain]);
    expect(await sotto.api('POST', '/contents', body)).toMatchObject({ status: 200 });
    const both = await sotto.api<ContentJson>('POST', '/contents', { ...body, domain: null });
    expect(both.body.links).toHaveLength(4);
    const found = await sotto.api<{ data: LinkJson[] }>('GET', `/links?domain=${domain}`);
    expect(found.body.data.map((link) => link.domain)).toEqual([domain, domain]);
  });

  it('are apart for find-or-create', async () => {
    const domain = await added();
    const url = page();
    const [here, there] = [await mint({ url, domain }), await mint({ url })];
    expect(here.body.id).not.toBe(there.body.id);
    expect(await mint({ url, domain })).toMatchObject({ status: 200, body: { id: here.body.id } });
  });

  it('cannot be minted under an unknown domain, nor lead to a known one', async () => {
    const unknown = await refused('POST', '/links', { url: page(), domain: host() });
    expect([unknown.status, pointers(unknown.body)]).toEqual([422, ['/domain']]);
    const looped = await refused('POST', '/links', { url: `https://${await added()}/x` });
    expect([looped.status, pointers(looped.body)]).toEqual([422, ['/url']]);
  });

  it('name their domain by its host, or by its address with nothing else in it', async () => {
    const domain = await added();
    for (const given of [
      `u:p@${domain}/x?y`,
      `u@${domain}`,
      `${domain}/x`,
      `https://u@${domain}/`,
      `${domain}?y`,
      `${domain}#`,
      `ftp://${domain}`,
    ]) {
      for (const [path, body] of [
        ['/links', { url: page(), domain: given }],
        ['/contents', { url: page(), domain: given }],
      ] as const) {
        const { status, body: problem } = await refused('POST', path, body);
        expect([given, status, pointers(problem)]).toEqual([given, 422, ['/domain']]);
      }
    }
    for (const given of [
      `${domain.toUpperCase()}.`,
      `${domain}/`,
      `https://${domain}/`,
      ` http://${domain} `,
    ]) {
      expect((await mint({ url: page(), domain: given })).body.domain).toBe(domain);
    }
  });

  it('cannot lead to the host that the request itself was sent to', async () => {
    const alias = host();
    const send = async (method: string, path: string, body: unknown) => {
      const headers = { Authorization: `Bearer ${ADMIN_KEY}`, 'Content-Type': 'application/json' };
      const init = { method, headers, body: JSON.stringify(body) };
      const response = await sotto.request(`http://${alias}/api/v1${path}`, init);
      return { status: response.status, body: (await response.json()) as Problem };
    };
    const { body: link } = await mint({ url: page() });
    const url = `https://${alias.toUpperCase()}/x`;
    for (const [method, path, body, pointer] of [
      ['POST', '/links', { url }, '/url'],
      ['POST', '/links', { url: page(), expiredUrl: url }, '/expiredUrl'],
      ['POST', '/contents', { url }, '/url'],
      ['PATCH', `/links/${link.id}`, { url }, '/url'],
      ['PATCH', `/contents/${link.contentId}`, { url }, '/url'],
      ['POST', '/domains', { domain: host(), rootUrl: url }, '/rootUrl'],
    ] as const) {
      const { status, body: problem } = await send(method, path, body);
      expect([path, status, pointers(problem)]).toEqual([path, 422, [pointer]]);
    }
    const named = await send('POST', '/links', { url: page(), domain: alias });
    expect([named.status, pointers(named.body)]).toEqual([422, ['/domain']]);
    expect((await mint({ url })).status).toBe(201);
  });
});

describe('DELETE /domains', () => {
  it('gives up a domain without links, which then may be added again', async () => {
    const domain = await added();
    expect((await sotto.api('DELETE', `/domains/${domain}`)).status).toBe(204);
    expect((await sotto.api('GET', `/domains/${domain}`)).status).toBe(404);
    expect((await refused('POST', '/links', { url: page(), domain })).status).toBe(422);
    expect((await add({ domain })).status).toBe(201);
  });

  it('is a conflict while a link stands under it, even a deleted one', async () => {
    const domain = await added();
    const { body: link } = await mint({ url: page(), domain });
    for (let i = 0; i < 2; i++) {
      const { status, body } = await refused('DELETE', `/domains/${domain}`);
      expect([status, body.code]).toEqual([409, 'domain_in_use']);
      await sotto.api('DELETE', `/links/${link.id}`);
    }
    expect((await sotto.api('GET', `/domains/${domain}`)).status).toBe(200);
  });
});
