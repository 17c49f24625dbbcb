import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRuntime } from '#open';
import type { NewHit } from '../../../src/hits/hit.ts';
import type { Link } from '../../../src/links/link.ts';
import { hitOn, mintLink, unique } from '../../support/fixtures/records.ts';
import type { TestRuntime } from '../../support/runtimes/test-runtime.ts';

const NOON = Date.UTC(2026, 9, 7, 12);
const MINUTE = 60_000;

let runtime: TestRuntime;
beforeAll(async () => {
  runtime = await openRuntime();
});
afterAll(() => runtime.close());

/** Brings the sums up to date. */
const settle = async () => {
  while ((await runtime.sums.rollUp()) > 0);
};

const append = (...hits: NewHit[]) => runtime.store.hits.append(hits);
const lastClickOf = async (link: Link) => {
  const totals = (await runtime.store.stats.totals([link.rowId])).get(link.rowId);
  return [totals?.clicks ?? 0, totals?.lastClickAt ?? null];
};

/** A click whose request had a sign of its own, and the clicks on three further links that make a burst of it. */
async function burst(link: Link) {
  const network = unique();
  const click = (on: Link, ms: number) =>
    hitOn(on, { at: NOON + ms, network, visitor: unique(), reason: 'no_fetch_metadata' });
  const others = await Promise.all([1, 2, 3].map(() => mintLink(runtime.store)));
  return { flagged: click(link, 0), rest: others.map((other, nth) => click(other, nth + 1)) };
}

describe('the last click of a link', () => {
  it('is the newest click, in any order of arrival, and no other kind of hit', async () => {
    const link = await mintLink(runtime.store);
    const at = (minutes: number) => ({ at: NOON + minutes * MINUTE });
    await append(hitOn(link, at(5)), hitOn(link, at(3)), hitOn(link, { kind: 'bot', ...at(9) }));
    expect(await lastClickOf(link)).toEqual([2, NOON + 5 * MINUTE]);
    await settle();
    expect(await lastClickOf(link)).toEqual([2, NOON + 5 * MINUTE]);
    await append(hitOn(link, at(4)), hitOn(link, { kind: 'preview', ...at(10) }));
    expect(await lastClickOf(link)).toEqual([3, NOON + 5 * MINUTE]);
    await settle();
    expect(await lastClickOf(link)).toEqual([3, NOON + 5 * MINUTE]);
  });

  it('is not a click that a burst immediately made a scanner', async () => {
    const [link, unclicked] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    await append(hitOn(link, { at: NOON - MINUTE }));
    for (const on of [link, unclicked]) {
      const { flagged, rest } = await burst(on);
      await append(flagged, ...rest);
    }
    for (let times = 0; times < 2; times++) {
      expect(await lastClickOf(link)).toEqual([1, NOON - MINUTE]);
      expect(await lastClickOf(unclicked)).toEqual([0, null]);
      await settle();
    }
  });

  it('is not a click that a burst later made a scanner, once that is rolled up', async () => {
    const [link, unclicked] = [await mintLink(runtime.store), await mintLink(runtime.store)];
    await append(hitOn(link, { at: NOON - MINUTE }));
    for (const on of [link, unclicked]) {
      const { flagged, rest } = await burst(on);
      await append(flagged);
      await settle();
      expect((await lastClickOf(on))[1]).toBe(NOON);
      await append(...rest);
    }
    await settle();
    expect(await lastClickOf(link)).toEqual([1, NOON - MINUTE]);
    expect(await lastClickOf(unclicked)).toEqual([0, null]);
    await runtime.sums.rebuild();
    expect(await lastClickOf(link)).toEqual([1, NOON - MINUTE]);
  });

  it('is a click after one that was made a scanner', async () => {
    const link = await mintLink(runtime.store);
    const { flagged, rest } = await burst(link);
    await append(flagged);
    await settle();
    await append(...rest, hitOn(link, { at: NOON + MINUTE }));
    for (let times = 0; times < 2; times++) {
      expect(await lastClickOf(link)).toEqual([1, NOON + MINUTE]);
      await settle();
    }
  });
});
