/** What single callers of the API can do. */
import { openConnection } from '../load/connection.ts';
import { apiRequest } from '../load/requests.ts';
import type { Reproduction, Scene } from './reproduction.ts';

const BULK = 1_000;

/** Answers as `200, 1.2 s, 3.4 MB`. */
const shown = ({ status, ms, bytes }: { status: number; ms: number; bytes: number }) =>
  `${status || 'none'} in ${(ms / 1_000).toFixed(2)} s${bytes > 1e6 ? `, ${(bytes / 1e6).toFixed(1)} MB` : ''}`;

/** One call, and what it answered. */
const one = (
  name: string,
  method: string,
  path: string | ((scene: Scene) => string | Promise<string>),
  body?: unknown,
): Reproduction => ({
  name,
  probed: true,
  async run(scene) {
    return shown(await scene.call(method, typeof path === 'string' ? path : await path(scene), body));
  },
});

const stats = (name: string, query: string) => one(name, 'GET', `/stats?${query}`);

/** A content with very many links; created once for each server. */
const largeContents = new WeakMap<object, Promise<{ id: string; links: string[] }>>();
function largeContent(scene: Scene): Promise<{ id: string; links: string[] }> {
  const known = largeContents.get(scene.server) ?? createLarge(scene, Math.round(20_000 * scene.scale));
  largeContents.set(scene.server, known);
  return known;
}

async function createLarge({ server, next }: Scene, count: number) {
  const body = { url: `https://large.example/${next()}`, channels: ['copy'] };
  const { id } = await server.api<{ id: string }>('/contents', body);
  const links: string[] = [];
  while (links.length < count) {
    const batch = Array.from({ length: Math.min(BULK, count - links.length) }, () => ({
      contentId: id,
      campaign: `partner-${next()}`,
    }));
    const { data } = await server.api<{ data: { link: { id: string } }[] }>('/links/bulk', { links: batch });
    links.push(...data.map(({ link }) => link.id));
  }
  return { id, links };
}

const linkOf = async (scene: Scene) => `/links/${(await largeContent(scene)).links.pop()}`;
const contentOf = async (scene: Scene) => `/contents/${(await largeContent(scene)).id}`;

const prepareLarge: Reproduction = {
  name: 'create a content with 20,000 links, 1,000 at a time',
  probed: true,
  run: async (scene) => `${(await largeContent(scene)).links.length.toLocaleString('en')} links`,
};

const deepItem: Reproduction = {
  name: 'one deeply nested item among 1,000',
  probed: true,
  async run({ call }) {
    const items = Array.from({ length: BULK }, (_, n) => `{"url":"https://example.com/deep/${n}"}`);
    items[500] = `{"url":"https://example.com/","utm":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
    const answer = await call('POST', '/links/bulk', `{"links":[${items.join()}]}`);
    const good = [...answer.body.matchAll(/"status":20\d/g)].length;
    return `${shown(answer)}, ${good} created`;
  },
};

const EXPORTS = 21;

const exports: Reproduction = {
  name: '21 exports of one key, then one request of another key',
  probed: true,
  async run(scene) {
    const [greedy = '', other = ''] = scene.keys;
    const connections = Array.from({ length: EXPORTS }, () => openConnection(scene.port));
    const exporting = connections.map((each) => each.exchange(apiRequest('GET', '/hits?format=csv', greedy)));
    const polite = openConnection(scene.port);
    const answer = await polite.exchange(apiRequest('GET', '/hits?limit=10', other));
    for (const connection of [...connections, polite]) connection.close();
    await Promise.all(exporting);
    return shown({ ...answer, bytes: 0 });
  },
};

const sortByConstructor: Reproduction = {
  name: 'sort=constructor and its like',
  probed: true,
  async run({ call }) {
    const paths = [
      '/links?sort=',
      '/contents?sort=',
      '/stats?groupBy=link&sort=',
      '/stats?groupBy=',
      '/hits?kind=',
    ];
    const names = ['constructor', '__proto__', 'toString'];
    const asked = paths.flatMap((path) => names.map((name) => call('GET', path + name)));
    const statuses = new Set((await Promise.all(asked)).map(({ status }) => status));
    return [...statuses].join(', ');
  },
};

const strangeDomain: Reproduction = {
  name: 'domain u:p@host/x?y',
  probed: true,
  async run({ call }) {
    const { status } = await call('POST', '/domains', { domain: 'u:p@host.example/x?y' });
    return String(status);
  },
};

export const LARGE_CONTENT: Reproduction[] = [
  prepareLarge,
  one('change the title of one link of that content', 'PATCH', linkOf, { title: 'Another title' }),
  one('delete one link of that content', 'DELETE', linkOf),
  one('read that content', 'GET', contentOf),
  one('change the URL of that content', 'PATCH', contentOf, { url: 'https://large.example/moved' }),
];

export const MANY_LINKS: Reproduction[] = [
  one(
    'statistics of the default domain by browser',
    'GET',
    ({ port }) => `/stats?domain=${encodeURIComponent(`localhost:${port}`)}&groupBy=browser`,
  ),
  stats('statistics of a tag that all links have', 'tag=all&groupBy=channel'),
  stats('statistics of a campaign that all links have', 'campaign=common&groupBy=channel'),
  one('search for a word', 'GET', '/links?q=page'),
  one('search for many wildcards', 'GET', `/links?q=${encodeURIComponent('%a_'.repeat(15))}`),
  one('search for 200 characters', 'GET', `/links?q=${'e'.repeat(200)}`),
  one('contents with a tag', 'GET', '/contents?tag=all'),
  one('contents with a tag that none has', 'GET', '/contents?tag=none'),
  one('refused visits by link', 'GET', '/turned-away?groupBy=link'),
  stats('statistics until 9999 in Paris', 'groupBy=day&to=9999-12-31T00:00:00Z&timezone=Europe/Paris'),
  stats('statistics until the year 100000', 'groupBy=day&to=%2B100000-01-01T00:00:00Z&timezone=Europe/Paris'),
];

export const SINGLE_CALLS: Reproduction[] = [deepItem, exports, sortByConstructor, strangeDomain];
