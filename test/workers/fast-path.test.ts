import { applyD1Migrations, env } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Link, NewLink } from '../../src/links/link.ts';
import { createRedirect } from '../../src/redirect/handler.ts';
import { edgeConnInfo } from '../../src/runtime/edge/worker/conn-info.ts';
import { createEdgeFastPath } from '../../src/runtime/edge/worker/fast-path.ts';
import { type mintLink, mintLinks, newContent, newLink } from '../support/fixtures/records.ts';
import { type HeldQueue, holdQueue, openWorker } from '../support/runtimes/edge.ts';
import { CHROME } from '../support/runtimes/sotto.ts';

beforeAll(() => applyD1Migrations(env.DB, env.TEST_MIGRATIONS));

const ORIGIN = 'https://sotto.test';
const NOW = Date.UTC(2026, 9, 7, 12);
const FACEBOOK = 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)';

type Ask = (path: string, init?: RequestInit) => Promise<Response | undefined>;

/** The fast path and the app of one isolate, whose cache knows the domains. */
async function openBoth() {
  const queue = holdQueue();
  const { edge, work, visit } = openWorker({ ...env, HITS: queue.binding }, { clock: () => NOW });
  const { deps } = edge;
  const getConnInfo = edgeConnInfo(deps.settings);
  const redirect = createRedirect(deps);
  const fastPath = createEdgeFastPath({ ...deps, redirect }, getConnInfo);
  const app = createApp(deps, (c) => getConnInfo(c.req.raw), { redirect });
  const asked = (path: string, init: RequestInit = {}) =>
    new Request(new URL(path, ORIGIN), {
      redirect: 'manual',
      ...init,
      headers: { 'User-Agent': CHROME, 'CF-Connecting-IP': '203.0.113.7', ...init.headers },
    });
  const askFastPath: Ask = async (path, init) => fastPath(asked(path, init));
  const askApp: Ask = async (path, init) => app.fetch(asked(path, init));
  /** A first look-up fills the cache. */
  const learn = async (slug: string) => {
    await visit(slug);
    await askApp(`/${slug}.test`);
    await work.done();
    queue.messages.length = 0;
  };
  return { deps, queue, work, askFastPath, askApp, learn };
}

async function told(response: Response | undefined) {
  if (!response) throw new Error('The fast path did not answer');
  return { status: response.status, headers: [...response.headers], body: await response.text() };
}

/** The hits that were sent, without the numbers that are drawn for each. */
const hitsOf = ({ messages }: HeldQueue) =>
  messages.splice(0).flatMap(({ hits }) => hits.map(({ nonce, ...hit }) => hit));

async function mint(store: Parameters<typeof mintLink>[0], changes: Partial<NewLink>): Promise<Link> {
  const card = { title: 'Ein Titel mit Ä', description: '<b>' };
  const [link] = (await mintLinks(store, newContent(card), [newLink(changes)])) ?? [];
  if (!link) throw new Error('No link was minted');
  return link;
}

describe('the fast path at the edge', () => {
  it.each<[string, Partial<NewLink>, (slug: string) => string, RequestInit]>([
    ['a click', {}, (slug) => `/${slug}`, {}],
    ['a place and a network', {}, (slug) => `/${slug}`, { cf: { country: 'CH', asn: 16_509 } }],
    ['a mark and a query', {}, (slug) => `/${slug}.letter?x=%C3%A9&y`, {}],
    ['a forwarded query', { forwardQuery: true }, (slug) => `/${slug}?x=é&y&x=1;2`, {}],
    ['an escaped path', {}, (slug) => `/%${slug.charCodeAt(0).toString(16)}${slug.slice(1)}`, {}],
    ['what linkifiers drag along', {}, (slug) => `/${slug}).`, {}],
    ['where a link leads', {}, (slug) => `/${slug}+`, {}],
    ['a permanent redirect', { statusCode: 308 }, (slug) => `/${slug}`, {}],
    ['a prefetch', {}, (slug) => `/${slug}`, { headers: { 'Sec-Purpose': 'prefetch' } }],
    ['an image', {}, (slug) => `/${slug}`, { headers: { 'Sec-Fetch-Dest': 'image' } }],
    ['a card', {}, (slug) => `/${slug}`, { headers: { 'User-Agent': FACEBOOK } }],
    ['no agent', {}, (slug) => `/${slug}`, { headers: { 'User-Agent': '' } }],
    ['a French opt-out', {}, (slug) => `/${slug}`, { headers: { 'Sec-GPC': '1', 'Accept-Language': 'fr' } }],
    ['an archived link', { archived: true }, (slug) => `/${slug}`, {}],
    ['a link with a password', { passwordHash: 'x' }, (slug) => `/${slug}`, {}],
    ['a link that has not begun', { startsAt: NOW + 1 }, (slug) => `/${slug}`, {}],
  ])('answers %s as the app does, and records the same hit', async (_, changes, pathOf, init) => {
    const { deps, queue, work, askFastPath, askApp, learn } = await openBoth();
    const link = await mint(deps.store, changes);
    await learn(link.slug);
    const path = pathOf(link.slug);
    const byFastPath = await told(await askFastPath(path, init));
    await work.done();
    const hitsByFastPath = hitsOf(queue);
    expect(byFastPath).toEqual(await told(await askApp(path, init)));
    await work.done();
    expect(hitsByFastPath).toEqual(hitsOf(queue));
    expect(hitsByFastPath).toHaveLength([302, 308, 503].includes(byFastPath.status) || init.headers ? 1 : 0);
    expect(deps.counters.redirects.get(byFastPath.status)).toBeGreaterThanOrEqual(2);
  });

  it.each<[string, Partial<NewLink>, (slug: string) => string, RequestInit]>([
    ['an unknown slug', {}, () => '/nobody-minted-this', {}],
    ['a page of ours', {}, () => '/docs', {}],
    ['a path below a link', {}, (slug) => `/${slug}/more`, {}],
    ['a HEAD', {}, (slug) => `/${slug}`, { method: 'HEAD' }],
    ['a form', {}, (slug) => `/${slug}`, { method: 'POST' }],
    ['a link with a number of clicks', { maxClicks: 3 }, (slug) => `/${slug}`, {}],
  ])('leaves %s to the app', async (_, changes, pathOf, init) => {
    const { deps, queue, work, askFastPath, learn } = await openBoth();
    const { slug } = await mint(deps.store, changes);
    await learn(slug);
    expect(await askFastPath(pathOf(slug), init)).toBeUndefined();
    await work.done();
    expect(queue.messages).toEqual([]);
  });

  it('leaves a link to the app that was changed', async () => {
    const { deps, askFastPath, askApp, learn } = await openBoth();
    const link = await mint(deps.store, {});
    await learn(link.slug);
    await deps.store.links.update(link, { blocked: true, updatedAt: 1 });
    expect(await askFastPath(`/${link.slug}`)).toBeUndefined();
    expect((await askApp(`/${link.slug}`))?.status).toBe(451);
  });
});
