import { DESKTOPS, MOBILES, ROBOTS } from '../../src/demo/agents.ts';
import { countriesOf } from '../../src/demo/person.ts';
import type { Random, Weighted } from '../../src/demo/random.ts';
import { describeAgent, memoAgents } from '../../src/hits/agent.ts';
import { judgeAgent } from '../../src/hits/classify.ts';
import type { NewHit } from '../../src/hits/hit.ts';

const PERIOD = 90 * 86_400_000;
const END = Date.now();

const AGENTS: Weighted<string> = [...DESKTOPS, ...MOBILES, ...ROBOTS.map(([agent]) => [agent, 1] as const)];
const COUNTRIES = countriesOf('en/any');
const REFERRERS: Weighted<string> = [
  ['', 8],
  ['www.linkedin.com', 2],
  ['mail.google.com', 1],
];
const MARKS: Weighted<string | null> = [
  [null, 5],
  ['newsletter', 1],
];

const readAgent = memoAgents(100, (agent) => ({ ...describeAgent(agent), ...judgeAgent(agent) }));

/**
 * Hits spread evenly over a part of the 90 days before now, `from` and `to` being shares of them. The larger `skew`,
 * the more of them belong to the first links.
 */
export function hitsOf(
  random: Random,
  part: { links: number[]; from: number; to: number; count: number; skew?: number },
): NewHit[] {
  const { links, from, to, count, skew = 2 } = part;
  const start = END - PERIOD;
  return Array.from({ length: count }, (_, place) => ({
    ...readAgent(random.pick(AGENTS)),
    // A power makes few links popular and most quiet.
    linkRowId: links[Math.floor(random.next() ** skew * links.length)] ?? 0,
    at: Math.floor(start + PERIOD * (from + ((to - from) * place) / count)),
    country: random.pick(COUNTRIES),
    region: '',
    city: '',
    referrer: random.pick(REFERRERS),
    mark: random.pick(MARKS),
    visitor: random.text('0123456789abcdef', 11),
    network: null,
  }));
}
