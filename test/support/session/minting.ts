/** Contents and links are created, found, listed and changed. */
import { get, patch, post, remove, type Step } from './step.ts';

const GUIDE = {
  url: 'https://Example.com/Führer/Größe?b=2&a=ä&utm_source=x#teil',
  channels: ['whatsapp', 'email', 'slack', 'copy', 'qr'],
  title: 'Größenführer – «日本»',
  description: 'Zeile eins\nZeile zwei',
  image: 'https://example.com/bild.png',
  externalId: 'page/7 ü',
  campaign: 'spring',
  tags: ['führer', 'größe'],
  slug: 'guide',
};

const contents: Step[] = [
  post('/contents', GUIDE, 201, { as: 'guide' }),
  post('/contents', GUIDE, 200),
  post(
    '/contents',
    {
      url: 'http://example.com/Führer/Größe/?a=ä&b=2&utm_source=x#teil',
      title: 'Another',
      externalId: 'page/7 ü',
    },
    200,
  ),
  post('/contents', { url: 'https://example.com/other', externalId: 'page/7 ü' }, 409),
  post('/contents', { ...GUIDE, externalId: 'page-8', slug: null }, 409),
  post('/contents', { url: 'https://example.com/plain' }, 201, { as: 'plain' }),
  post('/contents', { url: 'https://example.com/plain#/route', channels: ['sms', 'linkedin', 'x'] }, 201),
  post('/contents', { url: 'https://example.com/plain', channels: ['teams'] }, 200),
  post('/contents', { url: 'https://example.com/late', slug: 'guide' }, 409),
  post(
    '/contents',
    { url: 'https://bücher.example/日本/?q=ü&q=%FC', channels: ['bluesky'], utm: false },
    201,
    { as: 'books' },
  ),
  get('/contents/{guide.id}', 200, { as: 'shown' }),
  get('/contents/{guide.id}', 304, { headers: { 'If-None-Match': '{shown.headers.etag}' } }),
  get('/contents/ext_page%2F7%20%C3%BC'),
  get('/contents/cnt_none', 404),
  get('/contents?limit=2', 200, { as: 'page' }),
  get('/contents?limit=2&cursor={page.nextCursor}', 200),
  get('/contents?url=http%3A%2F%2Fexample.com%2Fplain%2F'),
  get('/contents?q=gr%C3%B6%C3%9Fe'),
  get('/contents?tag=f%C3%BChrer&campaign=spring'),
  get('/contents?archived=true'),
  patch('/contents/{guide.id}', { title: null, tags: ['größe', 'neu'] }),
  patch('/contents/{guide.id}', { utm: { term: 'a b' }, description: 'Nur eine' }, 200, {
    headers: { 'Content-Type': 'application/merge-patch+json' },
  }),
  patch('/contents/{guide.id}', { url: 'https://example.com/führer/neu?größe=xl' }),
  patch('/contents/{guide.id}', { url: 'https://example.com/plain' }, 409),
  patch('/contents/{guide.id}', { key: 'https://example.com/' }, 422),
  patch('/contents/{guide.id}', {}),
  patch('/contents/{plain.id}', { archived: true }),
  patch('/contents/{plain.id}', { archived: null }),
];

