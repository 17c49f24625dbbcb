/** Hits of a few links, with few values of each fact: they meet often. */
import fc from 'fast-check';
import { KINDS, type NewHit } from '../../src/hits/hit.ts';

/** Which of `links` links, and what of the hit differs from `hitOn`; from `start` on, within `spanMs`, in no order. */
export function arbitraryHit({ links, start, spanMs }: { links: number; start: number; spanMs: number }) {
  return fc
    .record({
      link: fc.nat({ max: links - 1 }),
      kind: fc.constantFrom(...KINDS.filter((kind) => kind !== 'repeat')),
      at: fc.oneof(fc.nat({ max: spanMs }), fc.nat({ max: 3_000 })),
      visitor: fc.option(fc.constantFrom('a', 'b', 'c')),
      mark: fc.option(fc.constantFrom('letter', 'share', '1')),
      browser: fc.constantFrom('Chrome', 'Firefox', ''),
      country: fc.constantFrom('FR', 'BE', ''),
      referrer: fc.constantFrom('', 't.co', 'com.slack'),
    })
    .map(({ link, at, ...facts }): [number, Partial<NewHit>] => [link, { ...facts, at: start + at }]);
}
