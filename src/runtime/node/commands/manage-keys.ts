/** `npm run key`: creates, lists and revokes keys without needing one, also while a server uses the data folder. */
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { ChangeAuthor } from '../../../audit/audit-entry.ts';
import { type Config, settingsOf } from '../../../config/config.ts';
import { messageOf } from '../../../error-report.ts';
import { AppError } from '../../../errors.ts';
import type { ApiKey } from '../../../keys/api-key.ts';
import { createKey } from '../../../keys/create-key.ts';
import { listKeys, statusOf } from '../../../keys/list-keys.ts';
import { revokeKey } from '../../../keys/revoke-key.ts';
import { SECRET_SCOPES } from '../../../keys/scope.ts';
import { createKeyStore } from '../../../store/admin/keys.ts';
import { isoTime } from '../../../time.ts';
import { createIds } from '../../ids.ts';
import { assertSchema } from '../sqlite/check-schema.ts';
import { sqliteEngine } from '../sqlite/engine.ts';
import { pendingMigrations } from '../sqlite/migrate.ts';
import { databasePath, openFile } from '../sqlite/open-files.ts';
import { migrationsFolder } from '../sqlite/prepare-files.ts';
import { assertDataFolder, EXIT_USAGE, fail, readConfig } from './command.ts';

const USAGE = `Usage:
  npm run key -- --name NAME --scopes SCOPE[,SCOPE…] [--expires TIME]
  npm run key -- --list
  npm run key -- --revoke KEY_ID [--force]

The scopes are ${SECRET_SCOPES.join(', ')}.
TIME is like 2027-12-31T00:00:00Z.`;

/** Changes that this command makes are entered in the audit log under this name. */
const AUTHOR: ChangeAuthor = { actor: { type: 'system', id: 'command' }, requestId: null };

const NewKey = z.object({
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .regex(/^\P{Cc}*$/u),
  scopes: z
    .string()
    .transform((text) => [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))])
    .pipe(z.array(z.enum(SECRET_SCOPES)).min(1)),
  expires: z.iso.datetime({ offset: true }).transform(Date.parse).nullable().default(null),
});

const MISTAKES: Record<keyof z.infer<typeof NewKey>, string> = {
  name: '--name must be a text of 1 to 100 characters.',
  scopes: `--scopes must be scopes separated by commas: ${SECRET_SCOPES.join(', ')}.`,
  expires: '--expires must be a time with its offset, for example 2027-12-31T00:00:00Z.',
};

type Options = ReturnType<typeof readOptions>;

function readOptions() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({
      options: { name: text, scopes: text, expires: text, revoke: text, list: flag, force: flag },
    }).values;
  } catch (error) {
    return fail(EXIT_USAGE, `${messageOf(error)}\n${USAGE}`);
  }
}

/** Runs the command with the arguments and settings of this process, then ends the process. */
export async function runKeyCommand(): Promise<never> {
  const options = readOptions();
  const { name, scopes, expires, revoke, list } = options;
  const creates = name !== undefined || scopes !== undefined || expires !== undefined;
  if ([creates, revoke !== undefined, list].filter(Boolean).length !== 1) fail(EXIT_USAGE, USAGE);
  const work = creates ? createFrom(options) : list ? listAll : revokeOne(revoke ?? '', options);
  const config = readConfig();
  try {
    const close = await withKeys(config, work);
    close();
    process.exit(0);
  } catch (error) {
    const fields = error instanceof AppError ? error.fields.map(({ detail }) => detail) : [];
    return fail(1, fields[0] ?? messageOf(error));
  }
}

type Deps = ReturnType<typeof openKeys>['deps'];
type Work = (deps: Deps) => Promise<void>;

async function withKeys(config: Config, work: Work): Promise<() => void> {
  const { deps, close } = openKeys(config);
  await work(deps);
  return close;
}

/**
 * Opens the keys on a connection of their own, and leaves everything else in the data folder alone: a server may be using
 * it. It reads a new or revoked key with the next request.
 */
function openKeys(config: Config) {
  const { SOTTO_DATA: dataDir, SOTTO_SYNCHRONOUS: synchronous } = config;
  assertDataFolder(dataDir);
  const main = openFile(dataDir, 'main', synchronous);
  try {
    if (pendingMigrations(main, migrationsFolder()).migrations.length > 0)
      throw new Error('it was written by an older version of Sotto. Start this version once to upgrade it');
    assertSchema(main, 'main');
  } catch (cause) {
    main.close();
    throw new Error(`${databasePath(dataDir, 'main')} cannot be used: ${messageOf(cause)}.`, { cause });
  }
  const keys = createKeyStore(sqliteEngine(main, 'immediate'));
  const deps = {
    store: { keys },
    ids: createIds(),
    clock: Date.now,
    author: AUTHOR,
    settings: settingsOf(config, ''),
  };
  return { deps, close: () => main.close() };
}

function createFrom({ name, scopes, expires }: Options): Work {
  const parsed = NewKey.safeParse({ name, scopes, expires });
  if (!parsed.success) {
    const wrong = new Set(parsed.error.issues.map(({ path: [field] }) => String(field)));
    const lines = Object.entries(MISTAKES).flatMap(([field, text]) => (wrong.has(field) ? [text] : []));
    return fail(EXIT_USAGE, lines.join('\n'));
  }
  return async (deps) => {
    const { expires: expiresAt, ...key } = parsed.data;
    const { text, record } = await createKey(deps, { ...key, expiresAt });
    process.stderr.write(
      `Created ${record.id} with ${record.scopes.join(', ')}. The key is shown only now:\n`,
    );
    process.stdout.write(`${text}\n`);
  };
}

const revokeOne =
  (id: string, { force }: Options): Work =>
  async (deps) => {
    try {
      await revokeKey({ ...deps, force }, id);
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found')
        throw new Error(`${id} is not a key. See --list.`);
      if (error instanceof AppError && error.code === 'last_admin_key')
        throw new Error(`${id} is the last valid admin key. Create another one first, or add --force.`);
      throw error;
    }
    process.stderr.write(`Revoked ${id}.\n`);
  };

const COLUMNS = ['id', 'status', 'scopes', 'created', 'last used', 'expires', 'name'];

const listAll: Work = async (deps) => {
  const day = (at: number | null) => (at === null ? '-' : isoTime(at).slice(0, 16));
  const rowOf = (key: ApiKey) => [
    key.id,
    statusOf(key, deps.clock()),
    key.scopes.join(','),
    day(key.createdAt),
    day(key.lastUsedAt),
    day(key.expiresAt),
    key.name,
  ];
  const rows = [COLUMNS, ...(await listKeys(deps, { name: undefined, status: undefined })).map(rowOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  process.stdout.write(`${lines.join('\n')}\n`);
};
