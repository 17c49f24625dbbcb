import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { createApp } from '../../../src/app.ts';
import { createApiKey } from '../../../src/keys/key-text.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
let app: ReturnType<typeof createApp>;
beforeAll(async () => {
  sotto = await open();
  const { apiLimits: _, ...settings } = sotto.deps.settings;
  app = createApp({ ...sotto.deps, settings }, () => ({ address: '203.0.113.7' }));
  const link = await mintLink(sotto.store);
  await sotto.store.hits.append([hitOn(link, {})]);
});
afterAll(() => sotto.close());

/** Requests as the holder of a new key. */
async function newCaller() {
  const { text, record } = await createApiKey(sotto.deps.ids, {
    name: 'test',
    scopes: ['stats:read'],
    at: 0,
  });
  await sotto.deps.store.keys.add(record);
  return async (path: string, method = 'GET') =>
    app.request(`${ORIGIN}/api/v1${path}`, { method, headers: { Authorization: `Bearer ${text}` } });
}

it('a key may download three files at a time, and every other key three more', async () => {
  const [send, other] = [await newCaller(), await newCaller()];
  const running = [
    await send('/hits?format=csv'),
    await send('/hits?format=ndjson'),
    await send('/sightings?format=csv'),
  ];
  expect(running.map(({ status }) => status)).toEqual([200, 200, 200]);
  const refused = await send('/hits?format=csv');
  expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'rate_limited' }]);
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect((await send('/hits')).status).toBe(200);
  expect((await send('/hits?format=csv&limit=1')).status).toBe(200);
  expect((await send('/hits?format=csv', 'HEAD')).status).toBe(200);
  const others = await other('/hits?format=csv');
  expect([others.status, await others.text()]).toMatchObject([200, /whatsapp/]);
  for (const response of running) await response.body?.cancel();
});

it('another download may begin when one has ended, been cancelled, failed or stood still for a minute', async () => {
  const send = await newCaller();
  const start = async () => {
    const response = await send('/hits?format=csv');
    expect(response.status).toBe(200);
    return response;
  };
  const refuses = async () => expect((await send('/hits?format=csv')).status).toBe(429);
  const [first, second] = [await start(), await start(), await start()];
  await refuses();
  await first?.text();
  await start();
  await refuses();
  await second?.body?.cancel();
  await start();
  await refuses();
  sotto.clock.now += 61_000;
  for (const _ of [1, 2, 3]) await start();
  await refuses();
  const invalid = await (await newCaller())('/hits?format=csv&from=never');
  expect(invalid.status).toBe(422);
});

it('a download that is refused does not count', async () => {
  const send = await newCaller();
  for (const _ of [1, 2, 3, 4]) expect((await send('/hits?format=csv&from=never')).status).toBe(422);
  expect((await send('/hits?format=csv')).status).toBe(200);
});

it('a HEAD of a download does not count', async () => {
  const send = await newCaller();
  for (const _ of [1, 2, 3, 4]) expect((await send('/hits?format=csv', 'HEAD')).status).toBe(200);
  expect((await send('/hits?format=csv')).status).toBe(200);
});
