import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../drizzle/', import.meta.url);
// What wrangler keeps its account in, so that it and we agree on what was applied.
const ACCOUNT = `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;

/** Brings a D1 to the newest schema, as `wrangler d1 migrations apply` does, but in this process: it takes a tenth. */
export async function applyMigrations(database: D1Database): Promise<void> {
  await database.prepare(ACCOUNT).run();
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map(({ name }) => name));
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.sql') && !applied.has(name));
  for (const name of files.sort()) {
    const statements = readFileSync(new URL(name, FOLDER), 'utf8').split('--> statement-breakpoint');
    await database.batch([
      ...statements.map((statement) => database.prepare(statement)),
      database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name),
    ]);
  }
}
