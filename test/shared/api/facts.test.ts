import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { placeOf } from '../../../src/hits/geographic-place.ts';
import { type Cidr, parseCidr } from '../../../src/net/cidr.ts';
import type { Deps, Settings } from '../../../src/ports.ts';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, assemble, CHROME, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

type Row = Record<string, number | string | null>;
interface MintedLink {
  id: string;
  shortUrl: string;
}

let plain: Sotto;
beforeAll(async () => {
  plain = await open();
});
afterAll(() => plain.close());

const SLACKBOT = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';
const WHATSAPP = 'WhatsApp/2.23.20.0 A';
const PROXY = '10.0.0.1';

const networks = (...texts: string[]) =>
  texts.map((text) => parseCidr(text)).filter((network): network is Cidr => network !== null);

/** The same runtime under other settings; `warnings` are what its log was told. */
async function told(settings: Partial<Settings>): Promise<{ sotto: Sotto; warnings: string[] }> {
  const warnings: string[] = [];
  const log: Deps['log'] = { ...plain.deps.log, warn: (_, message) => warnings.push(message) };
  return { sotto: await assemble(plain, { log, settings: { ...SETTINGS, ...settings } }), warnings };
}

async function mint(): Promise<MintedLink> {
  const { body } = await plain.api<MintedLink>('POST', '/links', {
    url: `https://pages.example/${unique()}`,
  });
  return body;
}

async function counts(link: MintedLink, groupBy = ''): Promise<{ data: Row[]; total: Row }> {
  const grouping = groupBy === '' ? '' : `&groupBy=${groupBy}`;
  const { body } = await plain.api<{ data: Row[]; total: Row }>('GET', `/stats?linkId=${link.id}${grouping}`);
  return body;
}

const forwardedFor = (address: string) => ({ 'X-Forwarded-For': address });

const WITH_KEY = { headers: { Authorization: `Bearer ${ADMIN_KEY}` } };

describe('behind a proxy that nobody declared', () => {
  it('nobody is unique, and the log says once what to set', async () => {
    const { sotto, warnings } = await told({});
    const link = await mint();
    for (const address of ['198.51.100.1', '198.51.100.1', '198.51.100.2']) {
      expect((await sotto.click(link.shortUrl, forwardedFor(address), PROXY)).status).toBe(302);
    }
    expect((await counts(link)).total).toMatchObject({
      clicks: 3,
      repeats: 0,
      anonymousClicks: 3,
      uniqueClicks: 0,
    });
    expect(warnings).toEqual([expect.stringContaining('SOTTO_TRUST_PROXY')]);
    expect(warnings.join()).not.toMatch(/198\.51|10\.0\.0/);
  });

  it('/readyz warns, and Sotto stays in service', async () => {
    const { sotto } = await told({});
    const ready = async () => {
      const response = await sotto.request('/readyz', WITH_KEY);
      const { status, checks } = await response.json<{ status: string; checks: Row[] }>();
      return { http: response.status, status, detail: checks.find(({ name }) => name === 'proxy')?.detail };
    };
    expect(await ready()).toMatchObject({ http: 200, status: 'pass' });
    await sotto.click('/nowhere', forwardedFor('198.51.100.1'), PROXY);
    expect(await ready()).toEqual({
      http: 200,
      status: 'warn',
      detail: expect.stringContaining('SOTTO_TRUST_PROXY'),
    });
  });

  it('/readyz notices it by itself', async () => {
    const { sotto, warnings } = await told({});
    const response = await sotto.request('/readyz', { headers: forwardedFor('198.51.100.1'), peer: PROXY });
    expect(await response.json()).toMatchObject({ status: 'warn' });
    expect(warnings).toHaveLength(1);
  });

  it('no network is taken for an own one', async () => {
    const { sotto } = await told({ ownNetworks: networks('10.0.0.0/8') });
    const link = await mint();
    await sotto.click(link.shortUrl, forwardedFor('198.51.100.1'), PROXY);
    expect((await counts(link)).total).toMatchObject({ clicks: 1, bots: 0 });
  });
});

