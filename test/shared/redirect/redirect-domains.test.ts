import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Domain } from '../../../src/domains/domain.ts';
import { unique } from '../../support/fixtures/records.ts';
import { CHROME, type Sotto } from '../../support/runtimes/sotto.ts';
import { unknownSlugTimes } from '../../support/store/visits.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

/** As long as a change of the list may take to be seen. */
const SEEN_AFTER = 5_000;

async function openDomain(changes: Partial<Domain> = {}): Promise<string> {
  const domain = `d${unique()}.example`;
  const urls = { rootUrl: null, notFoundUrl: null };
  await sotto.deps.store.domains.add({ domain, ...urls, createdAt: 0, ...changes });
  sotto.clock.now += SEEN_AFTER;
  return domain;
}

async function mint(fields: Record<string, unknown>) {
  const url = `https://pages.example/${unique()}`;
  const given = { url, utm: false, ...fields };
  const { status, body } = await sotto.api<{ id: string; shortUrl: string }>('POST', '/links', given);
  if (status !== 201) throw new Error(`not minted: ${JSON.stringify(body)}`);
  return { ...body, url };
}

const placeOf = async (address: string, headers = {}) => {
  const response = await sotto.click(address, headers);
  return [response.status, response.headers.get('location')];
};

describe('a link', () => {
  it('belongs to its domain; another domain can have the same slug', async () => {
    const domain = await openDomain();
    const slug = `twin${unique()}`;
    const own = await mint({ domain, slug });
    const standard = await mint({ slug });
    expect(own.shortUrl).toBe(`https://${domain}/${slug}`);
    expect(await placeOf(`https://${domain}/${slug}`)).toEqual([302, own.url]);
    expect(await placeOf(`http://${domain.toUpperCase()}:80/${slug}`)).toEqual([302, own.url]);
    expect(await placeOf(`/${slug}`)).toEqual([302, standard.url]);
    expect(await placeOf(`http://127.0.0.1:8787/${slug}`)).toEqual([302, standard.url]);
  });

  it('belongs to the domain with exactly the host and port of the request, else to the host alone', async () => {
    const domain = await openDomain();
    const withPort = `${domain}:8443`;
    const slug = `port${unique()}`;
    const alone = await mint({ domain, slug });
    expect(await placeOf(`https://${domain}:8443/${slug}`)).toEqual([302, alone.url]);
    expect(await placeOf(`http://${domain}:8080/${slug}`)).toEqual([302, alone.url]);
    await openDomain({ domain: withPort });
    const exact = await mint({ domain: withPort, slug });
    expect(await placeOf(`https://${domain}:8443/${slug}`)).toEqual([302, exact.url]);
    expect(await placeOf(`http://${domain}:8080/${slug}`)).toEqual([302, alone.url]);
    const shortUrl = encodeURIComponent(`http://${domain}:8080/${slug}`);
    const { body } = await sotto.api<{ data: { id: string }[] }>('GET', `/links?shortUrl=${shortUrl}`);
    expect(body.data.map(({ id }) => id)).toEqual([alone.id]);
  });

  it('of the default domain does not exist on another one', async () => {
    const domain = await openDomain();
    const slug = `only${unique()}`;
    await mint({ slug });
    expect(await placeOf(`https://${domain}/${slug}`)).toEqual([404, null]);
  });

  it('never redirects to a domain of this server, even if that is stored', async () => {
    const domain = `d${unique()}.example`;
    const early = await mint({ url: `https://${domain}/early` });
    await sotto.deps.store.domains.add({ domain, rootUrl: null, notFoundUrl: null, createdAt: 0 });
    const late = await sotto.api('POST', '/links', { url: `http://${domain}/late` });
    expect(late.status).toBe(422);
    sotto.clock.now += SEEN_AFTER;
    const complaints: string[] = [];
    const { error } = sotto.deps.log;
    sotto.deps.log.error = (_, message) => complaints.push(message);
    expect(await placeOf(early.shortUrl)).toEqual([404, null]);
    sotto.deps.log.error = error;
    expect(complaints).toEqual(['A stored destination is not safe to send']);
  });

  it('never redirects to the host that it was requested from, whether that is a domain or not', async () => {
    const alias = `a${unique()}.example`;
    const { log } = sotto.deps;
    const { error } = log;
    log.error = () => {};
    for (const fields of [{}, { forwardQuery: true }]) {
      const url = `https://${alias}/${unique()}`;
      const link = await mint({ url, ...fields });
      const path = new URL(link.shortUrl).pathname;
      expect(await placeOf(path)).toEqual([302, url]);
      expect(await placeOf(`http://${alias.toUpperCase()}.:80${path}`)).toEqual([404, null]);
      expect(await placeOf(`http://${alias}:81${path}`)).toEqual([302, url]);
      expect(await placeOf(path)).toEqual([302, url]);
    }
    log.error = error;
  });

  it('is not found by a request that names two hosts', async () => {
    const link = await mint({});
    const get = (path: string) => sotto.request(path, { headers: { Host: 'sotto.test, other.test' } });
    for (const path of [link.shortUrl, '/api/v1/channels', '/healthz']) {
      const answer = await get(path);
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        400,
        'A request must have exactly one Host header.\n',
      ]);
    }
  });

  it('recognizes visitors by domain', async () => {
    const domain = await openDomain();
    const link = await mint({ domain });
    const hashes: string[][] = [];
    const { visitorHash } = sotto.deps;
    sotto.deps.visitorHash = (parts, at) => {
      hashes.push(parts);
      return visitorHash(parts, at);
    };
    await sotto.click(link.shortUrl);
    sotto.deps.visitorHash = visitorHash;
    expect(hashes.some((parts) => parts.includes(domain))).toBe(true);
  });

  it('shows its own short URL on its card and information page', async () => {
    const domain = await openDomain();
    const url = `https://pages.example/${unique()}`;
    await sotto.api('POST', '/contents', { url, channels: [], title: 'T', description: 'D' });
    const link = await mint({ url, domain });
    const card = await sotto.click(link.shortUrl, { 'User-Agent': 'WhatsApp/2.23.20.0 A' });
    expect(await card.text()).toContain(`<meta property="og:url" content="${link.shortUrl}">`);
    expect(await (await sotto.click(`${link.shortUrl}+`)).text()).toContain(`href="${link.shortUrl}"`);
  });
});

