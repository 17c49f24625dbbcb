/** The next version of the program, which has one more migration. */
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const TAG = '9999_later';
const SEPARATOR = '\n--> statement-breakpoint\n';
const STATEMENTS = [
  'ALTER TABLE `links` ADD `later` integer;',
  'ALTER TABLE `totals` ADD `later` integer;',
  'CREATE TABLE `later_notes` (`id` integer PRIMARY KEY NOT NULL, `text` text);',
];

/** Writes its migrations into `root` and returns their folder. Both database files change: `links`, `totals`, a new table. */
export function nextVersionMigrations(root: string): string {
  const folder = join(root, 'drizzle');
  cpSync('drizzle', folder, { recursive: true });
  const path = join(folder, 'meta', '_journal.json');
  const journal = JSON.parse(readFileSync(path, 'utf8'));
  const last = journal.entries.at(-1);
  const entry = { ...last, idx: last.idx + 1, when: last.when + 1, tag: TAG };
  writeFileSync(path, JSON.stringify({ ...journal, entries: [...journal.entries, entry] }));
  writeFileSync(join(folder, `${TAG}.sql`), STATEMENTS.join(SEPARATOR));
  return folder;
}

/** Copies the built program with these migrations into `root`; returns the entry of its server. */
export function nextVersionProgram(root: string): string {
  const program = join(root, 'program');
  mkdirSync(program, { recursive: true });
  nextVersionMigrations(program);
  for (const name of ['package.json', 'dist']) cpSync(name, join(program, name), { recursive: true });
  symlinkSync(resolve('node_modules'), join(program, 'node_modules'));
  return join(program, 'dist', 'node.js');
}