describe('the hosts under which links are opened', () => {
  const hostsCheck = async (sotto: Sotto) => {
    const { checks } = await (await sotto.request('/readyz', WITH_KEY)).json<{ checks: Row[] }>();
    return checks.find(({ name }) => name === 'hosts')?.status;
  };

  it('are told if one is neither the public one nor a domain', async () => {
    const { sotto } = await told({});
    const { body } = await sotto.api<{ slug: string }>('POST', '/links', { url: 'https://pages.example/' });
    await sotto.click(`http://unknown.example/no-link-${body.slug}`);
    await sotto.click(`http://sotto.test:8080/${body.slug}`);
    expect(await hostsCheck(sotto)).toBe('pass');
    await sotto.click(`http://unknown.example/${body.slug}`);
    expect(await hostsCheck(sotto)).toBe('warn');
  });

  it('are told if the public one is this machine although a proxy is declared', async () => {
    for (const publicUrl of ['http://localhost:8787', 'http://127.0.0.1', 'http://[::1]:8787']) {
      const { sotto } = await told({ publicUrl, trustedProxies: networks('10.0.0.0/8') });
      expect(await hostsCheck(sotto)).toBe('warn');
    }
    const { sotto } = await told({ publicUrl: 'http://localhost:8787' });
    expect(await hostsCheck(sotto)).toBe('pass');
  });
});

describe('behind a declared proxy that does not name its client', () => {
  it('nobody is unique or a repeat, and log and /readyz say what to set', async () => {
    const { sotto, warnings } = await told({ trustedProxies: networks(PROXY) });
    await sotto.request('/readyz', { peer: PROXY });
    expect(warnings).toEqual([]); // a health check of the proxy itself
    const link = await mint();
    for (const address of ['198.51.100.1', '198.51.100.2']) {
      await sotto.click(link.shortUrl, { 'X-Real-IP': address }, PROXY);
    }
    expect((await counts(link)).total).toMatchObject({
      clicks: 2,
      repeats: 0,
      uniqueClicks: 0,
      anonymousClicks: 2,
    });
    expect(warnings).toEqual([expect.stringContaining('SOTTO_CLIENT_HEADER')]);
    expect(await (await sotto.request('/readyz')).json()).toMatchObject({ status: 'warn' });
  });

  it('the header that it sends tells visitors apart once it is set', async () => {
    const { sotto, warnings } = await told({ trustedProxies: networks(PROXY), clientHeader: 'X-Real-IP' });
    const link = await mint();
    for (const address of ['198.51.100.1', '198.51.100.2', '198.51.100.2']) {
      await sotto.click(link.shortUrl, { 'X-Real-IP': address, 'X-Forwarded-For': '198.51.100.9' }, PROXY);
    }
    expect((await counts(link)).total).toMatchObject({ clicks: 2, repeats: 1, uniqueClicks: 2 });
    expect(warnings).toEqual([]);
  });
});

describe('behind a declared proxy', () => {
  it('people are told apart by their own addresses, whatever else they claim', async () => {
    const { sotto, warnings } = await told({ trustedProxies: networks('10.0.0.0/8') });
    const link = await mint();
    for (const chain of ['198.51.100.1', '203.0.113.9, 198.51.100.1, 10.0.0.2', '198.51.100.2']) {
      await sotto.click(link.shortUrl, forwardedFor(chain), PROXY);
    }
    expect((await counts(link)).total).toMatchObject({ clicks: 2, repeats: 1, uniqueClicks: 2 });
    expect(warnings).toEqual([]);
  });

  it('a stranger who claims to be one is counted as themselves', async () => {
    const { sotto } = await told({ trustedProxies: networks('10.0.0.0/8') });
    const link = await mint();
    for (const claim of ['198.51.100.1', '198.51.100.2']) {
      await sotto.click(link.shortUrl, forwardedFor(claim), '203.0.113.50');
    }
    expect((await counts(link)).total).toMatchObject({ clicks: 1, repeats: 1, uniqueClicks: 1 });
  });
});

describe('people on this machine', () => {
  it('are ordinary visitors', async () => {
    const { sotto, warnings } = await told({});
    const link = await mint();
    await sotto.click(link.shortUrl, {}, '127.0.0.1');
    await sotto.click(link.shortUrl, {}, '::ffff:127.0.0.1');
    await sotto.click(link.shortUrl, {}, '::1');
    expect((await counts(link)).total).toMatchObject({ clicks: 2, repeats: 1, uniqueClicks: 2 });
    expect(warnings).toEqual([]);
  });
});

