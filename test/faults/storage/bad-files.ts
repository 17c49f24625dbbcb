import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  cpSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { followLink } from '../../support/server/follow-link.ts';
import { spawnOn } from '../../support/server/spawn-server.ts';
import { type Fault, type FaultContext, NO_LOAD } from '../fault.ts';
import { shortUrlOf } from '../server-state.ts';

const FILES = ['sotto.db', 'sums.db'];
const HITS = 300;

type Damage = (path: string) => void;

const remove: Damage = (path) => rmSync(path);
const empty: Damage = (path) => truncateSync(path, 0);
const halve: Damage = (path) => truncateSync(path, Math.floor(statSync(path).size / 2));
const protect: Damage = (path) => chmodSync(path, 0o400);
const garble: Damage = (path) => writeFileSync(path, Buffer.alloc(statSync(path).size, 'no database '));

/** Overwrites half of the first page of a table, as a torn write does. */
const tear: Damage = (path) => {
  const database = new Database(path);
  const table = path.endsWith('sums.db') ? 'totals' : 'links';
  const page = Number(
    database.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').pluck().get(table),
  );
  const size = Number(database.pragma('page_size', { simple: true }));
  database.close();
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(size / 2, 0xa5), 0, size / 2, (page - 1) * size);
  closeSync(file);
};

const upgrade: Damage = (path) => {
  const database = new Database(path);
  database.prepare('INSERT INTO __migrations VALUES (?, 1)').run('of the future');
  database.close();
};

/** Creates a folder with a link and rolled-up hits; its server has stopped. */
async function usedFolder(context: FaultContext): Promise<string> {
  const dataDir = join(context.folder(), 'data');
  const server = await context.start({ dataDir });
  const load = followLink(await shortUrlOf(server), 'm', 8, context.onEnd);
  await load.reached(HITS);
  await load.end();
  await server.stop();
  return dataDir;
}

/** The hash of every file except SQLite's temporary ones. */
function contentOf(dataDir: string): string {
  const names = readdirSync(dataDir).filter((name) => !/-(wal|shm)$/.test(name));
  const sums = names.map((name) =>
    createHash('sha256')
      .update(readFileSync(join(dataDir, name)))
      .digest('hex'),
  );
  return JSON.stringify(names.map((name, place) => [name, sums[place]]));
}

/** Starts on a damaged folder; returns how the start differed from a refusal with a plain message. */
async function problemsOf(
  dataDir: string,
  file: string,
  says: RegExp,
  context: FaultContext,
): Promise<string[]> {
  const before = contentOf(dataDir);
  const server = spawnOn({ dataDir }, context.onEnd);
  const started = server.printed(/listens on/).then(() => server.child.kill('SIGKILL'));
  await Promise.race([server.exited, started.catch(() => {})]);
  const { code, stderr } = await server.exited;
  const plain = /^Sotto cannot start: .*\n$/.test(stderr) && says.test(stderr) && stderr.includes(file);
  return [
    ...(code === 1 ? [] : [`${file}: it exited with ${code}`]),
    ...(plain ? [] : [`${file}: it printed ${JSON.stringify(stderr)}`]),
    ...(contentOf(dataDir) === before ? [] : [`${file}: files were changed`]),
  ];
}

function badFile(name: string, what: string, damages: Record<string, Damage>, says: RegExp): Fault {
  return {
    name,
    guarantee: `a database that is ${what} at the start is reported plainly and left unchanged`,
    rounds: 1,
    quickRounds: 1,
    async run(context, rounds) {
      const used = await usedFolder(context);
      const problems: string[] = [];
      const done = Object.entries(damages).flatMap(([how, damage]) =>
        FILES.map((file) => ({ how, damage, file })),
      );
      for (let round = 0; round < rounds; round += 1) {
        for (const { how, damage, file } of done) {
          const dataDir = join(context.folder(), 'data');
          cpSync(used, dataDir, { recursive: true });
          damage(join(dataDir, file));
          const found = await problemsOf(dataDir, file, says, context);
          problems.push(...found.map((problem) => `${how}: ${problem}`));
        }
        context.step();
      }
      const description = `start with ${FILES.join(' or ')} ${Object.keys(damages).join(', ')}`;
      return { description, ...NO_LOAD, problems };
    },
  };
}

export const missing = badFile(
  'missing',
  'missing',
  { removed: remove, emptied: empty },
  /is missing or empty/,
);
export const readOnly = badFile('read-only', 'read-only', { 'made read-only': protect }, /is read-only/);
export const corrupt = badFile(
  'corrupt',
  'damaged',
  { overwritten: garble, 'torn in a page': tear, 'cut in half': halve },
  /is damaged or not a database/,
);
export const newer = badFile(
  'newer',
  'newer than the program',
  { 'of a newer version': upgrade },
  /newer version/,
);
