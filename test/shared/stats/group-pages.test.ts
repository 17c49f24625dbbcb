import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open } from '#open';
import { parseCsv } from '../../support/csv.ts';
import { hitOn, mintLinks, newContent, newLink } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

interface Answer {
  data: { linkId: string }[];
  nextCursor: string | null;
  errors?: unknown;
}

const LINKS = 250;
const TODAY = Math.floor(Date.UTC(2026, 9, 7) / 86_400_000);

let sotto: Sotto;
let ids: string[] = [];
beforeAll(async () => {
  sotto = await open();
  const links = await mintLinks(
    sotto.store,
    newContent(),
    Array.from({ length: LINKS }, () => newLink()),
  );
  ids = (links ?? []).map(({ id }) => id).sort();
  await sotto.store.refusals.count({
    refusals: (links ?? []).map(({ rowId }, index) => {
      return { linkRowId: rowId, day: TODAY, reason: 'expired' as const, times: 1 + (index % 3) };
    }),
    unknownSlugs: [],
  });
  const preview = { kind: 'preview', app: 'slack', certainty: 'sure', reason: 'preview_agent' } as const;
  await sotto.store.hits.append((links ?? []).map((link) => hitOn(link, preview)));
});
afterAll(() => sotto.close());

describe.each(['/turned-away', '/sightings/groups'])('GET %s', (path) => {
  const ask = (query: string) => sotto.api<Answer>('GET', `${path}?${query}`);
  const csv = async (query: string) => {
    const headers = { Authorization: `Bearer ${ADMIN_KEY}` };
    const answer = await sotto.request(`/api/v1${path}?format=csv&${query}`, { headers });
    const [header = [], ...rows] = parseCsv(await answer.text());
    return { links: rows.map((row) => row[header.indexOf('linkId')]), next: answer.headers.get('Link') };
  };

  it('has every group on one of its pages', async () => {
    const found: string[] = [];
    let cursor = '';
    let pages = 0;
    for (let more = true; more; pages++) {
      const { headers, body } = await ask(`groupBy=link${cursor}`);
      found.push(...body.data.map(({ linkId }) => linkId));
      more = body.nextCursor !== null;
      cursor = `&cursor=${body.nextCursor}`;
      expect(headers.get('Link')?.includes(`cursor=${body.nextCursor}`) ?? false).toBe(more);
    }
    expect([pages, found.sort()]).toEqual([3, ids]);
  });

  it('has every group in a CSV without a limit, and names the next page of one with a limit', async () => {
    const { links, next } = await csv('groupBy=link');
    expect([links.sort(), next]).toEqual([ids, null]);
    const some = await csv('groupBy=link&limit=200');
    expect(some.links).toHaveLength(200);
    const cursor = new URL(/<(.*)>/.exec(some.next ?? '')?.[1] ?? '').searchParams.get('cursor');
    expect((await csv(`groupBy=link&cursor=${cursor}`)).links).toHaveLength(LINKS - 200);
  });

  it.each(['groupBy=link,content', 'groupBy=link&channel=email'])(
    'refuses the cursor of another query for %s',
    async (query) => {
      const { body } = await ask('groupBy=link');
      const { status, body: problem } = await ask(`${query}&cursor=${body.nextCursor}`);
      expect([status, problem.errors]).toMatchObject([422, [{ pointer: '?cursor' }]]);
    },
  );
});
