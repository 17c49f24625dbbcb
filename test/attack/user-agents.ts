/**
 * The entry of `npm run attack:agents`: searches for User-Agents that take long to read, and fails if one takes more
 * than the bound. `--seconds` and `--seed` change the search; each seed tries other agents.
 */
import { parseArgs } from 'node:util';
import { describeAgent } from '../../src/hits/classify/agent.ts';
import { classifyAgent } from '../../src/hits/classify/classify.ts';
import { median } from '../bench/report/figures.ts';
import { figure } from '../bench/report/table.ts';
import { searchSlowAgents } from './slow-agents.ts';

/** Microseconds of processor time. */
const BOUND = 100;
const SHOWN = 5;
const BATCHES = 9;
/** Milliseconds of one batch: clocks of processor time are coarse. */
const BATCH_MS = 50;

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } },
});

const both = (agent: string) => [describeAgent(agent), classifyAgent(agent)];
const READERS = { describeAgent, classifyAgent, 'both, as for a new agent': both };

let exceeded = false;
for (const [name, call] of Object.entries(READERS)) {
  const found = searchSlowAgents({ call, seed: Number(values.seed), seconds: Number(values.seconds) });
  console.log(`\n${name}: CPU median of the slowest agents found, bound ${BOUND} µs`);
  for (const { agent } of found.slice(0, SHOWN)) {
    const micros = cpuMedian(() => call(agent));
    exceeded ||= micros > BOUND;
    console.log(`${figure(micros)} µs  ${JSON.stringify(agent)}`);
  }
}
process.exitCode = exceeded ? 1 : 0;

/** Microseconds of processor time that one call takes: the median of some batches. */
function cpuMedian(call: () => unknown): number {
  const batches = Array.from({ length: BATCHES }, () => {
    const before = process.cpuUsage();
    const end = performance.now() + BATCH_MS;
    let calls = 0;
    for (; performance.now() < end; calls++) call();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / calls;
  });
  return median(batches);
}
