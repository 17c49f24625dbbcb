/** The stream of the live list, which only Node has. */
import { afterEach, beforeEach, expect, it, onTestFinished } from 'vitest';
import type { Link } from '../../../src/links/link.ts';
import type { LiveMessage } from '../../../src/pages/app/live/live-message.tsx';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import { assemble, type Sotto } from '../../support/runtimes/sotto.ts';

interface Event {
  event: string;
  data: string;
  id: string;
}

let sotto: Sotto;
let link: Link;
let closing: AbortController;
beforeEach(async () => {
  closing = new AbortController();
  sotto = await assemble(await openRuntime(), { closing: closing.signal });
  link = await mintLink(sotto.store);
});
afterEach(async () => {
  closing.abort();
  await sotto.close();
});

/** Opens a stream; `next` resolves with its next event, null at its end. */
async function listen(cookie: string, { query = '', after = '' } = {}) {
  const headers = { Cookie: `${COOKIE}=${cookie}`, ...(after && { 'Last-Event-ID': after }) };
  const response = await sotto.request(`/app/live/stream${query}`, { headers });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  onTestFinished(async () => void (await reader?.cancel().catch(() => {})));
  let text = '';
  const next = async (): Promise<Event | null> => {
    while (!text.includes('\n\n')) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: '' };
      if (done) return null;
      text += value;
    }
    const [block = ''] = text.split('\n\n', 1);
    text = text.slice(block.length + 2);
    const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
    return { event: field('event'), data: field('data'), id: field('id') };
  };
  return { response, next, cancel: () => reader?.cancel() };
}

const rowsIn = (event: Event | null): LiveMessage['rows'] => JSON.parse(event?.data ?? '{}').rows;

it('sends hits as they come, and goes on from where a browser was', async () => {
  const cookie = await signIn(sotto.deps, 'viewer');
  const { response, next, cancel } = await listen(cookie);
  expect(response.headers.get('Content-Type')).toBe('text/event-stream');
  expect(response.headers.get('Cache-Control')).toContain('no-store');
  const opened = await next();
  expect(opened).toMatchObject({ event: 'quiet', id: expect.stringMatching(/^\d+-\d+$/) });
  await sotto.store.hits.append([hitOn(link, { visitor: unique() })]);
  const first = await next();
  expect(first?.event).toBe('news');
  expect(rowsIn(first)).toHaveLength(1);
  expect(JSON.parse(first?.data ?? '{}').pulse.answer).toContain('1 click');
  await cancel();
  await sotto.store.hits.append([hitOn(link, { kind: 'bot', reason: 'isbot' })]);
  const again = await listen(cookie, { after: first?.id ?? '' });
  await again.next();
  const missed = await again.next();
  expect(rowsIn(missed).map(({ html }) => html)).toEqual([expect.stringContaining('class="bot"')]);
});

it('sends to each page what its filter accepts', async () => {
  const cookie = await signIn(sotto.deps, 'viewer');
  const bots = await listen(cookie, { query: '?kind=bot' });
  const all = await listen(cookie);
  await Promise.all([bots.next(), all.next()]);
  await sotto.store.hits.append([
    hitOn(link, { visitor: unique() }),
    hitOn(link, { kind: 'bot', reason: 'isbot' }),
  ]);
  expect(rowsIn(await bots.next())).toHaveLength(1);
  expect(rowsIn(await all.next())).toHaveLength(2);
});

it('ends once its session is revoked, and sends nothing more', async () => {
  const cookie = await signIn(sotto.deps, 'viewer');
  const { next } = await listen(cookie);
  await next();
  const { author } = { author: { actor: { type: 'system' as const, id: 'sotto' }, requestId: null } };
  const [member] = await sotto.store.members.list();
  const note = {
    author,
    at: sotto.clock.now,
    action: 'session.delete' as const,
    objectId: 'all',
    fields: [],
  };
  await sotto.store.members.endSessions(member?.id ?? '', note);
  await sotto.store.hits.append([hitOn(link)]);
  expect(await next()).toMatchObject({ event: 'ended', data: '' });
  expect(await next()).toBeNull();
});

it('has few places for a member, which the newest pages have', async () => {
  const cookie = await signIn(sotto.deps, 'viewer');
  const open = await Promise.all(Array.from({ length: 4 }, () => listen(cookie)));
  expect(open.map(({ response }) => response.status)).toEqual([200, 200, 200, 200]);
  await Promise.all(open.map(({ next }) => next()));
  const newest = await listen(cookie);
  expect(newest.response.status).toBe(200);
  expect(await open[0]?.next()).toMatchObject({ event: 'replaced' });
  expect(await open[0]?.next()).toBeNull();
  await sotto.store.hits.append([hitOn(link, { visitor: unique() })]);
  expect(rowsIn((await open[1]?.next()) ?? null)).toHaveLength(1);
  const colleague = await listen(await signIn(sotto.deps, 'editor'));
  expect(colleague.response.status).toBe(200);
});

it('has a bounded number of places in total, and gets those of pages that are left back', async () => {
  const members = await Promise.all(Array.from({ length: 13 }, () => signIn(sotto.deps, 'viewer')));
  const streams = await Promise.all(
    members.flatMap((cookie) => Array.from({ length: 4 }, () => listen(cookie))),
  );
  const statuses = streams.map(({ response }) => response.status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(50);
  const refused = streams.filter(({ response }) => response.status === 503);
  expect(refused.map(({ response }) => response.headers.get('Retry-After'))).toEqual(['30', '30']);
  await streams[0]?.cancel();
  expect((await listen(members[12] ?? '')).response.status).toBe(200);
});

it('takes no place for a HEAD request', async () => {
  const headers = { Cookie: `${COOKIE}=${await signIn(sotto.deps, 'viewer')}` };
  for (let at = 0; at < 6; at++) {
    const response = await sotto.request('/app/live/stream', { method: 'HEAD', headers });
    expect(response.status).toBe(200);
  }
});

it('ends when the server stops', async () => {
  const { next } = await listen(await signIn(sotto.deps, 'viewer'));
  await next();
  closing.abort();
  expect(await next()).toBeNull();
});

it('is read once for all pages at the same place', async () => {
  const cookie = await signIn(sotto.deps, 'viewer');
  const { news } = sotto.store.hitList;
  let readings = 0;
  sotto.store.hitList.news = (...args) => {
    readings++;
    return news(...args);
  };
  const streams = await Promise.all(Array.from({ length: 4 }, () => listen(cookie, { after: '0-0' })));
  await Promise.all(streams.map(({ next }) => next()));
  await sotto.store.hits.append([hitOn(link, { visitor: unique() })]);
  const events = await Promise.all(streams.map(({ next }) => next()));
  expect(events.map((event) => rowsIn(event).length)).toEqual([1, 1, 1, 1]);
  expect(readings).toBeLessThanOrEqual(2);
});
