/** Links with hits of one moment, which a guide's script counts. */
import type { Store } from '../../../src/store-ports/store.ts';
import { hitOn, mintLinks, newContent, newLink } from '../fixtures/records.ts';

const LINKS_PER_CONTENT = 100;

/** Stores links with a hit each, and every tenth with two; resolves with the hits by slug. */
export async function fillDay(store: Store, count: number, at: number): Promise<Map<string, number>> {
  const expected = new Map<string, number>();
  for (let from = 0; from < count; from += LINKS_PER_CONTENT) {
    const length = Math.min(LINKS_PER_CONTENT, count - from);
    const links = Array.from({ length }, (_, place) => newLink({ slug: `n${from + place}` }));
    const minted = (await mintLinks(store, newContent(), links)) ?? [];
    const hits = minted.flatMap((link, place) => (place % 10 === 0 ? [link, link] : [link]));
    await store.hits.append(hits.map((link) => hitOn(link, { at })));
    for (const [place, { slug }] of minted.entries()) expected.set(slug, place % 10 === 0 ? 2 : 1);
  }
  return expected;
}