const links: Step[] = [
  post(
    '/links',
    { url: 'https://example.com/a?x=1#frag', slug: 'Alpha', channel: 'messenger', title: 'Alpha' },
    201,
    { as: 'alpha' },
  ),
  post(
    '/links',
    { url: 'https://example.com/a?x=1#frag', slug: 'Alpha', channel: 'messenger', title: 'Other' },
    200,
  ),
  post('/links', { url: 'https://example.com/b', slug: 'alpha' }, 409),
  post('/links', { url: 'https://example.com/found', channel: 'email', campaign: 'c' }, 201, { as: 'found' }),
  post(
    '/links',
    { url: 'https://example.com/found', channel: 'email', campaign: 'c', title: 'Differs' },
    200,
  ),
  post('/links', { contentId: '{guide.id}', channel: 'telegram' }, 201, { as: 'telegram' }),
  post('/links', { contentId: 'cnt_none' }, 422),
  post('/links', { url: 'https://例え.jp/パス?値=ü&b=%2F%20+#節', slug: 'unicode' }, 201, { as: 'unicode' }),
  post('/links', { url: `https://example.com/${'ö'.repeat(900)}`, slug: 'lengthy' }, 201),
  post(
    '/links',
    { url: 'https://example.com/fwd?a=1', slug: 'fwd', forwardQuery: true, utm: { source: 'x y' } },
    201,
  ),
  post('/links', { url: 'https://example.com/perm', slug: 'perm', statusCode: 301 }, 201, { as: 'perm' }),
  post('/links', { url: 'https://example.com/308', slug: 'perm8', statusCode: 308 }),
  post('/links', { url: 'https://example.com/secret', slug: 'locked', password: 'Pässwört 日本' }, 201, {
    as: 'locked',
  }),
  post('/links', { url: 'https://example.com/two', slug: 'two', maxClicks: 2 }, 201, { as: 'two' }),
  post(
    '/links',
    { url: 'https://example.com/one', slug: 'one', maxClicks: 1, expiredUrl: 'https://example.com/über' },
    201,
  ),
  post(
    '/links',
    { url: 'https://example.com/past', slug: 'past', expiresAt: '2020-01-01T00:00:00+02:00' },
    201,
    { as: 'past' },
  ),
  post('/links', {
    url: 'https://example.com/past',
    slug: 'past-on',
    expiresAt: '2020-01-01T00:00:00Z',
    expiredUrl: 'https://example.com/over',
  }),
  post(
    '/links',
    { url: 'https://example.com/future', slug: 'future', startsAt: '2199-01-01T00:00:00Z' },
    201,
    { as: 'future' },
  ),
  post('/links', { url: 'https://example.com/gone', slug: 'gone' }, 201, { as: 'gone' }),
  post('/links', { url: 'https://example.com/blocked', slug: 'blocked' }, 201, { as: 'blocked' }),
  post('/links', { url: 'https://example.com/stored', slug: 'stored' }, 201, { as: 'stored' }),
  post('/links', { url: 'https://example.com/erase', slug: 'erase', channel: 'discord' }, 201, {
    as: 'erase',
  }),
  get('/links/{alpha.id}', 200, { as: 'seen' }),
  get('/links/{alpha.id}', 304, { headers: { 'If-None-Match': '"other", {seen.headers.etag}' } }),
  get('/links/{alpha.id}', 200, { headers: { 'If-None-Match': '"other"' } }),
  get('/links?limit=5', 200, { as: 'list' }),
  get('/links?limit=5&cursor={list.nextCursor}', 200, { as: 'second' }),
  get('/links?limit=100&cursor={second.nextCursor}'),
  get('/links?shortUrl=http%3A%2F%2Fgo.test%2FAlpha.mark%2B'),
  get('/links?shortUrl=go.test%2Fnowhere'),
  get('/links?q=l%C3%A4nge'),
  get('/links?contentId={guide.id}&channel=qr'),
  get('/links?domain=go.test&tag=none'),
  patch('/links/{alpha.id}', { url: 'https://example.com/moved?ü=1', campaign: 'summer' }),
  patch('/links/{alpha.id}', { utm: { source: 'news', medium: null }, tags: ['a', 'ä'] }),
  patch('/links/{alpha.id}', { slug: 'beta' }, 422),
  patch('/links/{alpha.id}', { title: null, campaign: null, tags: null, utm: null }),
  patch('/links/{stored.id}', { archived: true }),
  patch('/links/{blocked.id}', { blocked: true }),
  patch('/links/lnk_none', { title: 'x' }, 404),
  remove('/links/{gone.id}'),
  remove('/links/{gone.id}', 404),
  get('/links/{gone.id}', 404),
  post('/links', { url: 'https://example.com/again', slug: 'gone' }, 409),
];

const bulk: Step[] = [
  post(
    '/links/bulk',
    {
      links: [
        { url: 'https://example.com/bulk/1', slug: 'bulk-1' },
        { url: 'javascript:alert(1)' },
        { url: 'https://example.com/bulk/3', slug: 'Alpha' },
        { url: 'https://example.com/bulk/4', channel: 'nowhere', tags: ['x', 'x'] },
        'no link',
        { url: 'https://example.com/bulk/ü', channel: 'reddit' },
      ],
    },
    200,
  ),
  post('/links/bulk', { links: [] }, 200),
  post('/links/bulk', { links: Array.from({ length: 1001 }, () => ({ url: 'https://example.com/' })) }, 422),
];

export const minting: Step[] = [...contents, ...links, ...bulk];
