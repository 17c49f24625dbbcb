import { getTableColumns, getTableName } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, openRuntime } from '#open';
import type { Localized } from '../../../src/language.ts';
import { parseCidr } from '../../../src/net/cidr.ts';
import type { RuntimeFacts, Settings } from '../../../src/ports.ts';
import { deploymentOf } from '../../../src/privacy/deployment.ts';
import { inventory } from '../../../src/privacy/inventory.ts';
import type { Entry, Section } from '../../../src/privacy/inventory-section.ts';
import { RARE_BELOW_CLICKS } from '../../../src/stats/rare-values.ts';
import { UNKNOWN_SLUG_DAYS } from '../../../src/stats/retention.ts';
import { TABLES } from '../../../src/store/schema/tables.ts';
import { assemble, SETTINGS, type Sotto } from '../../support/runtimes/sotto.ts';

const NODE: RuntimeFacts = { kind: 'node', salts: true, queue: false };
const EDGE: RuntimeFacts = { kind: 'edge', salts: true, queue: true };
const OWN_NETWORK = '198.51.100.0/24';

const inventoryOf = (runtime: RuntimeFacts, settings: Partial<Settings> = {}) =>
  inventory(deploymentOf({ runtime, settings: { ...SETTINGS, ...settings } }));
const entriesOf = (sections: Section[]) => sections.flatMap(({ entries = [] }) => entries);
const entry = (sections: Section[], id: string) => entriesOf(sections).find((each) => each.id === id);

/** All texts of the inventory. */
function wordsOf(sections: Section[]): Localized[] {
  const ofEntry = ({ what, why, kept, where }: Entry) => [what, why, kept, where];
  return sections.flatMap(({ title, text, entries = [], points = [] }) => [
    ...[title, ...(text ? [text] : [])],
    ...[...entries.flatMap(ofEntry), ...points],
  ]);
}
const textOf = (sections: Section[]) => JSON.stringify(wordsOf(sections));

const tables = [...TABLES.main, ...TABLES.sums];
const columns = tables.flatMap((table) =>
  Object.values(getTableColumns(table)).map(({ name }) => `${getTableName(table)}.${name}`),
);

describe('the inventory', () => {
  const explained = entriesOf(inventoryOf(EDGE)).flatMap((each) => each.columns);

  it.each(columns)('explains %s, once', (column) => {
    const whole = `${column.split('.')[0]}.*`;
    expect(explained.filter((each) => each === column || each === whole)).toHaveLength(1);
  });

  it('explains only columns that exist', () => {
    const names = new Set(columns.flatMap((column) => [column, `${column.split('.')[0]}.*`]));
    expect(explained.filter((each) => !names.has(each))).toEqual([]);
    const onNode = entriesOf(inventoryOf(NODE)).flatMap((each) => each.columns);
    expect(explained.filter((each) => !onNode.includes(each))).toEqual(['dead_letters.*']);
  });

  it('names every column of a hit and of its hashes individually', () => {
    const single = explained.filter((each) => /^(hits|hit_batches)\./.test(each));
    expect(single.filter((each) => each.endsWith('*'))).toEqual([]);
  });

  it.each([
    ['on a machine', inventoryOf(NODE, { honourDnt: true })],
    ['at the edge', inventoryOf(EDGE, { places: 'city' })],
    ['without a salt', inventoryOf({ kind: 'edge', salts: false, queue: false })],
  ])('has every text in both languages and makes no legal claims, %s', (_where, sections) => {
    for (const { en, fr } of wordsOf(sections)) {
      expect(en).not.toBe('');
      expect(fr).not.toBe('');
      expect(`${en} ${fr}`).not.toMatch(/GDPR|RGPD|consent|complian|conform/i);
    }
    expect(new Set(sections.map(({ id }) => id)).size).toBe(sections.length);
  });

  it('states how long single hits are kept, and what remains of them', () => {
    const kept = (id: string, settings = {}) => entry(inventoryOf(NODE, settings), id)?.kept;
    expect(kept('time')?.en).toBe('For 13 months, then only in totals');
    expect(kept('time', { retentionMonths: 1 })).toEqual({
      en: 'For one month, then only in totals',
      fr: 'Pendant un mois, puis seulement dans des totaux',
    });
    expect(kept('sums', { retentionMonths: 3 })?.en).toContain('after 3 months only by UTC day');
    expect(kept('sums')?.en).toContain(`fewer than ${RARE_BELOW_CLICKS} clicks`);
    expect(kept('misses')?.en).toBe(`For ${UNKNOWN_SLUG_DAYS} days`);
  });

  it('states whether DNT is respected', () => {
    expect(textOf(inventoryOf(NODE))).toContain('“DNT: 1” (Do Not Track) is ignored');
    expect(textOf(inventoryOf(NODE, { honourDnt: true }))).toContain(
      'or “DNT: 1” (Do Not Track) gets no code',
    );
  });

  it('states how exact places are, if the platform provides that', () => {
    const place = (runtime: RuntimeFacts, places: 'country' | 'city') =>
      entry(inventoryOf(runtime, { places }), 'place');
    expect(place(NODE, 'city')?.what.en).toMatch(
      /^The country, looked up by IP address in a list on this server/,
    );
    expect(place(EDGE, 'country')?.what.en).toMatch(/^The country, as reported by Cloudflare/);
    expect(place(EDGE, 'city')?.what.en).toMatch(/^Country, region and city, as reported by Cloudflare/);
  });

  it('mentions a queue and a salt only if there is one', () => {
    const ids = (runtime: RuntimeFacts) => entriesOf(inventoryOf(runtime)).map(({ id }) => id);
    expect(ids(NODE)).not.toContain('queue');
    expect(ids(EDGE)).toEqual(expect.arrayContaining(['queue', 'salt', 'visitor']));
    const without = ids({ kind: 'edge', salts: false, queue: false });
    expect(
      without.filter((id) => ['queue', 'salt', 'visitor', 'network', 'batch', 'press'].includes(id)),
    ).toEqual([]);
  });

  it('states that the operator excludes own networks, but not which', () => {
    const network = parseCidr(OWN_NETWORK);
    expect(textOf(inventoryOf(NODE))).not.toContain('own networks');
    const settings = { ownNetworks: network ? [network] : [] };
    expect(textOf(inventoryOf(NODE, settings))).toContain('own networks');
    expect(
      JSON.stringify(deploymentOf({ runtime: NODE, settings: { ...SETTINGS, ...settings } })),
    ).not.toMatch(/198|51/);
  });
});

