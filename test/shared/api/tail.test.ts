import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { open } from '#open';
import { hitId, parseHitId } from '../../../src/hits/hit-id.ts';
import { SETTLE_MS } from '../../../src/hits/judge/settling-time.ts';
import type { ShownHit } from '../../../src/hits/list-hits.ts';
import type { Link } from '../../../src/links/link.ts';
import { createHitListStore } from '../../../src/store/reports/hit-list.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

interface Page {
  data: ShownHit[];
  nextCursor: string;
}

const DAY = 86_400_000;

let sotto: Sotto;
let link: Link;
beforeAll(async () => {
  sotto = await open();
});
beforeEach(async () => {
  link = await mintLink(sotto.store);
  later();
});
afterAll(() => sotto.close());

const later = (ms = 2 * SETTLE_MS) => {
  sotto.clock.now += ms;
};

/** Hits of this moment, one for each mark. */
const hit = (...marks: string[]) =>
  sotto.store.hits.append(marks.map((mark) => hitOn(link, { at: sotto.clock.now, mark })));

const page = async (query: string): Promise<Page> => {
  const { status, body } = await sotto.api<Page>('GET', `/hits?${query}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
};

const file = (query: string) =>
  sotto.request(`/api/v1/hits?${query}`, { headers: { Authorization: `Bearer ${ADMIN_KEY}` } });

const marksOf = ({ data }: Page) => data.map(({ mark }) => mark);
const errorsOf = async (query: string) => {
  const { status, body } = await sotto.api<{ errors: unknown }>('GET', `/hits?${query}`);
  return [status, body.errors];
};

describe('a tail of the hits', () => {
  it('begins with the first hit, goes forward by cursor, and never ends', async () => {
    await hit('a', 'b', 'c');
    later();
    const first = await page(`after=start&linkId=${link.id}&limit=2`);
    expect(marksOf(first)).toEqual(['a', 'b']);
    const second = await page(`linkId=${link.id}&limit=2&cursor=${first.nextCursor}`);
    expect(marksOf(second)).toEqual(['c']);
    const empty = await page(`linkId=${link.id}&cursor=${second.nextCursor}`);
    expect(empty.data).toEqual([]);
    await hit('d');
    later();
    expect(marksOf(await page(`linkId=${link.id}&cursor=${empty.nextCursor}`))).toEqual(['d']);
  });

  it('goes on after any hit, by its id or by the cursor of a page', async () => {
    await hit('a', 'b', 'c');
    later();
    const { data, nextCursor } = await page(`after=start&linkId=${link.id}&limit=1`);
    const id = data[0]?.id;
    for (const where of [`after=${id}`, `after=${nextCursor}`, `after=start&cursor=${nextCursor}`]) {
      expect(marksOf(await page(`${where}&linkId=${link.id}`)), where).toEqual(['b', 'c']);
    }
  });

  it('names the next page in the Link header, after an empty page too', async () => {
    for (const marks of [[], ['a']]) {
      await hit(...marks);
      later();
      const { headers, body } = await sotto.api<Page>('GET', `/hits?after=start&linkId=${link.id}`);
      const next = /^<(.*)>; rel="next"$/.exec(headers.get('Link') ?? '')?.[1] ?? '';
      expect(new URL(next).searchParams.get('cursor')).toBe(body.nextCursor);
      expect((await sotto.api<Page>('GET', next.replace(/.*\/api\/v1/, ''))).body.data).toEqual([]);
    }
  });

  it('has a hit only once no later hit can change it, and every list says so', async () => {
    await hit('a');
    const listed = async () => (await page(`linkId=${link.id}`)).data.map(({ settled }) => settled);
    const tailed = async () => marksOf(await page(`after=start&linkId=${link.id}`));
    expect([await listed(), await tailed()]).toEqual([[false], []]);
    later(SETTLE_MS);
    expect([await listed(), await tailed()]).toEqual([[false], []]);
    later(1);
    expect([await listed(), await tailed()]).toEqual([[true], ['a']]);
  });

  it('has the verdict that later hits led to, and those that come too late change nothing', async () => {
    const opened = (mark: string, at: number, reason: string) =>
      hitOn(link, { at, mark, reason, visitor: 'v', network: 'n' });
    const [first, second] = [sotto.clock.now, sotto.clock.now + DAY];
    await sotto.store.hits.append([opened('in time', first, 'look_up')]);
    await sotto.store.hits.append([opened('follows', first + 5_000, '')]);
    await sotto.store.hits.append([opened('too late', second, 'look_up')]);
    sotto.clock.now = second + SETTLE_MS + 1;
    const kinds = async () =>
      (await page(`after=start&linkId=${link.id}`)).data.map(({ mark, kind }) => `${mark}: ${kind}`);
    const before = await kinds();
    expect(before).toEqual(['in time: bot', 'follows: click', 'too late: click']);
    await sotto.store.hits.append([opened('delayed', second + 3_000, '')]);
    sotto.clock.now += DAY;
    expect(await kinds()).toEqual([...before, 'delayed: click']);
  });

  it('is in the order of arrival, not of time', async () => {
    await hit('a');
    await sotto.store.hits.append([hitOn(link, { at: sotto.clock.now - DAY, mark: 'delayed' })]);
    await hit('b');
    later();
    expect(marksOf(await page(`after=start&linkId=${link.id}`))).toEqual(['a', 'delayed', 'b']);
  });

  it('begins at a time, and passes over what is older', async () => {
    const start = sotto.clock.now;
    await hit('a');
    later(DAY);
    await hit('b');
    await sotto.settle();
    later(DAY);
    await hit('c');
    later();
    const from = (at: number) => `after=start&from=${new Date(at).toISOString()}&linkId=${link.id}`;
    expect(marksOf(await page(from(start)))).toEqual(['a', 'b', 'c']);
    expect(marksOf(await page(from(start + 1)))).toEqual(['b', 'c']);
    expect(marksOf(await page(from(start + DAY + 1)))).toEqual(['c']);
    const none = await page(from(sotto.clock.now));
    expect(none.data).toEqual([]);
    await hit('d');
    later();
    expect(marksOf(await page(`${from(start)}&cursor=${none.nextCursor}`))).toEqual(['d']);
  });

  it('goes on after a hit that was erased, and does not show erased hits', async () => {
    await hit('a', 'b');
    later();
    const { data } = await page(`after=start&linkId=${link.id}`);
    await sotto.store.hits.erase([link.rowId]);
    await hit('c');
    later();
    const tail = `after=${data[0]?.id}&linkId=${link.id}`;
    expect(marksOf(await page(tail))).toEqual(['c']);
    await sotto.settle();
    while (await sotto.store.maintenance.purgeDeleted(sotto.clock.now));
    expect(marksOf(await page(tail))).toEqual(['c']);
  });

  it('refuses hits that this log never had', async () => {
    await hit('a');
    later();
    const { data, nextCursor } = await page(`after=start&linkId=${link.id}`);
    const key = parseHitId(data[0]?.id ?? '') ?? { rowId: 0, nonce: 0 };
    const other = hitId({ ...key, nonce: key.nonce + 1 });
    const future = hitId({ ...key, rowId: key.rowId + 1_000_000 });
    for (const after of [other, future]) {
      expect(await errorsOf(`after=${after}`)).toMatchObject([422, [{ pointer: '?after' }]]);
    }
    // Another log has another hit at this place.
    await sotto.engine.atomic([sql`UPDATE hits SET nonce = nonce + 1 WHERE id = ${key.rowId}`]);
    expect(await errorsOf(`cursor=${nextCursor}`)).toMatchObject([422, [{ pointer: '?cursor' }]]);
  });

  it.each(['after=', 'after=x', 'after=hit_', 'after=0', 'after=lnk_1', 'after=start,start'])(
    'refuses %s',
    async (query) => {
      expect(await errorsOf(query)).toMatchObject([422, [{ pointer: '?after' }]]);
    },
  );

  it('refuses the cursor of a list that goes backward', async () => {
    await hit('a', 'b');
    const { nextCursor } = await page(`linkId=${link.id}&limit=1`);
    expect(await errorsOf(`after=start&cursor=${nextCursor}`)).toMatchObject([422, [{ pointer: '?cursor' }]]);
  });

  it('streams all that is settled as a file, and with a limit names the next page', async () => {
    const marks = Array.from({ length: 1_200 }, (_, index) => `m${index}`);
    await hit(...marks);
    later();
    const all = (await (await file(`after=start&linkId=${link.id}&format=ndjson`)).text()).trim().split('\n');
    expect(all.map((line) => JSON.parse(line).mark)).toEqual(marks);
    const some = await file(`after=start&linkId=${link.id}&format=csv&limit=3`);
    expect((await some.text()).trim().split('\r\n')).toHaveLength(4);
    expect(some.headers.get('Link')).toMatch(/cursor=.*rel="next"/);
    const rest = await file(`after=${JSON.parse(all.at(-1) ?? '').id}&linkId=${link.id}&format=ndjson`);
    expect([rest.status, await rest.text()]).toEqual([200, '']);
  });

  it('reads a bounded number of hits at a time, however few are wanted', async () => {
    const other = await mintLink(sotto.store);
    const crowd = Array.from({ length: 20 }, () => hitOn(other, { at: sotto.clock.now }));
    const [rows] = await sotto.engine.read([sql`SELECT max(id) AS id FROM hits`]);
    await sotto.store.hits.append(crowd);
    await hit('a');
    await sotto.store.hits.append(crowd);
    await hit('b');
    later();
    await sotto.store.hits.settle(sotto.clock.now);
    const plan = { filters: { link: [link.id] }, kinds: [], from: null, to: null, limit: 10 };
    const sizes: number[] = [];
    let after = { rowId: Number(rows?.[0]?.id), nonce: null as number | null };
    for (let isLast = false; !isLast; ) {
      const slice = await createHitListStore(sotto.engine, 15).tail({ ...plan, after });
      if (slice === 'unknown') throw new Error('The log does not know its own position');
      sizes.push(slice.hits.length);
      ({ next: after, isLast } = slice);
    }
    expect(sizes).toEqual([0, 1, 1]);
  });

  it('of filters that no link fits is empty, and goes on from the newest hit', async () => {
    await hit('a');
    later();
    const { data, nextCursor } = await page(`after=start&linkId=lnk_nobody`);
    expect(data).toEqual([]);
    expect((await page(`linkId=${link.id}&cursor=${nextCursor}`)).data).toEqual([]);
  });
});
