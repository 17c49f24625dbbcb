import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, complaints, type Fault, losses } from '../fault.ts';
import { damage, shortUrlOf } from '../server-state.ts';

const CONNECTIONS = 32;

/** Another moment of the roll-up and the checkpoint each time. */
const hitsBefore = (round: number) => 150 + 61 * round;

export const kill: Fault = {
  name: 'kill',
  holds: 'kill -9 under load loses no answered redirect, stores none twice, and needs no repair',
  rounds: 30,
  few: 3,
  async run(stage, rounds) {
    const dataDir = `${stage.folder()}/data`;
    const answered: string[] = [];
    let slowest = 0;
    for (let round = 0; round < rounds; round += 1) {
      const server = await stage.start({ dataDir });
      const load = followLink(await shortUrlOf(server), `r${round}`, CONNECTIONS, stage.onEnd);
      await load.reached(hitsBefore(round));
      await server.stop('SIGKILL');
      await load.stopped;
      answered.push(...load.answered);
      slowest = Math.max(slowest, load.slowest());
      stage.step();
    }
    const server = await stage.start({ dataDir });
    const stored = storedMarks(dataDir);
    const found = compare(answered, stored);
    const { total } = await server.api<{ total: { hits: number } }>('/stats');
    await server.stop();
    const wrong = complaints({
      ...losses(found),
      [`stats count ${total.hits} hits`]: total.hits !== found.stored,
    });
    const did = `kill -9 under ${CONNECTIONS} connections`;
    return { did, ...found, slowest, wrong: [...wrong, ...damage(dataDir)] };
  },
};
