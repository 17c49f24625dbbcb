/** The common part of the commands on a data folder: settings, arguments, progress and exit codes. */

import { existsSync, readFileSync } from 'node:fs';
import { type Config, parseConfig } from '../../../config/config.ts';
import { messageOf } from '../../../error-report.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { createProgress, type Progress } from './progress.ts';

/** EX_USAGE and EX_CONFIG of sysexits.h: a wrong command line, and wrong settings. */
export const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;

export interface Command {
  /** The command line, such as `npm run backup -- FILE`. */
  usage: string;
  /** The names of its arguments. */
  parameters: string[];
  /** Resolves with the text to print at the end; rejects with a message for people. */
  run(options: { dataDir: string; args: string[]; progress: Progress }): Promise<string>;
}

/** Runs a command with the arguments of this process, then ends the process. A signal ends it too, after a cleanup. */
export async function runCommand({ usage, parameters, run }: Command): Promise<never> {
  const args = process.argv.slice(2);
  if (args.length !== parameters.length || args.some((arg) => arg.startsWith('-'))) {
    fail(EXIT_USAGE, `Usage: ${usage}`);
  }
  const { SOTTO_DATA: dataDir } = readConfig();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const progress = createProgress(process.stderr);
  try {
    const summary = await run({ dataDir, args, progress });
    progress.end();
    process.stdout.write(`${summary}\n`);
    process.exit(0);
  } catch (error) {
    progress.end();
    return fail(1, messageOf(error));
  }
}

/** Ends the process with a message for people. */
export function fail(code: number, text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

/** The settings of the environment; ends the process if they are wrong. */
export function readConfig(): Config {
  const parsed = parseConfig(process.env, (path) => readFileSync(path, 'utf8'));
  return parsed.ok
    ? parsed.config
    : fail(EXIT_CONFIG, ['Invalid settings:', ...parsed.mistakes].join('\n- '));
}

/** Throws unless the folder contains a Sotto database. */
export function assertDataFolder(dataDir: string): void {
  if (existsSync(databasePath(dataDir, 'main'))) return;
  throw new Error(`The folder ${dataDir} contains no Sotto data. Set SOTTO_DATA to another folder.`);
}

/** A count with its noun, such as `1,234 hits`. */
export const countOf = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
