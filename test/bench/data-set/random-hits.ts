import { DEMO_BOT_AGENTS, DESKTOPS, MOBILES } from '../../../src/demo/agents.ts';
import { countriesOf } from '../../../src/demo/person.ts';
import { createRandom, type Random, type Weighted } from '../../../src/demo/random.ts';
import { describeAgent, memoAgents } from '../../../src/hits/classify/agent.ts';
import { classifyAgent } from '../../../src/hits/classify/classify.ts';
import type { NewHit } from '../../../src/hits/hit.ts';

const DAY = 86_400_000;
export const DAYS = 90;
/** The end of the 90 days in UTC milliseconds. */
export const END = Date.now();

const SAMPLE = 4_096;
const SEED = 89;

/** A large sample of weighted values: drawing from it is faster than a weighted choice. */
function sampleOf<T>(values: Weighted<T>): T[] {
  const random = createRandom(SEED);
  return Array.from({ length: SAMPLE }, () => random.pick(values));
}

const readAgent = memoAgents(100, (agent) => ({ ...describeAgent(agent), ...classifyAgent(agent) }));

const AGENTS = sampleOf<string>([
  ...DESKTOPS,
  ...MOBILES,
  ...DEMO_BOT_AGENTS.map(([agent]) => [agent, 1] as const),
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

/** As long as a 64-bit hash. */
const hash = ({ next }: Random) =>
  (Math.floor(next() * 2 ** 25) * 2 ** 28 + Math.floor(next() * 2 ** 28)).toString(36).padStart(11, '0');

/** `from` and `to` are fractions of the 90 days before `END`; values above 1 are later. */
export interface Part {
  links: number[];
  from: number;
  to: number;
  count: number;
  /** The larger the skew, the more hits belong to the first links. */
  skew?: number;
}

/** Hits spread evenly over a part of the 90 days, each with a new visitor and network. */
export function hitsOf(random: Random, { links, from, to, count, skew = 2 }: Part): NewHit[] {
  const start = END - DAYS * DAY;
  const pick = <T>(sample: T[]): T => sample[Math.floor(random.next() * SAMPLE)] as T; // every sample has SAMPLE values
  return Array.from({ length: count }, (_, place) => ({
    ...pick(AGENTS),
    // The power makes a few links popular and most of them quiet.
    linkRowId: links[Math.floor(random.next() ** skew * links.length)] ?? 0,
    at: Math.floor(start + DAYS * DAY * (from + ((to - from) * place) / count)),
    country: pick(COUNTRIES),
    region: '',
    city: '',
    referrer: pick(REFERRERS),
    mark: pick(MARKS),
    visitor: hash(random),
    network: hash(random),
  }));
}
