import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = new URL('../drizzle/', import.meta.url);
// The table in which wrangler records applied migrations.
const CREATE_MIGRATIONS = `CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE,
  applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)`;

/** Applies the migrations to a D1 like `wrangler d1 migrations apply`, but in this process, which is ten times as fast. */
export async function applyMigrations(database: D1Database): Promise<void> {
  await database.prepare(CREATE_MIGRATIONS).run();
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
