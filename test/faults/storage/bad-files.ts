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
import { type Fault, NOTHING, type Stage } from '../fault.ts';
import { shortUrlOf } from '../server-state.ts';

const FILES = ['sotto.db', 'sums.db'];
const HITS = 300;

type Damage = (path: string) => void;

const remove: Damage = (path) => rmSync(path);
const empty: Damage = (path) => truncateSync(path, 0);
const halve: Damage = (path) => truncateSync(path, Math.floor(statSync(path).size / 2));
const lock: Damage = (path) => chmodSync(path, 0o400);
const garble: Damage = (path) => writeFileSync(path, Buffer.alloc(statSync(path).size, 'no database '));

/** Overwrites the first page of a table, as a write that was torn would. */
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

const comeFromLater: Damage = (path) => {
  const database = new Database(path);
  database.prepare('INSERT INTO __migrations VALUES (?, 1)').run('of the future');
  database.close();
};

/** A folder with a link and its hits, rolled up, by a server that has stopped. */
async function usedFolder(stage: Stage): Promise<string> {
  const dataDir = join(stage.folder(), 'data');
  const server = await stage.start({ dataDir });
  const load = followLink(await shortUrlOf(server), 'm', 8, stage.onEnd);
  await load.reached(HITS);
  await load.end();
  await server.stop();
  return dataDir;
}

/** Size and content of every file but the ones SQLite makes for a moment. */
function contentOf(dataDir: string): string {
  const names = readdirSync(dataDir).filter((name) => !/-(wal|shm)$/.test(name));
  const sums = names.map((name) =>
    createHash('sha256')
      .update(readFileSync(join(dataDir, name)))
      .digest('hex'),
  );
  return JSON.stringify(names.map((name, place) => [name, sums[place]]));
}

/** Why a start on this damaged folder did not end as it should. */
async function complaintsAbout(dataDir: string, file: string, says: RegExp, stage: Stage): Promise<string[]> {
  const before = contentOf(dataDir);
  const server = spawnOn({ dataDir }, stage.onEnd);
  const started = server.printed(/listens on/).then(() => server.child.kill('SIGKILL'));
  await Promise.race([server.exited, started.catch(() => {})]);
  const { code, stderr } = await server.exited;
  const plain = /^Sotto cannot start: .*\n$/.test(stderr) && says.test(stderr) && stderr.includes(file);
  return [
    ...(code === 1 ? [] : [`${file}: it ended with ${code}`]),
    ...(plain ? [] : [`${file}: it said ${JSON.stringify(stderr)}`]),
    ...(contentOf(dataDir) === before ? [] : [`${file}: files have changed`]),
  ];
}

function badFile(name: string, what: string, damages: Record<string, Damage>, says: RegExp): Fault {
  return {
    name,
    holds: `a database that is ${what} at the start is told plainly and left as it is`,
    rounds: 1,
    few: 1,
    async run(stage, rounds) {
      const used = await usedFolder(stage);
      const wrong: string[] = [];
      const done = Object.entries(damages).flatMap(([how, damage]) =>
        FILES.map((file) => ({ how, damage, file })),
      );
      for (let round = 0; round < rounds; round += 1) {
        for (const { how, damage, file } of done) {
          const dataDir = join(stage.folder(), 'data');
          cpSync(used, dataDir, { recursive: true });
          damage(join(dataDir, file));
          const found = await complaintsAbout(dataDir, file, says, stage);
          wrong.push(...found.map((complaint) => `${how}: ${complaint}`));
        }
        stage.step();
      }
      const did = `start with ${FILES.join(' or ')} ${Object.keys(damages).join(', ')}`;
      return { did, ...NOTHING, wrong };
    },
  };
}

export const missing = badFile(
  'missing',
  'missing',
  { removed: remove, emptied: empty },
  /is missing or empty/,
);
export const readOnly = badFile('read-only', 'read-only', { 'made read-only': lock }, /is read-only/);
export const corrupt = badFile(
  'corrupt',
  'damaged',
  { overwritten: garble, 'torn in a page': tear, 'cut in half': halve },
  /is damaged, or no database/,
);
export const newer = badFile(
  'newer',
  'newer than the program',
  { 'of a newer version': comeFromLater },
  /newer version/,
);
