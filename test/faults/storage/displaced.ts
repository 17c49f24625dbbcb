import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Check } from '../../../src/ports.ts';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { type ServerProcess, spawnOn } from '../../support/server/spawn-server.ts';
import { compare, type Fault, type FaultContext, failedChecks, lossChecks } from '../fault.ts';
import { metric, mintAnother, shortUrlOf, until } from '../server-state.ts';
import { holdLock } from './hold-lock.ts';

const CONNECTIONS = 8;
const HITS = 300;

async function filesCheck({ url, key }: ServerProcess): Promise<Check | undefined> {
  const { checks } = (await (
    await fetch(`${url}/readyz`, { headers: { Authorization: `Bearer ${key}` } })
  ).json()) as { checks: Check[] }; // as documented
  return checks.find(({ name }) => name === 'files');
}

async function underLoad(context: FaultContext) {
  const dataDir = join(context.folder(), 'data');
  const server = await context.start({ dataDir });
  const load = followLink(await shortUrlOf(server), 'm', CONNECTIONS, context.onEnd);
  await load.reached(HITS);
  load.slowest(); // the first requests of a process are slower
  return { server, load, dataDir };
}

/** `sotto.db` is removed: from then on hits are dropped and counted, and a copy has all others. */
async function removeMain(context: FaultContext) {
  const { server, load, dataDir } = await underLoad(context);
  rmSync(join(dataDir, 'sotto.db'));
  const rescued = () => /"copy":"(sotto\.db\.rescued-[^"]+)"/.exec(server.stdout())?.[1];
  await until('a copy is saved', () => rescued() !== undefined);
  await load.reached(load.answered.length + HITS);
  const check = await filesCheck(server);
  const minted = await mintAnother(server);
  await load.end();
  const dropped = await metric(server, 'sotto_hits_dropped_total');
  await server.stop();
  const copy = context.folder();
  cpSync(join(dataDir, rescued() ?? ''), join(copy, 'sotto.db'));
  const found = compare(load.answered, storedMarks(copy));
  const again = await spawnOn({ dataDir }, context.onEnd).exited;
  const problems = failedChecks({
    [`sotto.db: ${found.lost} hits are missing, ${dropped} are counted as dropped`]: found.lost !== dropped,
    'sotto.db: hits are stored twice': found.twice > 0,
    [`sotto.db: requests failed: ${load.failures.join(', ')}`]: load.failures.length > 0,
    [`sotto.db: /readyz says ${check?.detail}`]: check?.status !== 'fail',
    [`sotto.db: minting answered ${minted.status} ${minted.code}`]: minted.code !== 'storage_gone',
    [`sotto.db: the next start said ${again.stderr}`]: !/sotto\.db is missing/.test(again.stderr),
  });
  return { found, problems, slowest: load.slowest() };
}

/** The write-ahead log is removed: a stop still moves every hit into the file. */
async function removeLog(context: FaultContext) {
  const { server, load, dataDir } = await underLoad(context);
  rmSync(join(dataDir, 'sotto.db-wal'));
  await until('/readyz warns', async () => (await filesCheck(server))?.status === 'warn');
  await load.reached(load.answered.length + HITS);
  await load.end();
  const { stdout } = await server.stop();
  const found = compare(load.answered, storedMarks(dataDir));
  const problems = failedChecks({
    ...lossChecks(found, load.failures),
    'sotto.db-wal: it is not logged': !/"level":"error".*"file":"sotto.db-wal"/.test(stdout),
  });
  return { found, problems, slowest: load.slowest() };
}

/** The lock is removed: it is taken again, so that a second server does not start. */
async function removeLock(context: FaultContext): Promise<string[]> {
  const dataDir = join(context.folder(), 'data');
  const server = await context.start({ dataDir });
  rmSync(join(dataDir, 'lock'));
  await until('the lock is taken again', () => server.stdout().includes('is taken again'));
  const { stderr } = await spawnOn({ dataDir }, context.onEnd).exited;
  const check = await filesCheck(server);
  return failedChecks({
    'lock: a second server started': !/in use by another Sotto process/.test(stderr),
    [`lock: /readyz says ${check?.detail}`]: check?.status !== 'pass',
  });
}

/** Another process holds a lock file that was put in the place of ours: it cannot be taken again, and `/readyz` says so. */
async function replaceLock(context: FaultContext): Promise<string[]> {
  const dataDir = join(context.folder(), 'data');
  const server = await context.start({ dataDir });
  const foreign = join(context.folder(), 'lock');
  await holdLock(foreign, 'BEGIN EXCLUSIVE', context.onEnd);
  renameSync(foreign, join(dataDir, 'lock'));
  await until('/readyz warns', async () => (await filesCheck(server))?.status === 'warn');
  const { detail } = (await filesCheck(server)) ?? {};
  const { stdout } = await server.stop();
  return failedChecks({
    [`foreign lock: /readyz says ${detail}`]: !detail?.includes('lock'),
    'foreign lock: it is not logged': !/"level":"error".*"file":"lock"/.test(stdout),
    'foreign lock: it was taken': stdout.includes('is taken again'),
  });
}