describe('/privacy', () => {
  let sotto: Sotto;
  beforeAll(async () => {
    sotto = await open();
  });
  afterAll(() => sotto.close());

  const get = (path: string, headers: Record<string, string> = {}) => sotto.request(path, { headers });
  const typeOf = (response: Response) => response.headers.get('Content-Type')?.split(';')[0];

  it.each(['/privacy', '/privacy/', '/privacy?lang=fr'])(
    'is a page at %s that loads nothing from elsewhere',
    async (path) => {
      const response = await get(path, { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
      expect([response.status, typeOf(response)]).toEqual([200, 'text/html']);
      const policy = response.headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|http|\*|script/);
      const html = await response.text();
      const sources = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
      expect(sources.filter((address) => !/^\/[^/]/.test(address ?? ''))).toEqual([]);
      expect(html).not.toMatch(/<script|<style| style=|<img/);
    },
  );

  it.each([
    [{}, 'text/html'],
    [{ Accept: '*/*' }, 'text/html'],
    [{ Accept: 'application/json' }, 'application/json'],
    [{ Accept: 'application/json;q=0.5, text/html' }, 'text/html'],
    [{ Accept: 'text/html;q=0.5, application/json' }, 'application/json'],
  ])('for %o is sent as %s', async (headers, type) => {
    const response = await get('/privacy', headers);
    expect(typeOf(response)).toBe(type);
    expect(response.headers.get('Vary')).toBe('Accept, Accept-Language');
  });

  it('gives the same information to people and programs, in their language', async () => {
    for (const language of ['en', 'fr']) {
      const headers = { 'Accept-Language': language };
      const json = (await (await get('/privacy.json', headers)).json()) as {
        language: string;
        sections: { title: string; stored: { what: string; kept: string }[]; points: string[] }[];
      };
      const html = (await (await get('/privacy', headers)).text())
        .replaceAll('&#39;', "'")
        .replaceAll('&amp;', '&');
      expect(json.language).toBe(language);
      expect(html).toContain(`<html lang="${language}">`);
      for (const { title, stored, points } of json.sections) {
        const words = [title, ...points, ...stored.flatMap(({ what, kept }) => [what, kept])];
        for (const word of words) expect(html).toContain(word);
      }
    }
  });

  it('prefers the language in the query to that of the browser', async () => {
    const response = await get('/privacy?lang=en', { 'Accept-Language': 'fr' });
    expect(response.headers.get('Content-Language')).toBe('en');
  });

  it('may be indexed by search engines', async () => {
    expect((await get('/privacy')).headers.has('X-Robots-Tag')).toBe(false);
    expect(await (await get('/robots.txt')).text()).not.toContain('/privacy');
  });

  it('shows what the operator of this server has configured', async () => {
    const settings = { ...SETTINGS, retentionMonths: 7, honourDnt: true };
    const other = await assemble(await openRuntime(), { settings });
    const { configuration } = (await (await other.request('/privacy.json')).json()) as {
      configuration: object;
    };
    expect(configuration).toMatchObject({
      home: 'node',
      retentionMonths: 7,
      honourDnt: true,
      ownNetworks: false,
    });
    await other.close();
  });

  it('has no subpages, is read-only, and cannot be a short link', async () => {
    expect((await get('/privacy/nothing')).status).toBe(404);
    expect((await sotto.request('/privacy', { method: 'POST' })).status).toBe(405);
    expect(await (await sotto.request('/privacy', { method: 'HEAD' })).text()).toBe('');
    for (const slug of ['privacy', 'Privacy']) {
      const { status } = await sotto.api('POST', '/links', { url: 'https://pages.example/', slug });
      expect(status).toBe(422);
    }
  });
});
