import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, expect, it } from 'vitest';
import { createRandom } from '../../../src/demo/random.ts';
import { rebuild } from '../../../src/runtime/node/commands/rebuild-sums.ts';
import { openStore, openSumsRunner } from '../../../src/runtime/node/sqlite/open-store.ts';
import { hitOn, mintLink } from '../../support/fixtures/records.ts';
import { temporaryFolder } from '../../support/server/server-process.ts';

const HITS = 400;
const SILENT = { begin: () => {}, add: () => {}, end: () => {} };
const FILES = ['sotto.db', 'sums.db'];

type Damage = (path: string) => void;

/** The files of a stopped server whose hits are in the sums. */
let files: Map<string, Buffer>;

beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sotto-test-'));
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  const now = Date.now();
  for (let link = 0; link < 8; link++) {
    const minted = await mintLink(store);
    const hits = Array.from({ length: HITS / 8 }, (_, n) =>
      hitOn(minted, { at: now - n * 3_600_000, mark: `mark-${n}`, referrer: `site-${n}.example` }),
    );
    await store.hits.append(hits.reverse());
  }
  const runner = openSumsRunner({ dataDir });
  while ((await runner.rollUp()) > 0);
  runner.close();
  close();
  files = new Map(FILES.map((name) => [name, readFileSync(join(dataDir, name))]));
  rmSync(dataDir, { recursive: true });
});

function damagedFolder(damage: Damage): string {
  const dataDir = temporaryFolder();
  for (const [name, bytes] of files) writeFileSync(join(dataDir, name), bytes, { mode: 0o600 });
  damage(join(dataDir, 'sums.db'));
  return dataDir;
}

function countedHits(dataDir: string): number {
  const sums = new Database(join(dataDir, 'sums.db'), { readonly: true });
  try {
    const all = 'clicks + repeats + previews + prefetches + scanners + bots';
    return Number(sums.prepare(`SELECT sum(${all}) FROM sums WHERE unit = 0 AND scope = 0`).pluck().get());
  } finally {
    sums.close();
  }
}

/** Overwrites part of the file. */
const garble =
  (offset: number, length: number, byte = 0xa5): Damage =>
  (path) => {
    const bytes = readFileSync(path);
    bytes.fill(byte, offset, offset + length);
    writeFileSync(path, bytes);
  };
const withSql =
  (statements: string): Damage =>
  (path) => {
    const database = new Database(path);
    database.exec(statements);
    database.close();
  };

const DAMAGES: Record<string, Damage> = {
  'is missing': (path) => rmSync(path),
  'is empty': (path) => truncateSync(path, 0),
  'has only half a header': (path) => truncateSync(path, 50),
  'is cut in half': (path) => truncateSync(path, 20_480),
  'is cut within a page': (path) => truncateSync(path, 30_001),
  'begins with garbage': garble(0, 16),
  'has a page size that no database has': garble(16, 2),
  'has a format that only newer programs write': garble(18, 1),
  'has a schema of garbage': garble(100, 3_000),
  'has garbage in the middle': garble(24_576, 8_192),
  'has zeros in the middle': garble(24_576, 8_192, 0),
  'is a text': (path) => writeFileSync(path, 'not a database '.repeat(1_000)),
  'is another database': (path) => {
    rmSync(path);
    withSql('CREATE TABLE sums (id INTEGER PRIMARY KEY)')(path);
  },
  'lacks a table': withSql('DROP TABLE totals'),
  'lacks a column': withSql('ALTER TABLE sums DROP COLUMN last_click_at'),
  'lacks the row of its progress': withSql('DELETE FROM sums_state'),
  'has a journal of garbage': (path) => writeFileSync(`${path}-wal`, Buffer.alloc(40_000, 0xa5)),
  'has the sums of another folder': withSql(
    'UPDATE sums SET clicks = clicks + 1, agents = char(1); UPDATE sums_state SET version = 99',
  ),
};

it.each(Object.entries(DAMAGES))('a rebuild counts every hit again when sums.db %s', async (_, damage) => {
  const dataDir = damagedFolder(damage);
  await rebuild({ dataDir, progress: SILENT });
  expect(countedHits(dataDir)).toBe(HITS);
  const { store, close } = openStore({ dataDir, synchronous: 'normal' });
  expect(await store.stats.waiting()).toBe(0);
  close();
});

it('a rebuild counts every hit again wherever 300 bytes of sums.db are overwritten', async () => {
  const random = createRandom(13);
  const size = files.get('sums.db')?.length ?? 0;
  for (let round = 0; round < 40; round++) {
    const offset = Math.floor(random.between(0, size - 300));
    const dataDir = damagedFolder(garble(offset, 300, Math.floor(random.between(0, 256))));
    await rebuild({ dataDir, progress: SILENT });
    expect(countedHits(dataDir), `offset ${offset}`).toBe(HITS);
  }
}, 120_000);

it('a rebuild leaves sums of a newer version alone', async () => {
  const dataDir = damagedFolder(withSql(`INSERT INTO __migrations VALUES ('of the future', 1)`));
  const path = join(dataDir, 'sums.db');
  cpSync(path, `${path}-before`);
  await expect(rebuild({ dataDir, progress: SILENT })).rejects.toThrow(
    /sums\.db cannot be used: .*newer version/,
  );
  expect(readFileSync(path).equals(readFileSync(`${path}-before`))).toBe(true);
});
