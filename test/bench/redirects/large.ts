/** Compares redirects of a Sotto with many hits and links with a Sotto that has no hits. */
import { constants, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dataFolder, requireSpace, type Size } from '../data-set/data-set.ts';
import { slugsIn } from '../data-set/sample.ts';
import { type Contender, contest, type Pace } from '../load/contest.ts';
import { ratio, summary } from '../load/rounds.ts';
import { mintLinks, prepareRequests } from '../load/workload.ts';
import type { Server } from '../servers/server.ts';
import { startSotto } from '../servers/sotto.ts';
import { SOTTO, startBare } from './redirects.ts';

const FEW = 1_000;
const CONNECTIONS = 64;
/** More links than Sotto's cache holds. */
const SPREAD = 100_000;
const LARGE = `${SOTTO}, large`;
const SPREAD_OUT = `${LARGE}, ${SPREAD.toLocaleString('en')} requests`;

export async function measureLarge(size: Size, pace: Pace) {
  const source = await dataFolder(size, pace.progress);
  requireSpace(size);
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const servers: Server[] = [];
  try {
    // A copy, because the folder is kept unchanged for the next run.
    cpSync(source, join(folder, 'large'), { recursive: true, mode: constants.COPYFILE_FICLONE });
    const large = await startSotto(join(folder, 'large'));
    servers.push(large);
    const small = await startSotto(join(folder, 'small'));
    servers.push(small);
    const links = await mintLinks(small, FEW);
    const bare = await startBare(folder, links);
    servers.push(bare);

    const few = prepareRequests(Object.keys(links));
    const slugs = (count: number) => slugsIn(join(folder, 'large'), count);
    const contenders: Contender[] = [
      { name: bare.name, server: bare, requests: few },
      { name: SOTTO, server: small, requests: few, log: small.log },
      { name: LARGE, server: large, requests: prepareRequests(slugs(FEW)), log: large.log },
      { name: SPREAD_OUT, server: large, requests: prepareRequests(slugs(SPREAD), SPREAD), log: large.log },
    ];
    const rounds = await contest(contenders, pace, CONNECTIONS);
    return {
      ...size,
      connections: CONNECTIONS,
      seconds: pace.seconds,
      ...summary(rounds, contenders),
      toNone: ratio(rounds, 'cpu', LARGE, SOTTO),
      spreadToNone: ratio(rounds, 'cpu', SPREAD_OUT, SOTTO),
    };
  } finally {
    for (const server of servers) await server.stop();
    rmSync(folder, { recursive: true });
  }
}
