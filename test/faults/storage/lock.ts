import { setTimeout as pause } from 'node:timers/promises';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, complaints, type Fault, losses } from '../fault.ts';
import { metric, mintAnother, readiness, shortUrlOf, until } from '../server-state.ts';
import { hold, WRITING } from './hold-lock.ts';

const CONNECTIONS = 32;
/** Redirects before and after. */
const AROUND = 200;

export const lock: Fault = {
  name: 'lock',
  holds:
    'a database that another process locks keeps nobody from being redirected, and every hit is stored after it',
  rounds: 10,
  unit: 's',
  few: 1,
  async run(stage, seconds) {
    const dataDir = `${stage.folder()}/data`;
    const server = await stage.start({ dataDir });
    const load = followLink(await shortUrlOf(server), 'm', CONNECTIONS, stage.onEnd);
    await load.reached(AROUND);
    load.slowest(); // a fresh process is slower

    const letGo = await hold(`${dataDir}/sotto.db`, WRITING, stage.onEnd);
    const before = load.answered.length;
    const waiting = () => metric(server, 'sotto_hits_pending');
    await until('hits wait for the lock', async () => (await waiting()) > 0);
    const refused = await mintAnother(server);
    const ready = await readiness(server);
    for (let second = 0; second < seconds; second += 1) {
      await pause(1_000);
      stage.step();
    }
    const meanwhile = load.answered.length - before;
    await letGo();

    await until('every hit is stored', async () => (await waiting()) === 0);
    await load.reached(load.answered.length + AROUND);
    await load.end();
    const minted = await mintAnother(server);
    const dropped = await metric(server, 'sotto_hits_dropped_total');
    await server.stop();
    const found = compare(load.answered, storedMarks(dataDir));
    const wrong = complaints({
      ...losses(found, load.failures),
      [`${dropped} hits were dropped`]: dropped > 0,
      'nobody was redirected meanwhile': meanwhile <= CONNECTIONS,
      [`minting answered ${refused.status} ${refused.code}`]:
        refused.code !== 'storage_busy' || !(refused.retryAfter > 0),
      [`/readyz said ${ready}`]: ready !== 'warn',
      [`minting answered ${minted.status} afterwards`]: minted.status !== 201,
    });
    const did = `locked by another process; ${meanwhile} redirects meanwhile`;
    return { did, ...found, slowest: load.slowest(), wrong };
  },
};
