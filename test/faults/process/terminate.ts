import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, type Fault, failedChecks, lossChecks } from '../fault.ts';
import { shortUrlOf } from '../server-state.ts';

const CONNECTIONS = 32;
const LONGEST_STOP_MS = 10_000;

export const terminate: Fault = {
  name: 'terminate',
  guarantee: 'SIGTERM under load loses nothing, interrupts no answer and refuses only new connections',
  rounds: 10,
  quickRounds: 2,
  async run(context, rounds) {
    const dataDir = `${context.folder()}/data`;
    const answered: string[] = [];
    const failures = new Set<string>();
    const codes = new Set<number | null>();
    let [slowest, longest, cutOff] = [0, 0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const server = await context.start({ dataDir });
      const load = followLink(await shortUrlOf(server), `r${round}`, CONNECTIONS, context.onEnd);
      await load.reached(300 + 97 * round);
      const began = performance.now();
      codes.add((await server.stop()).code);
      longest = Math.max(longest, performance.now() - began);
      await load.stopped;
      answered.push(...load.answered);
      for (const failure of load.failures) failures.add(failure);
      cutOff += load.cutOff();
      slowest = Math.max(slowest, load.slowest());
      context.step();
    }
    const found = compare(answered, storedMarks(dataDir));
    // New connections are refused, and an idle one may be closed just as it sends its next request.
    for (const expected of ['ECONNREFUSED', 'ECONNRESET']) failures.delete(expected);
    const problems = failedChecks({
      ...lossChecks(found, [...failures]),
      'hits are stored without an answered redirect': found.stored > found.answered,
      [`${cutOff} answers were cut off`]: cutOff > 0,
      [`it exited with ${[...codes].join(', ')}`]: codes.size !== 1 || !codes.has(0),
      'stopping took more than 10 s': longest > LONGEST_STOP_MS,
    });
    const description = `SIGTERM under ${CONNECTIONS} connections; longest stop ${(longest / 1_000).toFixed(1)} s`;
    return { description, ...found, slowest, problems };
  },
};
