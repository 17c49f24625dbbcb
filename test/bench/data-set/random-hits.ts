import { DESKTOPS, MOBILES, ROBOTS } from '../../../src/demo/agents.ts';
import { countriesOf } from '../../../src/demo/person.ts';
import { createRandom, type Random, type Weighted } from '../../../src/demo/random.ts';
import { describeAgent, memoAgents } from '../../../src/hits/classify/agent.ts';
import { judgeAgent } from '../../../src/hits/classify/classify.ts';
import type { NewHit } from '../../../src/hits/hit.ts';

const DAY = 86_400_000;
export const DAYS = 90;
/** UTC milliseconds, where the 90 days end. */
export const END = Date.now();

const SAMPLE = 4_096;
const SEED = 89;

/** Values as often as they weigh, of which one is taken faster than by weight. */
function sampleOf<T>(values: Weighted<T>): T[] {
  const random = createRandom(SEED);
  return Array.from({ length: SAMPLE }, () => random.pick(values));
}

const readAgent = memoAgents(100, (agent) => ({ ...describeAgent(agent), ...judgeAgent(agent) }));

const AGENTS = sampleOf<string>([
  ...DESKTOPS,
  ...MOBILES,
  ...ROBOTS.map(([agent]) => [agent, 1] as const),
]).map(readAgent);
const COUNTRIES = sampleOf(countriesOf('en/any'));
const REFERRERS = sampleOf([
  ['', 8],
  ['www.linkedin.com', 2],
  ['mail.google.com', 1],
]);
const MARKS = sampleOf<string | null>([
  [null, 5],
  ['newsletter', 1],
]);

/** As long as a hash of 64 bits. */
const hash = ({ next }: Random) =>
  (Math.floor(next() * 2 ** 25) * 2 ** 28 + Math.floor(next() * 2 ** 28)).toString(36).padStart(11, '0');

/** `from` and `to` are shares of the 90 days before now; beyond 1 they are later. */
export interface Part {
  links: number[];
  from: number;
  to: number;
  count: number;
  /** The larger it is, the more hits belong to the first links. */
  skew?: number;
}

/** Hits spread evenly over a part of the 90 days, each of a visitor and a network of its own. */
export function hitsOf(random: Random, { links, from, to, count, skew = 2 }: Part): NewHit[] {
  const start = END - DAYS * DAY;
  const one = <T>(sample: T[]): T => sample[Math.floor(random.next() * SAMPLE)] as T; // it has as many
  return Array.from({ length: count }, (_, place) => ({
    ...one(AGENTS),
    // A power makes few links popular and most quiet.
    linkRowId: links[Math.floor(random.next() ** skew * links.length)] ?? 0,
    at: Math.floor(start + DAYS * DAY * (from + ((to - from) * place) / count)),
    country: one(COUNTRIES),
    region: '',
    city: '',
    referrer: one(REFERRERS),
    mark: one(MARKS),
    visitor: hash(random),
    network: hash(random),
  }));
}
