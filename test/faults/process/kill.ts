import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, type Fault, failedChecks, lossChecks } from '../fault.ts';
import { corruption, shortUrlOf } from '../server-state.ts';

const CONNECTIONS = 32;

/** A different number each round, to hit different moments of the roll-up and the checkpoint. */
const hitsBefore = (round: number) => 150 + 61 * round;

export const kill: Fault = {
  name: 'kill',
  guarantee: 'kill -9 under load loses no answered redirect, stores none twice and needs no repair',
  rounds: 30,
  quickRounds: 2,
  async run(context, rounds) {
    const dataDir = `${context.folder()}/data`;
    const answered: string[] = [];
    let slowest = 0;
    for (let round = 0; round < rounds; round += 1) {
      const server = await context.start({ dataDir });
      const load = followLink(await shortUrlOf(server), `r${round}`, CONNECTIONS, context.onEnd);
      await load.reached(hitsBefore(round));
      await server.stop('SIGKILL');
      await load.stopped;
      answered.push(...load.answered);
      slowest = Math.max(slowest, load.slowest());
      context.step();
    }
    const server = await context.start({ dataDir });
    const stored = storedMarks(dataDir);
    const found = compare(answered, stored);
    const { total } = await server.api<{ total: { hits: number } }>('/stats');
    await server.stop();
    const problems = failedChecks({
      ...lossChecks(found),
      [`stats count ${total.hits} hits`]: total.hits !== found.stored,
    });
    const description = `kill -9 under ${CONNECTIONS} connections`;
    return { description, ...found, slowest, problems: [...problems, ...corruption(dataDir)] };
  },
};
