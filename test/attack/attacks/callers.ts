/** What callers of the API can do, with and without a key. */
import type { Attack, Battlefield } from '../attack.ts';
import { flood } from '../load/flood.ts';
import { addressOf, apiRequest, requestText } from '../load/requests.ts';
import { OBJECT_NAMES, randomText } from './vocabulary.ts';

/** Requests to the API by all keys in turn. */
const calls = (
  field: Battlefield,
  requests: number,
  connections: number,
  text: (n: number, key: string) => string,
) =>
  flood(field, {
    requests,
    connections,
    text: (n) => ({ text: text(n, field.keys[n % field.keys.length] ?? '') }),
  });

const anonymous: Attack = {
  name: 'API without a key',
  share: 0.06,
  run: (field, requests) =>
    flood(field, {
      requests,
      connections: 16,
      text: (n) => {
        const token = n % 2 === 0 ? `sotto_${randomText(12)}_${randomText(43)}` : (OBJECT_NAMES[n % 9] ?? '');
        const headers = {
          Authorization: `Bearer ${token}`,
          'X-Forwarded-For': addressOf(field.next()),
          'X-Request-Id': `${randomText(70)}"`,
          'Content-Type': 'application/json',
        };
        const method = n % 3 === 0 ? 'POST' : 'GET';
        return {
          text: requestText({ method, path: `/api/v1/links?q=${randomText(9)}`, headers, body: '{' }),
        };
      },
    }),
};

/** Deeply nested JSON in every place where the API takes a body. */
const nesting: Attack = {
  name: 'deep JSON',
  share: 0.0005,
  run: (field, requests) =>
    calls(field, requests, 4, (n, key) => {
      const depth = [100, 1_000, 5_000][n % 3] ?? 100;
      const value =
        n % 2 === 0
          ? `${'['.repeat(depth)}${']'.repeat(depth)}`
          : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
      const places = [
        ['POST', '/links', `{"url":${value}}`],
        ['POST', '/links', `{"url":"https://example.com/","utm":${value}}`],
        ['POST', '/contents', `{"url":"https://example.com/","tags":${value}}`],
        [
          'POST',
          '/links/bulk',
          `{"links":[{"url":"https://example.com/"},{"url":"https://example.com/","utm":${value}}]}`,
        ],
        ['POST', '/links', value],
      ] as const;
      const [method, path, body] = places[n % places.length] ?? places[0];
      return apiRequest(method, path, key, body);
    }),
};

const BULK = 1_000;

const mints: Attack = {
  name: 'bulk mints of 1,000',
  share: 0.0001,
  run: (field, requests) =>
    calls(field, requests, 8, (n, key) =>
      apiRequest('POST', '/links/bulk', key, {
        links: Array.from({ length: BULK }, (_, place) => ({
          url: `https://example.com/${field.next()}/${place}`,
          title: OBJECT_NAMES[(n + place) % OBJECT_NAMES.length],
          tags: [`tag-${place % 50}`, 'all'],
          campaign: `campaign-${place % 20}`,
        })),
      }),
    ),
};

const exports: Attack = {
  name: 'exports in parallel',
  share: 0.0002,
  // They send all hits, and wait for each other.
  answeredMs: 30_000,
  run: (field, requests) =>
    calls(field, requests, 21, (n, key) => {
      const paths = [
        '/hits?format=csv&kind=bot',
        '/hits?format=csv&limit=100',
        '/sightings?limit=100',
        '/hits?limit=100',
      ];
      // Most by one key, as one program would.
      return apiRequest('GET', paths[n % paths.length] ?? '', n % 4 === 0 ? key : (field.keys[0] ?? key));
    }),
};

const searches: Attack = {
  name: 'crafted searches and filters',
  share: 0.001,
  run: (field, requests) =>
    calls(field, requests, 4, (n, key) => {
      const texts = [
        '%',
        '%_%_%_%_%',
        'a%'.repeat(30),
        '_'.repeat(100),
        'e',
        '\\',
        "'; --",
        '*',
        '"',
        'ß'.repeat(60),
        '%25'.repeat(40),
      ];
      const q = encodeURIComponent(texts[n % texts.length] ?? '');
      const name = OBJECT_NAMES[n % OBJECT_NAMES.length] ?? '';
      const paths = [
        `/links?q=${q}`,
        `/contents?q=${q}`,
        '/links?tag=all',
        '/contents?tag=none',
        '/links?archived=false&channel=copy',
        `/links?sort=${name}`,
        `/contents?campaign=campaign-1&q=${q}`,
        `/links?tag=${name}`,
      ];
      return apiRequest('GET', paths[n % paths.length] ?? '', key);
    }),
};

const questions: Attack = {
  name: 'statistics of far periods',
  share: 0.001,
  run: (field, requests) =>
    calls(field, requests, 4, (n, key) => {
      const name = OBJECT_NAMES[n % OBJECT_NAMES.length] ?? '';
      const queries = [
        'groupBy=day&from=0001-01-01T00:00:00Z&to=9999-12-31T00:00:00Z&timezone=Europe/Paris',
        'groupBy=hour&from=1970-01-01T00:00:00Z&to=9999-12-31T00:00:00Z&timezone=America/New_York',
        'groupBy=day&to=%2B100000-01-01T00:00:00Z&timezone=Asia/Kathmandu',
        'groupBy=month&from=-200000-01-01T00:00:00Z',
        'groupBy=mark,referrer',
        'groupBy=browser,country',
        'groupBy=link&limit=1000',
        'groupBy=browser&tag=all',
        'groupBy=day&campaign=campaign-1',
        `groupBy=day&timezone=${name}`,
        `groupBy=link&sort=${name}`,
        `groupBy=${name}`,
      ];
      return apiRequest('GET', `/stats?${queries[n % queries.length]}`, key);
    }),
};

const LARGE = 20_000;

/** Changes of a content with very many links. */
const edits: Attack = {
  name: 'edits of a large content',
  share: 0.0002,
  async run(field, requests) {
    const { api } = field.server;
    const links = Math.min(LARGE, Math.max(100, requests * 200));
    const { id } = await api<{ id: string }>('/contents', {
      url: `https://large.example/${field.next()}`,
      channels: ['copy'],
    });
    const ids: string[] = [];
    while (ids.length < links && !field.isOver()) {
      const batch = Array.from({ length: Math.min(BULK, links - ids.length) }, () => ({
        contentId: id,
        campaign: `partner-${field.next()}`,
      }));
      const { data } = await api<{ data: { link?: { id: string } }[] }>('/links/bulk', { links: batch });
      ids.push(...data.flatMap(({ link }) => (link ? [link.id] : [])));
    }
    await calls(field, requests, 4, (n, key) => {
      const link = ids[n % ids.length] ?? '';
      if (n % 10 === 8)
        return apiRequest('PATCH', `/contents/${id}`, key, { url: `https://large.example/${field.next()}` });
      if (n % 10 === 9) return apiRequest('GET', `/contents/${id}`, key);
      if (n % 5 === 0) return apiRequest('DELETE', `/links/${ids.pop()}`, key);
      return apiRequest(
        'PATCH',
        `/links/${link}`,
        key,
        n % 2 === 0 ? { title: randomText(9) } : { url: `https://example.com/${field.next()}` },
      );
    });
  },
};

export const callers: Attack[] = [anonymous, nesting, mints, edits, searches, questions, exports];
