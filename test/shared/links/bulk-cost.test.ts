import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRuntime } from '#open';
import { createStore } from '../../../src/store/store.ts';
import { unique } from '../../support/fixtures/records.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';
import { type Counts, countingEngine } from '../../support/store/counting-engine.ts';

/** D1 answers at most 1,000 queries of one request on the paid plan. A fifth of the items may cost a tenth of that. */
const MOST = 100;
const ITEMS = 200;
const CHANNELS = ['whatsapp', 'email', 'slack', 'copy'];

let sotto: Sotto;
let take: () => Counts;
beforeAll(async () => {
  const runtime = await openRuntime();
  const counting = countingEngine(runtime.engine);
  take = counting.take;
  const store = createStore({ main: counting.engine });
  const links = { ...store.links, remembered: () => undefined };
  const { refusals, instance } = runtime.store;
  sotto = await assemble({ ...runtime, store: { ...store, links, refusals, instance } });
});
afterAll(() => sotto.close());

interface Row {
  status: number;
  link: { id: string; contentId: string; url: string };
}

/** The rows of a bulk request, which must all have succeeded at a bounded number of queries. */
async function rowsOf(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown): Promise<Row[]> {
  take();
  const { status, body: answer } = await sotto.api<{ data: Row[] }>(method, path, body);
  const { roundTrips } = take();
  expect([method, path, status, answer.data.length]).toEqual([method, path, 200, ITEMS]);
  expect(answer.data.filter((row) => row.status >= 300)).toEqual([]);
  expect(roundTrips, `${method} ${path}`).toBeLessThan(MOST);
  return answer.data;
}

it('bulk requests stay far below what D1 answers in one request', {
  timeout: 240_000,
}, async () => {
  const run = unique();
  const links: Row['link'][] = [];
  for (const part of CHANNELS.keys()) {
    const urls = Array.from({ length: ITEMS / 4 }, (_, at) => `https://pages.example/${run}/${part}/${at}`);
    const given = urls.flatMap((url) => CHANNELS.map((channel) => ({ url, channel })));
    links.push(...(await rowsOf('POST', '/links/bulk', { links: given })).map(({ link }) => link));
  }
  const contents = [...new Set(links.map(({ contentId }) => contentId))];
  const first = contents.map((id) => links.find(({ contentId }) => contentId === id)?.id ?? '');
  const moved = (name: string, at: number) => `https://pages.example/${run}/${name}/${at}`;

  await rowsOf('PATCH', '/links/bulk', { links: first.map((id) => ({ id, title: 'x' })) });
  await rowsOf('PATCH', '/links/bulk', { links: first.map((id, at) => ({ id, url: moved('link', at) })) });
  await rowsOf('PATCH', '/contents/bulk', { contents: contents.map((id) => ({ id, tags: ['a'] })) });
  await rowsOf('PATCH', '/contents/bulk', {
    contents: contents.map((id, at) => ({ id, url: moved('content', at), externalId: `${run}-${at}` })),
  });
  const { body } = await sotto.api<{ data: Row['link'][] }>('GET', `/links?contentId=${contents[7]}`);
  expect(body.data.map(({ url }) => url.replace(/\?.*/, '')).sort()).toEqual(
    [moved('link', 7), ...Array(3).fill(moved('content', 7))].sort(),
  );
  await rowsOf('DELETE', '/links/bulk', { ids: first });
  await rowsOf('DELETE', '/contents/bulk', { ids: contents.map((_, at) => `ext_${run}-${at}`) });
  expect((await sotto.api('GET', `/contents/${contents[7]}`)).status).toBe(404);
});
