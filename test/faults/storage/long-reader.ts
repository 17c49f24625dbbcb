import { statSync } from 'node:fs';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, type Fault, failedChecks, lossChecks } from '../fault.ts';
import { shortUrlOf, until } from '../server-state.ts';
import { holdLock, READING } from './hold-lock.ts';

const CONNECTIONS = 32;
/** Above this size the worker truncates the write-ahead log; one second of hits comes on top. */
const LOG_LIMIT_MB = 64;
const MB = 1_000_000;

export const longReader: Fault = {
  name: 'long-reader',
  guarantee: 'a long read transaction makes the write-ahead log grow only while it lasts',
  rounds: 100,
  unit: 'thousand redirects',
  quickRounds: 1,
  async run(context, thousands) {
    const dataDir = `${context.folder()}/data`;
    const server = await context.start({ dataDir });
    const shortUrl = await shortUrlOf(server);
    const logSize = () => statSync(`${dataDir}/sotto.db-wal`).size / MB;
    const release = await holdLock(`${dataDir}/sotto.db`, READING, context.onEnd);
    const load = followLink(shortUrl, 'm', CONNECTIONS, context.onEnd);
    await load.reached(500);
    load.slowest(); // the first requests of a process are slower
    for (let done = 1; done <= thousands; done += 1) {
      await load.reached(done * 1_000);
      context.step();
    }
    const grown = logSize();
    await release();
    await load.reached(load.answered.length + 1_000);
    await until('the log is short again', () => logSize() < LOG_LIMIT_MB);
    const shrunk = logSize();
    await load.end();
    await server.stop();
    const found = compare(load.answered, storedMarks(dataDir));
    const problems = failedChecks(lossChecks(found, load.failures));
    const description = `long read transaction; write-ahead log of ${grown.toFixed(0)} MB, then ${shrunk.toFixed(0)} MB`;
    return { description, ...found, slowest: load.slowest(), problems };
  },
};
