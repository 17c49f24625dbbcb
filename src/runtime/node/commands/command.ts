/** The common part of the commands on a data folder: settings, arguments, progress and exit codes. */

import { existsSync, readFileSync } from 'node:fs';
import { type Config, parseConfig } from '../../../config/config.ts';
import { messageOf } from '../../../error-report.ts';
import { databasePath } from '../sqlite/open-files.ts';
import { createProgress, type ProgressBar } from './progress.ts';

/** EX_USAGE and EX_CONFIG of sysexits.h: a wrong command line, and wrong settings. */
export const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;

export interface Command {
  /** The command line, such as `npm run backup -- FILE`. */
  usage: string;
  /** The names of its arguments; one that begins with `--` is given as it is. */
  parameters: string[];
  /** Resolves with the text to print at the end; rejects with a message for people. */
  run(options: {
    dataDir: string;
    publicUrl: string;
    args: string[];
    progress: ProgressBar;
  }): Promise<string>;
}

/** Runs a command with the arguments of this process, then ends the process. A signal ends it too, after a cleanup. */
export async function runCommand({ usage, parameters, run }: Command): Promise<never> {
  const args = process.argv.slice(2);
  const fits = (arg: string, name = '') => (name.startsWith('--') ? arg === name : !arg.startsWith('-'));
  if (args.length !== parameters.length || !args.every((arg, at) => fits(arg, parameters[at]))) {
    fail(EXIT_USAGE, `Usage: ${usage}`);
  }
  const { SOTTO_DATA: dataDir, SOTTO_PUBLIC_URL, PORT } = readConfig();
  const publicUrl = SOTTO_PUBLIC_URL ?? `http://localhost:${PORT}`;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
  const progress = createProgress(process.stderr);
  try {
    const summary = await run({ dataDir, publicUrl, args, progress });
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
