import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { open } from '#open';
import type { Content } from '../../../src/links/contents/content.ts';
import { UNUSED_SHARED_DAYS } from '../../../src/links/contents/content.ts';
import { createUnusedRemoval } from '../../../src/links/contents/created-by-shares/remove-unused.ts';
import { hitOn, mintLinks, newContent, newLink, shareOn } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 9, 7, 12);

let sotto: Sotto;
let remove: ReturnType<typeof createUnusedRemoval>;
/** Each test is in a month of its own: a pass removes what earlier ones have left. */
let month = 0;
let made = 0;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());
beforeEach(() => {
  month += 1;
  made = START + month * 60 * DAY;
  remove = createUnusedRemoval(sotto.store);
});

/** A content that a share link has created, with its link. */
async function shared(origin: Content['origin'] = 'share') {
  const content = newContent({ origin, createdAt: made, updatedAt: made });
  const [link] = (await mintLinks(sotto.store, content, [newLink()])) ?? [];
  if (!link) throw new Error('The link could not be minted');
  await sotto.store.shares.add(shareOn(link, { at: made }), null);
  return { id: link.contentId, link };
}

/** A complete pass, this many days after the contents were created. */
async function pass(days: number, agingDays = days): Promise<void> {
  const time = { now: made + days * DAY, agingAt: made + agingDays * DAY };
  while (await remove(time));
}

const exists = async ({ id }: { id: string }) => (await sotto.store.contents.get(id)) !== undefined;

describe('a content that a share link created', () => {
  it('is removed with its links after 30 days without a click, and noted in the audit log', async () => {
    const unused = await shared();
    const team = await shared(null);
    await pass(UNUSED_SHARED_DAYS);
    expect(await exists(unused)).toBe(true);
    await pass(UNUSED_SHARED_DAYS + 1);
    expect([await exists(unused), await exists(team)]).toEqual([false, true]);
    const link = await sotto.store.links.resolve('', unused.link.slug);
    expect(link?.deleted).toBe(true);
    const { body } = await sotto.api<{ data: object[] }>(
      'GET',
      `/audit-entries?object=${unused.id}&action=content.delete`,
    );
    expect(body.data).toMatchObject([{ action: 'content.delete', actor: { type: 'system', id: 'sotto' } }]);
  });

  it('stays while it is clicked or shared, whether that is rolled up or not', async () => {
    const [clicked, sharedAgain, seen] = [await shared(), await shared(), await shared()];
    await sotto.store.hits.append([
      hitOn(clicked.link, { at: made + 20 * DAY }),
      hitOn(seen.link, { at: made + 20 * DAY, kind: 'preview', app: 'slack', certainty: 'sure' }),
    ]);
    await sotto.store.shares.add(shareOn(sharedAgain.link, { at: made + 20 * DAY }), null);
    const left = async () => [await exists(clicked), await exists(sharedAgain), await exists(seen)];
    await pass(40);
    expect(await left()).toEqual([true, true, false]);
    await sotto.settle();
    await pass(49);
    expect(await left()).toEqual([true, true, false]);
    await pass(51);
    expect(await left()).toEqual([false, false, false]);
  });

  it('stays once the team has used it, also at the last moment', async () => {
    const [edited, late] = [await shared(), await shared()];
    expect((await sotto.api('PATCH', `/contents/${edited.id}`, { title: 'Ours' })).status).toBe(200);
    const { contents } = sotto.store;
    const store = {
      ...sotto.store,
      contents: {
        ...contents,
        async notSharedSince(...slot: Parameters<typeof contents.notSharedSince>) {
          const found = await contents.notSharedSince(...slot);
          await sotto.api('PATCH', `/contents/${late.id}`, { title: 'Also ours' });
          return found;
        },
      },
    };
    remove = createUnusedRemoval(store);
    await pass(100);
    expect([await exists(edited), await exists(late)]).toEqual([true, true]);
  });

  it('ages only by confirmed time, and many are removed in small steps', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => shared()));
    const isLeft = async () => (await Promise.all(all.map(exists))).filter(Boolean).length;
    await pass(400, 10);
    expect(await isLeft()).toBe(12);
    const time = { now: made + 400 * DAY, agingAt: made + 40 * DAY };
    expect(await remove(time)).toBe(true);
    expect(await isLeft()).toBe(7);
    await pass(400, 40);
    expect(await isLeft()).toBe(0);
    const [rows] = await sotto.engine.read([
      sql`SELECT deleted_at FROM contents WHERE public_id = ${all[0]?.id}`,
    ]);
    expect(rows).toEqual([{ deleted_at: made + 400 * DAY }]);
  });

  it('is found by its origin, which nobody can set', async () => {
    const [reader, team] = [await shared(), await shared(null)];
    const ids = async (query: string) => {
      const { body } = await sotto.api<{ data: { id: string; origin: string | null }[] }>(
        'GET',
        `/contents?limit=100&createdFrom=${new Date(made).toISOString()}&${query}`,
      );
      return body.data.map(({ id, origin }) => [id, origin]);
    };
    expect(await ids('origin=share')).toEqual([[reader.id, 'share']]);
    expect(await ids('origin=team')).toEqual([[team.id, null]]);
    expect(await ids('sort=title&origin=share')).toEqual([[reader.id, 'share']]);
    expect((await sotto.api('GET', '/contents?origin=other')).status).toBe(422);
    const { status, body } = await sotto.api<{ errors: object[] }>('PATCH', `/contents/${team.id}`, {
      origin: 'share',
    });
    expect([status, body.errors]).toMatchObject([422, [{ pointer: '/origin' }]]);
  });
});
