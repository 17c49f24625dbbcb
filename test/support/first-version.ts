import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import { migrate } from '../../src/runtime/node/migrate.ts';
import { databasePath } from '../../src/runtime/node/open-files.ts';

/** A data folder as the first migration alone leaves it, with one link; for the running test. */
export function firstVersion(): string {
  const root = mkdtempSync(join(tmpdir(), 'sotto-migrate-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(join(root, 'drizzle', 'meta'), { recursive: true });
  const journal = JSON.parse(readFileSync('drizzle/meta/_journal.json', 'utf8'));
  const entries = journal.entries.slice(0, 1);
  writeFileSync(join(root, 'drizzle', 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }));
  cpSync(`drizzle/${entries[0].tag}.sql`, join(root, 'drizzle', `${entries[0].tag}.sql`));
  const dataDir = join(root, 'data');
  mkdirSync(dataDir);
  for (const file of ['main', 'sums'] as const) {
    const connection = new Database(databasePath(dataDir, file));
    migrate(connection, file, join(root, 'drizzle'), () => {});
    if (file === 'main') {
      connection.exec(`INSERT INTO contents (public_id, url, key, created_at, updated_at)
          VALUES ('cnt_a', 'https://a.example/', 'https://a.example/', 1, 1);
        INSERT INTO links (public_id, content_id, domain, slug, slug_folded, channel, url, created_at, updated_at)
          VALUES ('lnk_a', 1, '', 'abc', 'abc', 'copy', 'https://a.example/', 1, 1)`);
    }
    connection.close();
  }
  return dataDir;
}