describe('own traffic', () => {
  it.each([
    ['192.0.2.44', {}],
    ['::ffff:192.0.2.44', {}],
    ['2001:db8:aaaa::7', {}],
    [PROXY, forwardedFor('192.0.2.44')],
  ])('from %s with %j arrives, and is no click', async (peer, headers) => {
    const settings = {
      ownNetworks: networks('192.0.2.0/24', '2001:db8:aaaa::/48'),
      trustedProxies: networks(PROXY),
    };
    const { sotto } = await told(settings);
    const link = await mint();
    expect((await sotto.click(link.shortUrl, headers, peer)).status).toBe(302);
    expect((await sotto.click(link.shortUrl, {}, '203.0.113.7')).status).toBe(302);
    expect((await counts(link)).total).toMatchObject({ hits: 2, clicks: 1, bots: 1, uniqueClicks: 1 });
  });

  it('under the mark .test arrives, and is no click', async () => {
    const link = await mint();
    expect((await plain.click(`${link.shortUrl}.test`)).status).toBe(302);
    expect((await counts(link)).total).toMatchObject({ clicks: 0, bots: 1 });
  });
});

describe('a person who asks not to be tracked', () => {
  it.each([
    ['Sec-GPC', false, 1],
    ['Sec-GPC', true, 1],
    ['DNT', false, 0],
    ['DNT', true, 1],
  ])('with %s, DNT honoured: %s, makes %i anonymous click', async (header, honourDnt, anonymousClicks) => {
    const { sotto } = await told({ honourDnt });
    const link = await mint();
    expect((await sotto.click(link.shortUrl, { [header]: '1' })).status).toBe(302);
    const uniqueClicks = 1 - anonymousClicks;
    expect((await counts(link)).total).toMatchObject({ clicks: 1, anonymousClicks, uniqueClicks });
  });
});

describe('the country of a hit', () => {
  const FRENCH = '192.0.2.1';

  it('is that of the client, and unknown where the address says nothing', async () => {
    const { sotto } = await told({ trustedProxies: networks(PROXY) });
    const link = await mint();
    await sotto.click(link.shortUrl, {}, FRENCH);
    await sotto.click(link.shortUrl, forwardedFor('192.0.2.2'), PROXY);
    await sotto.click(link.shortUrl, forwardedFor(FRENCH), '203.0.113.7');
    const { data } = await counts(link, 'country');
    expect(Object.fromEntries(data.map(({ country, clicks }) => [country, clicks]))).toEqual({
      FR: 2,
      null: 1,
    });
  });

  it("is the platform's word where it has one", async () => {
    const link = await mint();
    const headers = { 'User-Agent': CHROME };
    await plain.request(link.shortUrl, { headers, peer: FRENCH, place: placeOf('CH') });
    expect((await counts(link, 'country')).data).toMatchObject([{ country: 'CH', clicks: 1 }]);
  });

  it("stays unknown for a preview that the sharer's own device fetches", async () => {
    const link = await mint();
    for (const agent of [WHATSAPP, SLACKBOT]) {
      await plain.click(link.shortUrl, { 'User-Agent': agent }, FRENCH);
    }
    const { data } = await counts(link, 'country');
    expect(Object.fromEntries(data.map(({ country, previews }) => [country, previews]))).toEqual({
      FR: 1,
      null: 1,
    });
  });
});

describe('a supervisor', () => {
  it('hears that the process answers', async () => {
    const response = await plain.request('/healthz');
    expect([response.status, await response.json()]).toEqual([200, { status: 'pass' }]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await plain.request('/healthz', { method: 'HEAD' })).status).toBe(200);
  });

  it.each([
    ['pass', 200],
    ['warn', 200],
    ['fail', 503],
  ] as const)('hears the worst of all checks: %s is %i', async (status, http) => {
    const health = async () => [
      { name: 'one', status: 'pass' as const, detail: '' },
      { name: 'two', status, detail: 'What it is.' },
    ];
    const sotto = await assemble(plain, { health });
    const response = await sotto.request('/readyz', WITH_KEY);
    expect(response.status).toBe(http);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      status,
      checks: [
        { name: 'one' },
        { name: 'two', status, detail: 'What it is.' },
        // Not asked where something fails already.
        ...(status === 'fail' ? [] : [{ name: 'adminKey', status: 'pass' }]),
        { name: 'proxy' },
        { name: 'hosts' },
        { name: 'unknownSlugs' },
      ],
    });
  });
});
