import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, complaints, type Fault, losses } from '../fault.ts';
import { shortUrlOf } from '../server-state.ts';

const CONNECTIONS = 32;
const LONGEST_STOP_MS = 10_000;

export const terminate: Fault = {
  name: 'terminate',
  holds: 'SIGTERM under load loses nothing, breaks no answer and refuses nobody but new connections',
  rounds: 10,
  few: 2,
  async run(stage, rounds) {
    const dataDir = `${stage.folder()}/data`;
    const answered: string[] = [];
    const failures = new Set<string>();
    const codes = new Set<number | null>();
    let [slowest, longest, cutOff] = [0, 0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const server = await stage.start({ dataDir });
      const load = followLink(await shortUrlOf(server), `r${round}`, CONNECTIONS, stage.onEnd);
      await load.reached(300 + 97 * round);
      const began = performance.now();
      codes.add((await server.stop()).code);
      longest = Math.max(longest, performance.now() - began);
      await load.stopped;
      answered.push(...load.answered);
      for (const failure of load.failures) failures.add(failure);
      cutOff += load.cutOff();
      slowest = Math.max(slowest, load.slowest());
      stage.step();
    }
    const found = compare(answered, storedMarks(dataDir));
    // New connections are refused. One that was idle for long may be closed just as it asks again: nothing had begun.
    for (const expected of ['ECONNREFUSED', 'ECONNRESET']) failures.delete(expected);
    const wrong = complaints({
      ...losses(found, [...failures]),
      'hits are stored whose redirect never arrived': found.stored > found.answered,
      [`${cutOff} answers were cut off`]: cutOff > 0,
      [`it ended with ${[...codes].join(', ')}`]: codes.size !== 1 || !codes.has(0),
      'it took more than 10 s': longest > LONGEST_STOP_MS,
    });
    const did = `SIGTERM under ${CONNECTIONS} connections; longest stop ${(longest / 1_000).toFixed(1)} s`;
    return { did, ...found, slowest, wrong };
  },
};
