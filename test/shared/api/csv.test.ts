import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { HIT_KINDS } from '../../../src/hits/hit.ts';
import type { ShownHit } from '../../../src/hits/list-hits.ts';
import { parseCsv } from '../../support/csv.ts';
import { hitOn, mintLink, mintLinks, newContent, newLink, unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, assemble, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const get = (path: string, headers: Record<string, string> = {}) =>
  sotto.request(`/api/v1${path}`, { headers: { Authorization: `Bearer ${ADMIN_KEY}`, ...headers } });

/** Decoded here: workerd warns of `text()` where the type does not begin with "text/". */
const textOf = async (response: Response) => new TextDecoder().decode(await response.arrayBuffer());

const FORMULA = /^[=+\-@\t\r]/;
/** How a value of the JSON stands in the CSV. */
const cellOf = (value: unknown) => {
  if (value === null) return null;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text;
};
const tableOf = (rows: Record<string, unknown>[]) => [
  Object.keys(rows[0] ?? {}),
  ...rows.map((row) => Object.values(row).map(cellOf)),
];

/** A content whose texts strangers wrote, with a link and a click. */
async function wildContent(title: string, campaign = '') {
  const minted = await mintLinks(sotto.store, newContent({ title, campaign }), [newLink()]);
  const link = minted?.[0];
  if (!link) throw new Error('not minted');
  await sotto.store.hits.append([hitOn(link, { mark: unique(), referrer: 't.co' })]);
  return link;
}

describe('a CSV', () => {
  it.each([
    ['a formula', '=HYPERLINK("https://evil.example","x")', `'=HYPERLINK("https://evil.example","x")`],
    ['a plus', '+1+1', `'+1+1`],
    ['a minus', '-1+cmd|" /C calc"!A0', `'-1+cmd|" /C calc"!A0`],
    ['an at sign', '@SUM(1,1)', `'@SUM(1,1)`],
    ['a tab', '\t=1', `'\t=1`],
    ['a carriage return', '\r=1', `'\r=1`],
    ['a full-width equals sign', '＝1+1', `'＝1+1`],
    ['quotes and commas', '"a", "b"', '"a", "b"'],
    ['lines', 'one\r\ntwo\nthree', 'one\r\ntwo\nthree'],
    ['plain words', 'Café – naïve 你好 🎉', 'Café – naïve 你好 🎉'],
  ])('holds a title that begins with or has %s as text and nothing else', async (_, title, cell) => {
    const link = await wildContent(title);
    const response = await get(`/stats?groupBy=content&linkId=${link.id}&format=csv`);
    const text = await response.text();
    const [header = [], row = []] = parseCsv(text);
    expect(row[header.indexOf('title')]).toBe(cell);
    expect(text).toContain(`"${cell.replaceAll('"', '""')}"`);
  });

  it('is an attachment in UTF-8 that no browser takes for anything else', async () => {
    for (const path of ['/hits?limit=1', '/hits', '/stats?groupBy=channel']) {
      const { status, headers } = await get(path, { Accept: 'text/csv' });
      const name = path.includes('stats') ? 'stats' : 'hits';
      expect(status).toBe(200);
      expect(headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
      expect(headers.get('Content-Disposition')).toBe(`attachment; filename="sotto-${name}-2026-10-07.csv"`);
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('Vary')).toMatch(/\bAccept\b/i);
    }
  });

  it('begins with a byte order mark, without which Excel breaks accents; NDJSON has none', async () => {
    const firstBytes = async (path: string) => [
      ...new Uint8Array(await (await get(path)).arrayBuffer()).slice(0, 3),
    ];
    const mark = [0xef, 0xbb, 0xbf];
    for (const path of ['/hits?limit=1', '/hits', '/stats?groupBy=channel', '/sightings']) {
      const glue = path.includes('?') ? '&' : '?';
      expect(await firstBytes(`${path}${glue}format=csv`)).toEqual(mark);
    }
    expect(await firstBytes('/hits?format=ndjson')).not.toEqual(mark);
  });

  it('has its header even without a row', async () => {
    const nobody = 'linkId=lnk_nobody&format=csv';
    const hits = parseCsv(await (await get(`/hits?${nobody}`)).text());
    expect([hits.length, hits[0]?.[0]]).toEqual([1, 'id']);
    expect(parseCsv(await (await get(`/hits?${nobody}&limit=5`)).text())).toEqual(hits);
    const stats = parseCsv(await (await get(`/stats?groupBy=link,day&${nobody}`)).text());
    expect([stats.length, stats[0]?.slice(0, 5)]).toEqual([1, ['linkId', 'slug', 'shortUrl', 'day', 'hits']]);
  });

  it('of stats is the JSON, whatever is grouped', async () => {
    const groups = [
      'link',
      'content',
      'channel,mark',
      'channelKind',
      'domain',
      'campaign,day',
      'tag',
      'hour,country',
      'browser,os',
    ];
    await fc.assert(
      fc.asyncProperty(
        fc
          .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
          .filter((text) => !/[\p{Cs}\0]/u.test(text)),
        fc.constantFrom(...groups),
        async (text, groupBy) => {
          const link = await wildContent(text, text);
          const query = `/stats?groupBy=${groupBy}&linkId=${link.id}&timezone=Asia/Kathmandu`;
          const { body } = await sotto.api<{ data: Record<string, unknown>[] }>('GET', query);
          const csv = await (await get(`${query}&format=csv`)).text();
          expect(parseCsv(csv)).toEqual(tableOf(body.data));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('of stats without a group is their total', async () => {
    const link = await wildContent('x');
    const { body } = await sotto.api<{ total: Record<string, unknown> }>('GET', `/stats?linkId=${link.id}`);
    const csv = await (await get(`/stats?linkId=${link.id}&format=csv`)).text();
    expect(parseCsv(csv)).toEqual(tableOf([body.total]));
  });
});

describe('an export of hits', () => {
  const traffic = async (count: number) => {
    const link = await mintLink(sotto.store);
    const hits = Array.from({ length: count }, (_, i) =>
      hitOn(link, {
        kind: HIT_KINDS[i % 6 === 1 ? 0 : i % 6] ?? 'bot',
        visitor: i % 4 ? `v${i % 5}` : null,
        at: i * 400,
      }),
    );
    await sotto.store.hits.append(hits);
    return link;
  };

  it('has everything that the pages have, in both forms', async () => {
    const link = await traffic(2_345);
    const pages: ShownHit[] = [];
    for (let cursor = ''; ; ) {
      const path = `/hits?linkId=${link.id}&limit=1000${cursor}`;
      const { body } = await sotto.api<{ data: ShownHit[]; nextCursor: string | null }>('GET', path);
      pages.push(...body.data);
      if (body.nextCursor === null) break;
      cursor = `&cursor=${body.nextCursor}`;
    }
    expect(pages).toHaveLength(2_345);
    const csv = await (await get(`/hits?linkId=${link.id}&format=csv`)).text();
    expect(parseCsv(csv)).toEqual(tableOf(pages.map((hit) => ({ ...hit }))));
    const lines = await textOf(await get(`/hits?linkId=${link.id}`, { Accept: 'application/x-ndjson' }));
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toEqual(pages);
  });

  it('is one page where a limit is given', async () => {
    const link = await traffic(5);
    const first = await get(`/hits?linkId=${link.id}&format=ndjson&limit=3`);
    expect((await textOf(first)).trimEnd().split('\n')).toHaveLength(3);
    const next = /^<[^?]*(.*)>; rel="next"$/.exec(first.headers.get('Link') ?? '')?.[1];
    const second = await textOf(await get(`/hits${next}`));
    expect(second.trimEnd().split('\n')).toHaveLength(2);
  });

  it('goes on from a cursor', async () => {
    const link = await traffic(5);
    const { body } = await sotto.api<{ nextCursor: string }>('GET', `/hits?linkId=${link.id}&limit=2`);
    const rest = await (await get(`/hits?linkId=${link.id}&format=csv&cursor=${body.nextCursor}`)).text();
    expect(parseCsv(rest)).toHaveLength(1 + 3);
  });

  it('of nothing is an empty NDJSON', async () => {
    expect(await textOf(await get('/hits?linkId=lnk_nobody&format=ndjson'))).toBe('');
  });

  it('that fails before it begins is a problem, and one that fails later breaks off', async () => {
    const link = await traffic(2_345);
    const told: string[] = [];
    const exportThatFails = async (afterSlices: number) => {
      const { hitList } = sotto.store;
      let slices = 0;
      const slice: typeof hitList.slice = (plan) =>
        slices++ < afterSlices ? hitList.slice(plan) : Promise.reject(new Error('The disk is on fire'));
      const log = { ...sotto.deps.log, error: (_: unknown, message: string) => told.push(message) };
      const failing = await assemble(sotto, {
        store: { ...sotto.store, hitList: { ...hitList, slice } },
        log,
      });
      const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
      return failing.request(`/api/v1/hits?linkId=${link.id}&format=csv`, { headers });
    };
    expect((await exportThatFails(0)).status).toBe(500);
    const broken = await exportThatFails(1);
    expect(broken.status).toBe(200);
    await expect(broken.text()).rejects.toThrow();
    expect(told).toEqual(['An API request failed', 'An export was aborted']);
  });

  it('reads no further when the client leaves, also in the middle of a slice', async () => {
    const link = await traffic(2_345);
    const told: string[] = [];
    let slices = 0;
    let begin = () => {};
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const slice: typeof sotto.store.hitList.slice = (plan) => {
      slices += 1;
      if (slices === 2) begin();
      return sotto.store.hitList.slice(plan);
    };
    const log = { ...sotto.deps.log, error: (_: unknown, message: string) => told.push(message) };
    const counting = await assemble(sotto, {
      store: { ...sotto.store, hitList: { ...sotto.store.hitList, slice } },
      log,
    });
    const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
    const { body } = await counting.request(`/api/v1/hits?linkId=${link.id}&format=csv`, { headers });
    const reader = body?.getReader();
    await reader?.read();
    const chunk = reader?.read();
    await begun;
    await reader?.cancel();
    await chunk;
    expect([slices, told]).toEqual([2, []]);
  });
});

describe('the form of an answer', () => {
  const CSV = 'text/csv; charset=utf-8';
  const JSON_TYPE = 'application/json';
  it.each([
    ['*/*', JSON_TYPE],
    ['', JSON_TYPE],
    ['text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', JSON_TYPE],
    ['text/csv', CSV],
    ['text/*', CSV],
    ['TEXT/CSV', CSV],
    ['application/json;q=0.5, text/csv', CSV],
    ['application/json;q=0, */*', CSV],
    ['text/csv;q=0.5, application/json;q=0.6', JSON_TYPE],
    ['text/csv;q=0.1, application/xml', CSV],
  ])('is what "%s" likes best', async (accept, type) => {
    const { status, headers } = await get('/stats?groupBy=channel', { Accept: accept });
    expect([status, headers.get('Content-Type')]).toEqual([200, type]);
  });

  it.each(['application/xml', 'text/csv;q=0', 'image/*'])(
    'is refused where "%s" allows none',
    async (accept) => {
      for (const path of ['/stats', '/hits']) {
        const response = await get(path, { Accept: accept });
        expect(await response.json()).toMatchObject({ status: 406, code: 'not_acceptable' });
        expect(response.headers.get('Content-Type')).toBe('application/problem+json');
      }
    },
  );

  it('is the asked one whatever is accepted', async () => {
    const { headers } = await get('/hits?limit=1&format=csv', { Accept: 'application/json' });
    expect(headers.get('Content-Type')).toBe(CSV);
  });
});
