import { afterAll, beforeAll, expect, it } from 'vitest';
import { open } from '#open';
import { visitorKey } from '../../../src/hits/judge/hash-map.ts';
import type { Link } from '../../../src/links/link.ts';
import type { NewShare, Press } from '../../../src/shares/share.ts';
import { dayOf } from '../../../src/time.ts';
import { mintLink, unique } from '../../support/fixtures/records.ts';
import type { Sotto } from '../../support/runtimes/sotto.ts';

const NOON = Date.UTC(2026, 9, 7, 12);

let sotto: Sotto;
beforeAll(async () => {
  sotto = await open();
});
afterAll(() => sotto.close());

const contentRowIdOf = async (link: Link) =>
  (await sotto.store.contents.byIds([link.contentId]))[0]?.rowId ?? 0;

const shareOf = async (link: Link, changes: Partial<NewShare> = {}): Promise<NewShare> => ({
  id: `shr_${unique()}`,
  at: NOON,
  contentRowId: await contentRowIdOf(link),
  linkRowId: link.rowId,
  code: null,
  parentRowId: null,
  generation: 0,
  source: 'link',
  ...changes,
});

const pressBy = (link: Link, visitor: string): Press => ({
  visitor: visitorKey(link.rowId, visitor),
  onceWithinMs: 10_000,
});

it('counts two presses of one visitor on one link within the time as one share', async () => {
  const link = await mintLink(sotto.store);
  const { shares } = sotto.store;
  const at = (ms: number) => shareOf(link, { at: NOON + ms });
  const first = await shares.add(await at(0), pressBy(link, 'ann'));
  const again = await shares.add(await at(9_000), pressBy(link, 'ann'));
  const other = await shares.add(await at(9_000), pressBy(link, 'bob'));
  const later = await shares.add(await at(10_001), pressBy(link, 'ann'));
  if (typeof first !== 'object') throw new Error('The share could not be stored');
  expect(first).toMatchObject({ isNew: true, share: { linkId: link.id, channel: 'whatsapp', code: null } });
  expect(again).toEqual({ isNew: false, share: first.share });
  expect([other, later]).toMatchObject([{ isNew: true }, { isNew: true }]);
  const all = await shares.list({ linkRowId: link.rowId }, { limit: 10, before: null });
  expect(all.map(({ at: time }) => time - NOON)).toEqual([10_001, 9_000, 0]);
});

it('stores every press of a visitor who is not recognized', async () => {
  const link = await mintLink(sotto.store);
  for (const _ of [1, 2]) {
    expect(await sotto.store.shares.add(await shareOf(link), null)).toMatchObject({ isNew: true });
  }
});

it('finds the parent of a share by its code, which is unique for a content', async () => {
  const link = await mintLink(sotto.store);
  const { shares } = sotto.store;
  const parent = await shares.add(await shareOf(link, { code: 'k3F9pQ' }), null);
  if (typeof parent !== 'object') throw new Error('The share could not be stored');
  const { share } = parent;
  expect(await shares.add(await shareOf(link, { code: 'k3F9pQ' }), null)).toBe('taken');
  expect(await shares.byCode(share.contentRowId, 'k3F9pQ')).toEqual(share);
  expect(await shares.byCode(share.contentRowId + 1, 'k3F9pQ')).toBeUndefined();
  const child = await shareOf(link, { parentRowId: share.rowId, generation: 1 });
  await shares.add(child, null);
  expect(await shares.get(child.id)).toMatchObject({ parentRowId: share.rowId, generation: 1 });
});

it('hides the shares of deleted links and erased ones at once', async () => {
  const { store } = sotto;
  const [kept, deleted] = [await mintLink(store), await mintLink(store)];
  const [first, second] = [await shareOf(kept), await shareOf(deleted)];
  await store.shares.add(first, pressBy(kept, 'ann'));
  await store.shares.add(second, null);
  await store.hits.erase([kept.rowId]);
  await store.links.remove(deleted, NOON);
  expect(await store.shares.get(first.id)).toBeUndefined();
  expect(await store.shares.get(second.id)).toBeUndefined();
  expect(await store.shares.add(await shareOf(deleted), null)).toBeUndefined();
  const after = await shareOf(kept, { at: NOON + 1 });
  expect(await store.shares.add(after, pressBy(kept, 'ann'))).toMatchObject({ isNew: true });
});

it('forgets who pressed with the hashes of the day', async () => {
  const link = await mintLink(sotto.store);
  const { store } = sotto;
  const first = await shareOf(link);
  await store.shares.add(first, pressBy(link, 'ann'));
  while (await store.maintenance.purgeHashes(dayOf(NOON) + 1));
  expect(await store.shares.add(await shareOf(link), pressBy(link, 'ann'))).toMatchObject({ isNew: false });
  while (await store.maintenance.purgeHashes(dayOf(NOON) + 2));
  expect(await store.shares.add(await shareOf(link), pressBy(link, 'ann'))).toMatchObject({ isNew: true });
  expect(await store.shares.get(first.id)).toBeDefined();
});