describe("a domain's own addresses", () => {
  const rootUrl = 'https://www.example/';
  const notFoundUrl = 'https://www.example/lost?from=short';

  it('are where / and unknown slugs redirect', async () => {
    const domain = await openDomain({ rootUrl, notFoundUrl });
    for (const method of ['GET', 'HEAD']) {
      const root = await sotto.request(`https://${domain}/`, { method });
      expect([root.status, root.headers.get('location')]).toEqual([302, rootUrl]);
      expect(root.headers.get('cache-control')).toBe('private, no-store');
      const lost = await sotto.request(`https://${domain}/nothing`, { method });
      expect([lost.status, lost.headers.get('location')]).toEqual([302, notFoundUrl]);
    }
    expect(await placeOf(`https://${domain}/a/b`)).toEqual([302, notFoundUrl]);
  });

  it('count an unknown slug for that domain, without a hit', async () => {
    const domain = await openDomain({ notFoundUrl });
    const slug = `lost${unique()}`;
    const [before] = await sotto.engine.read([sql`SELECT count(*) FROM hits`]);
    await sotto.click(`https://${domain}/${slug}`);
    const [rows] = await sotto.engine.read([
      sql`SELECT domain, times FROM unknown_slugs WHERE slug = ${slug}`,
    ]);
    expect(rows).toEqual([{ domain, times: 1 }]);
    expect(await sotto.engine.read([sql`SELECT count(*) FROM hits`])).toEqual([before]);
  });

  it('treat a link that has not started like an unknown slug', async () => {
    const domain = await openDomain({ notFoundUrl });
    const startsAt = new Date(sotto.clock.now + 3_600_000).toISOString();
    const link = await mint({ domain, startsAt });
    expect(await placeOf(link.shortUrl)).toEqual([302, notFoundUrl]);
    expect((await sotto.request(link.shortUrl, { method: 'POST' })).status).toBe(405);
    expect(await unknownSlugTimes(sotto, new URL(link.shortUrl).pathname.slice(1))).toBe(0);
  });

  it('do not replace the pages of refused links', async () => {
    const domain = await openDomain({ notFoundUrl });
    const link = await mint({ domain });
    await sotto.api('DELETE', `/links/${link.id}`);
    expect(await placeOf(link.shortUrl)).toEqual([410, null]);
    expect(await placeOf(`${link.shortUrl}+`)).toEqual([404, null]);
  });

  it('are used only if they are safe', async () => {
    const domain = await openDomain({ rootUrl: 'javascript:alert(1)', notFoundUrl: 'http://sotto.test/x' });
    expect(await placeOf(`https://${domain}/nothing`)).toEqual([404, null]);
    expect((await placeOf(`https://${domain}/`))[1]).not.toContain('javascript');
  });

  it('are optional: without them a domain answers like the default one', async () => {
    const domain = await openDomain();
    expect(await placeOf(`https://${domain}/`)).toEqual(await placeOf('/'));
    expect(await placeOf(`https://${domain}/nothing`)).toEqual([404, null]);
    expect(await placeOf('/nothing')).toEqual([404, null]);
  });
});

it('every domain has the same robots.txt', async () => {
  const domain = await openDomain({
    rootUrl: 'https://www.example/',
    notFoundUrl: 'https://www.example/lost',
  });
  const own = await sotto.request(`https://${domain}/robots.txt`, { headers: { 'User-Agent': CHROME } });
  expect(own.status).toBe(200);
  expect(await own.text()).toBe(await (await sotto.request('/robots.txt')).text());
});
