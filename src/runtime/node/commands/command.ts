/** What the commands on a data folder share: settings, one argument, progress, and how they end. */
import { existsSync, readFileSync } from 'node:fs';
import { parseConfig } from '../../../config.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { createProgress, type Progress } from './progress.ts';

/** Of sysexits.h: the command line, and the settings. */
const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;

export interface Command {
  /** As a person types it, `npm run backup -- FILE`. */
  usage: string;
  /** The names of its arguments. */
  takes: string[];
  /** Answers what a person reads at the end; throws an `Error` with a message for people. */
  work(options: { dataDir: string; args: string[]; progress: Progress }): Promise<string>;
}

/** Runs a command with the arguments of this process and ends it. A signal ends it too, and what it leaves is tidied up. */
export async function runCommand({ usage, takes, work }: Command): Promise<never> {
  const fail = (code: number, text: string) => {
    process.stderr.write(`${text}\n`);
    process.exit(code);
  };
  const args = process.argv.slice(2);
  if (args.length !== takes.length || args.some((arg) => arg.startsWith('-'))) {
    fail(EXIT_USAGE, `Usage: ${usage}`);
  }
  const parsed = parseConfig(process.env, (path) => readFileSync(path, 'utf8'));
  if (!parsed.ok) return fail(EXIT_CONFIG, ['The settings are wrong:', ...parsed.mistakes].join('\n- '));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const progress = createProgress(process.stderr);
  try {
    const told = await work({ dataDir: parsed.config.SOTTO_DATA, args, progress });
    progress.end();
    process.stdout.write(`${told}\n`);
    process.exit(0);
  } catch (error) {
    progress.end();
    return fail(1, error instanceof Error ? error.message : String(error));
  }
}

/** Throws unless the folder holds a database of ours. */
export function refuseNothing(dataDir: string): void {
  if (existsSync(databasePath(dataDir, 'main'))) return;
  throw new Error(`There is no Sotto in the data folder ${dataDir}; SOTTO_DATA names another`);
}

/** `1,234 hits`. */
export const many = (count: number, what: string): string =>
  `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
