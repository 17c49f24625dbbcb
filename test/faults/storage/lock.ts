import { setTimeout as pause } from 'node:timers/promises';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, type Fault, failedChecks, lossChecks } from '../fault.ts';
import { metric, mintAnother, readiness, shortUrlOf, until } from '../server-state.ts';
import { holdLock, WRITING } from './hold-lock.ts';

const CONNECTIONS = 32;
/** Redirects before and after the lock. */
const AROUND = 200;
/** After so many, no more follow during the lock: 200,000 hits can wait for it (docs/troubleshoot.md). */
const MOST_DURING = 100_000;

export const lock: Fault = {
  name: 'lock',
  guarantee:
    'a database locked by another process does not stop redirects, and every hit is stored afterwards',
  rounds: 10,
  unit: 's',
  quickRounds: 1,
  async run(context, seconds) {
    const dataDir = `${context.folder()}/data`;
    const server = await context.start({ dataDir });
    const load = followLink(await shortUrlOf(server), 'm', CONNECTIONS, context.onEnd);
    await load.reached(AROUND);
    load.slowest(); // the first requests of a process are slower

    const release = await holdLock(`${dataDir}/sotto.db`, WRITING, context.onEnd);
    const before = load.answered.length;
    const waiting = () => metric(server, 'sotto_hits_pending');
    await until('hits wait for the lock', async () => (await waiting()) > 0);
    const refused = await mintAnother(server);
    const ready = await readiness(server);
    for (let second = 0; second < seconds; second += 1) {
      await pause(1_000);
      if (load.answered.length - before > MOST_DURING) await load.end();
      context.step();
    }
    const duringLock = load.answered.length - before;
    await release();

    await until('every hit is stored', async () => (await waiting()) === 0);
    await load.reached(load.answered.length + AROUND);
    await load.end();
    const minted = await mintAnother(server);
    const dropped = await metric(server, 'sotto_hits_dropped_total');
    await server.stop();
    const found = compare(load.answered, storedMarks(dataDir));
    const problems = failedChecks({
      ...lossChecks(found, load.failures),
      [`${dropped} hits were dropped`]: dropped > 0,
      'redirects stopped during the lock': duringLock <= CONNECTIONS,
      [`minting answered ${refused.status} ${refused.code}`]:
        refused.code !== 'storage_busy' || !(refused.retryAfter > 0),
      [`/readyz answered ${ready}`]: ready !== 'warn',
      [`minting answered ${minted.status} afterwards`]: minted.status !== 201,
    });
    const description = `locked by another process; ${duringLock} redirects during the lock`;
    return { description, ...found, slowest: load.slowest(), problems };
  },
};
