import { statSync } from 'node:fs';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, complaints, type Fault, losses } from '../fault.ts';
import { shortUrlOf, until } from '../server-state.ts';
import { hold, READING } from './hold-lock.ts';

const CONNECTIONS = 32;
/** Beyond it the worker makes the log begin anew; what a second brings in comes on top. */
const LOG_LIMIT_MB = 64;
const MB = 1_000_000;

export const longReader: Fault = {
  name: 'long-reader',
  holds: 'a program that reads an old state for long makes the log grow, and no longer than it reads',
  rounds: 100,
  unit: 'thousand redirects',
  few: 1,
  async run(stage, thousands) {
    const dataDir = `${stage.folder()}/data`;
    const server = await stage.start({ dataDir });
    const shortUrl = await shortUrlOf(server);
    const logSize = () => statSync(`${dataDir}/sotto.db-wal`).size / MB;
    const letGo = await hold(`${dataDir}/sotto.db`, READING, stage.onEnd);
    const load = followLink(shortUrl, 'm', CONNECTIONS, stage.onEnd);
    await load.reached(500);
    load.slowest(); // a fresh process is slower
    for (let done = 1; done <= thousands; done += 1) {
      await load.reached(done * 1_000);
      stage.step();
    }
    const grown = logSize();
    await letGo();
    await load.reached(load.answered.length + 1_000);
    await until('the log is short again', () => logSize() < LOG_LIMIT_MB);
    const shrunk = logSize();
    await load.end();
    await server.stop();
    const found = compare(load.answered, storedMarks(dataDir));
    const wrong = complaints(losses(found, load.failures));
    const did = `a reader of an old state; log of ${grown.toFixed(0)} MB, then ${shrunk.toFixed(0)} MB`;
    return { did, ...found, slowest: load.slowest(), wrong };
  },
};
