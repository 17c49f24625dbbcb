import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, type Fault, failedChecks } from '../fault.ts';
import { metric, mintAnother, readiness, shortUrlOf, until } from '../server-state.ts';
import { smallDisk } from './small-disk.ts';

const CONNECTIONS = 8;

export const fullDisk: Fault = {
  name: 'full-disk',
  guarantee:
    'a full disk loses hits, which are counted, but no redirect; with free space everything resumes without a restart',
  rounds: 3,
  quickRounds: 1,
  async run(context, rounds) {
    const disk = smallDisk(context.folder());
    const server = await context.start(disk.options);
    const load = followLink(await shortUrlOf(server), 'm', CONNECTIONS, context.onEnd);
    const dropped = () => metric(server, 'sotto_hits_dropped_total');
    await load.reached(500);
    load.slowest(); // the first requests of a process are slower
    const refusals = new Set<string>();
    const states = new Set<string>();
    for (let round = 0; round < rounds; round += 1) {
      await load.reached(load.answered.length + 500);
      const before = await dropped();
      disk.fill(server);
      await until('minting is refused', async () => (await mintAnother(server)).status !== 201);
      await until('hits are dropped', async () => (await dropped()) > before);
      const { status, code, retryAfter } = await mintAnother(server);
      refusals.add(`${status} ${code}${retryAfter > 0 ? '' : ' without Retry-After'}`);
      states.add(await readiness(server));
      await load.reached(load.answered.length + 500);
      disk.free(server);
      await until('minting works again', async () => (await mintAnother(server)).status === 201);
      context.step();
    }
    await load.reached(load.answered.length + 500);
    await load.end();
    await until(
      'every stored hit is rolled up',
      async () => (await metric(server, 'sotto_rollup_lag_hits')) === 0,
    );
    const lost = await dropped();
    const copy = context.folder();
    // Copied, because SQLite cannot open a file in another mount namespace by its path. Nothing is written any more.
    for (const name of ['sotto.db', 'sotto.db-wal'])
      cpSync(join(disk.dataDir(server), name), join(copy, name));
    const found = compare(load.answered, storedMarks(copy));
    const { total } = await server.api<{ total: { hits: number } }>('/stats');
    await server.stop();
    const problems = failedChecks({
      [`${lost} hits were counted as dropped`]: found.lost !== lost,
      'hits are stored twice': found.twice > 0,
      [`requests failed: ${load.failures.join(', ')}`]: load.failures.length > 0,
      [`minting answered ${[...refusals].join(', ')}`]: [...refusals].join() !== '503 storage_full',
      [`/readyz answered ${[...states].join(', ')}`]: [...states].join() !== 'fail',
      [`stats count ${total.hits} hits`]: total.hits !== found.stored,
      'the loss is not logged': !server.stdout().includes('hits were lost'),
    });
    const description = `${disk.name} filled and freed; ${lost} hits dropped and counted`;
    return { description, ...found, slowest: load.slowest(), problems };
  },
};