/** `sums.db` is removed: no hit is lost, and the next start asks for `npm run rebuild`. */
async function removeSums(context: FaultContext): Promise<string[]> {
  const { server, load, dataDir } = await underLoad(context);
  rmSync(join(dataDir, 'sums.db'));
  await until('/readyz warns', async () => (await filesCheck(server))?.status === 'warn');
  await load.reached(load.answered.length + HITS);
  await load.end();
  const { stdout } = await server.stop();
  const found = compare(load.answered, storedMarks(dataDir));
  const refused = await spawnOn({ dataDir }, context.onEnd).exited;
  return failedChecks({
    ...lossChecks(found, load.failures),
    'sums.db: it is not logged': !/"level":"error".*"file":"sums.db"/.test(stdout),
    [`sums.db: the next start said ${refused.stderr}`]: !/npm run rebuild/.test(refused.stderr),
  });
}

/** The write-ahead log is removed after a crash: the next start tells how many hits are missing. */
async function removeLogAfterCrash(context: FaultContext): Promise<string[]> {
  const { server, load, dataDir } = await underLoad(context);
  await until('the newest hit is noted', () => existsSync(join(dataDir, 'newest-hit')));
  await server.stop('SIGKILL');
  await load.end();
  const noted = Number(readFileSync(join(dataDir, 'newest-hit'), 'utf8'));
  rmSync(join(dataDir, 'sotto.db-wal'));
  const again = await context.start({ dataDir });
  const check = await filesCheck(again);
  const { stdout } = await again.stop();
  const marks = storedMarks(dataDir);
  const { lost } = compare(load.answered, marks);
  // Ids are given one after the other, and the note is up to a second old.
  const missing = Math.max(0, noted - marks.size);
  const told = Number(/missing: (\d+)\./.exec(check?.detail ?? '')?.[1] ?? 0);
  const isLogged = /"level":"error".*hits that were stored before/.test(stdout);
  return failedChecks({
    'crash: the write-ahead log had no hit': lost === 0,
    [`crash: ${missing} noted hits are missing, /readyz says ${check?.detail}`]: told !== missing,
    'crash: it is not logged': missing > 0 && !isLogged,
  });
}

/** An older copy of `sotto.db` is put in its place between two starts. */
async function putOlderCopy(context: FaultContext): Promise<string[]> {
  const { server, load, dataDir } = await underLoad(context);
  await load.end();
  await server.stop();
  const older = context.folder();
  for (const name of readdirSync(dataDir)) cpSync(join(dataDir, name), join(older, name));
  const next = await context.start({ dataDir });
  const more = followLink(await shortUrlOf(next), 'n', CONNECTIONS, context.onEnd);
  await more.reached(HITS);
  await more.end();
  await next.stop();
  cpSync(join(older, 'sotto.db'), join(dataDir, 'sotto.db'));
  const last = await context.start({ dataDir });
  const check = await filesCheck(last);
  const { stdout } = await last.stop();
  return failedChecks({
    'older copy: no note was written': !existsSync(join(dataDir, 'newest-hit')),
    'older copy: it is not logged': !/"level":"error".*hits that were stored before/.test(stdout),
    [`older copy: /readyz says ${check?.detail}`]: check?.status !== 'warn',
  });
}

export const displaced: Fault = {
  name: 'displaced',
  guarantee:
    'files that are removed or replaced while the server runs are reported, and no hit is lost without being counted',
  rounds: 3,
  quickRounds: 1,
  async run(context, rounds) {
    const sum = { answered: 0, stored: 0, lost: 0, twice: 0, slowest: 0 };
    const problems: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      for (const remove of [removeMain, removeLog]) {
        const { found, slowest, ...rest } = await remove(context);
        problems.push(...rest.problems);
        for (const name of ['answered', 'stored', 'lost', 'twice'] as const) sum[name] += found[name];
        sum.slowest = Math.max(sum.slowest, slowest);
      }
      for (const displace of [removeLock, replaceLock, removeSums, removeLogAfterCrash, putOlderCopy])
        problems.push(...(await displace(context)));
      context.step();
    }
    const description = `files removed or replaced in use; ${sum.lost} hits dropped and counted`;
    return { description, ...sum, problems };
  },
};
