import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { unique } from '../../support/fixtures/records.ts';
import { ADMIN_KEY, type Sotto } from '../../support/runtimes/sotto.ts';

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

interface Request {
  kind: 'post content' | 'post link' | 'put content' | 'put link';
  /** Which page, external id and option. */
  page: number;
  name: number;
  option: number;
  /** How often it is sent. */
  times: number;
}

const request: fc.Arbitrary<Request> = fc.record({
  kind: fc.constantFrom('post content', 'post link', 'put content', 'put link'),
  page: fc.nat(1),
  name: fc.nat(1),
  option: fc.nat(1),
  times: fc.integer({ min: 1, max: 3 }),
});

/** The method, path and body of a request in a world of its own pages and names. */
function httpOf({ kind, page, name, option }: Request, world: string) {
  const url = `https://${world}.example/${page}`;
  const externalId = `${world}-${name}`;
  const channel = option ? 'sms' : 'email';
  switch (kind) {
    case 'post content':
      return ['POST', '/contents', { url, channels: [channel], ...(name && { externalId }) }] as const;
    case 'post link':
      return ['POST', '/links', { url, channel, utm: { term: 'a' } }] as const;
    case 'put content':
      return ['PUT', `/contents/ext_${externalId}`, { url, title: `${option}`, channels: ['copy'] }] as const;
    case 'put link':
      return ['PUT', `/links/ext_${externalId}`, { url, title: `${option}` }] as const;
  }
}

async function send(each: Request, world: string, key: string) {
  const [method, path, body] = httpOf(each, world);
  const headers = {
    Authorization: `Bearer ${ADMIN_KEY}`,
    'Content-Type': 'application/json',
    ...(method === 'POST' && { 'Idempotency-Key': key }),
  };
  // A client waits as long as the server asks it to: here, until the other request has ended.
  for (;;) {
    const response = await sotto.request(`/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    const text = await response.text();
    if (!response.headers.has('Retry-After')) return { status: response.status, text };
  }
}

/** All links of a world, without what differs from world to world. */
async function stateOf(world: string): Promise<string[]> {
  const { body } = await sotto.api<{ data: Record<string, unknown>[] }>('GET', `/links?limit=100&q=${world}`);
  const plain = (value: unknown) => JSON.stringify(value ?? null).replaceAll(world, '');
  return body.data
    .map(({ url, channel, externalId, title, utm }) => plain([url, channel, externalId, title, utm]))
    .sort();
}

it('requests in a row, each sent several times at once, leave what each leaves once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 6 }), async (requests) => {
      const [once, often] = [unique(), unique()];
      for (const [nth, each] of requests.entries()) {
        const single = await send(each, once, `${once}-${nth}`);
        const answers = await Promise.all(
          Array.from({ length: each.times }, () => send(each, often, `${often}-${nth}`)),
        );
        const statuses = answers.map(({ status }) => status);
        expect(statuses).toContain(single.status);
        if (!each.kind.startsWith('post')) continue;
        expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      }
      expect(await stateOf(often)).toEqual(await stateOf(once));
    }),
    { numRuns: 25 },
  );
});

it('requests in any order at once, each sent several times, create nothing twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 2, maxLength: 6 }), async (requests) => {
      const world = unique();
      const all = requests.flatMap((each, nth) =>
        Array.from({ length: each.times }, () => ({ each, key: `${world}-${nth}` })),
      );
      const answers = await Promise.all(all.map(({ each, key }) => send(each, world, key)));
      for (const { status } of answers) expect([200, 201, 409]).toContain(status);
      const created = requests.filter(({ kind }) => kind === 'post link').length;
      const { body } = await sotto.api<{ data: { utm: unknown; externalId: string | null }[] }>(
        'GET',
        `/links?limit=100&q=${world}`,
      );
      expect(body.data.filter(({ utm }) => utm !== null)).toHaveLength(created);
      const names = body.data.flatMap(({ externalId }) => externalId ?? []);
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 15 },
  );
});
