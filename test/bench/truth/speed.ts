import { isbot } from 'isbot';
import { describeAgent } from '../../../src/hits/classify/agent.ts';
import { AGENT_LIMIT } from '../../../src/hits/classify/agent-limit.ts';
import { classifyAgent } from '../../../src/hits/classify/classify.ts';
import { median, percentile } from '../report/figures.ts';

/** Microseconds of one call: half of the agents take at most `median`, one in a hundred more than `p99`. */
export interface Pace {
  median: number;
  p99: number;
}

export interface Speed {
  classifyAgent: Pace;
  describeAgent: Pace;
  isbot: Pace;
}

/** Median microseconds for one hostile agent of 64 kB, and for the same agent cut to the limit. */
export interface Hostile {
  shape: string;
  classifyAgent: number;
  classifyCut: number;
  describeCut: number;
  isbot: number;
}

const SIZE = 65_536;
const fill = (part: string) => part.repeat(Math.ceil(SIZE / part.length)).slice(0, SIZE);

/** Texts that make bad regular expressions slow: near misses, nesting, long runs, unfinished parts. */
const SHAPES: Record<string, string> = {
  'one letter': fill('a'),
  digits: fill('9'),
  spaces: fill(' '),
  'unicode letters': fill('é漢🤖'),
  'open brackets': fill('('),
  'nested brackets': `${'('.repeat(SIZE / 2)}${')'.repeat(SIZE / 2)}`,
  'naver(': fill('naver('),
  droid: fill('droid'),
  'Mozilla/5.0 (': fill('Mozilla/5.0 ('),
  'compatible;': `Mozilla/5.0 ${fill('(compatible; ')}`,
  'Version/1.': fill('Version/1.'),
  'FBAV/ and no end': `Mozilla/5.0 [${fill('FBAV/1;FBCR/')}`,
  'almost bots': fill('cubo t bo crawle spide '),
  'half a browser': fill('Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/'),
  'a real agent first': `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 ${fill('x1.')}`,
};

/** Measures every agent `rounds` times after a warm-up round; nothing is cached between the calls. */
export function measureSpeed(agents: readonly string[], rounds: number): Speed {
  return {
    classifyAgent: pace(agents, rounds, classifyAgent),
    describeAgent: pace(agents, rounds, describeAgent),
    isbot: pace(agents, rounds, isbot),
  };
}

export function measureHostile(times: number): Hostile[] {
  return Object.entries(SHAPES).map(([shape, agent]) => {
    const cut = agent.slice(0, AGENT_LIMIT);
    return {
      shape,
      classifyAgent: pace([agent], times, classifyAgent).median,
      classifyCut: pace([cut], times, classifyAgent).median,
      describeCut: pace([agent], times, describeAgent).median,
      isbot: pace([agent], times, isbot).median,
    };
  });
}

let sink: unknown;

/** Uses the median of each agent's rounds, which removes disturbances of the machine. */
function pace(agents: readonly string[], rounds: number, call: (agent: string) => unknown): Pace {
  const times: number[][] = agents.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, agent] of agents.entries()) {
      const before = performance.now();
      // Assigned, so that the compiler does not remove the call.
      sink = call(agent);
      if (round >= 0) times[index]?.push((performance.now() - before) * 1000);
    }
  }
  if (sink === undefined) throw new Error('Nothing was measured');
  const medians = times.map(median);
  return { median: median(medians), p99: percentile(medians, 99) };
}
