/** Hits as on a site with many links: few links have most of the clicks, and a fifth of the hits are not clicks. */
import { createRandom } from '../../../src/demo/random.ts';
import type { HitKind, StampedHit } from '../../../src/hits/hit.ts';

const HASH = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const HASH_LENGTH = 11;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Cumulative shares of a content's hits by channel, and of all hits by kind. */
const CHANNELS = [0.5, 0.8, 0.93, 1];
const KINDS: [upTo: number, kind: HitKind][] = [
  [0.8, 'click'],
  [0.88, 'preview'],
  [0.9, 'scanner'],
  [1, 'bot'],
];
const ANONYMOUS = 0.03;
/** The share of clicks by a returning visitor, one of the last `REMEMBERED` visitors. */
const RETURNING = 0.15;
const REMEMBERED = 3_000;

export interface Traffic {
  seed: number;
  /** Row ids; the links of a content are adjacent. */
  links: number[];
  /** UTC milliseconds of the first hit. */
  start: number;
  perSecond: number;
}

/** Returns a function that generates the next hits in chronological order. */
export function createTraffic({ seed, links, start, perSecond }: Traffic): (count: number) => StampedHit[] {
  const random = createRandom(seed);
  const contents = shuffled(links.length / CHANNELS.length, random.next);
  const [content, agent] = [zipf(contents.length, 1, random.next), zipf(80, 1, random.next)];
  const [place, referrer] = [zipf(60, 1, random.next), zipf(12, 1.2, random.next)];
  const people: Pick<StampedHit, 'visitor' | 'network' | 'linkRowId'>[] = [];
  let at = start;

  const anyLink = () => {
    const share = random.next();
    const channel = CHANNELS.findIndex((upTo) => share < upTo);
    return links[(contents[content()] ?? 0) * CHANNELS.length + channel] ?? 0;
  };
  const person = () => {
    const known = people[Math.floor(random.next() * people.length)];
    if (known && random.next() < RETURNING) return known;
    const hash = () => random.text(HASH, HASH_LENGTH);
    const fresh = { visitor: hash(), network: hash(), linkRowId: anyLink() };
    people[people.length < REMEMBERED ? people.length : Math.floor(random.next() * REMEMBERED)] = fresh;
    return fresh;
  };
  const hit = (): StampedHit => {
    at += Math.max(1, Math.round((-Math.log(1 - random.next()) * 1_000) / perSecond));
    const share = random.next();
    const kind = KINDS.find(([upTo]) => share < upTo)?.[1] ?? 'bot';
    const visitor =
      kind === 'click' && random.next() > ANONYMOUS
        ? person()
        : { visitor: null, network: null, linkRowId: anyLink() };
    const program = agent();
    const country = place();
    return {
      ...{ at, kind, ...visitor },
      ...{ device: program % 3 === 0 ? 'desktop' : 'mobile', os: `OS ${program % 8}` },
      ...{ browser: `Browser ${program}`, app: '', certainty: '', reason: kind === 'click' ? '' : kind },
      country: `${LETTERS[country % 26]}${LETTERS[Math.floor(country / 26)]}`,
      ...{ region: '', city: '' },
      referrer: `site-${referrer()}.example`,
      mark: random.next() < 1 / 6 ? 'newsletter' : null,
      nonce: Math.floor(random.next() * 2 ** 32) | 0,
    };
  };
  return (count) => Array.from({ length: count }, hit);
}

/** Random numbers below `count` with a Zipf distribution. */
function zipf(count: number, exponent: number, next: () => number): () => number {
  let total = 0;
  const sums = Float64Array.from({ length: count }, (_, rank) => {
    total += 1 / (rank + 1) ** exponent;
    return total;
  });
  return () => {
    const wanted = next() * total;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

function shuffled(count: number, next: () => number): number[] {
  const list = Array.from({ length: count }, (_, place) => place);
  for (let place = count - 1; place > 0; place--) {
    const other = Math.floor(next() * (place + 1));
    [list[place], list[other]] = [list[other] ?? 0, list[place] ?? 0];
  }
  return list;
}
