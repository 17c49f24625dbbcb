import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, parseConfig, settingsOf } from '../../../config/config.ts';
import { messageOf } from '../../../error-report.ts';
import { createIds } from '../../ids.ts';
import { createProgress } from '../commands/progress.ts';
import { createFirstAdminKey } from '../server/first-key.ts';
import { openStore } from '../sqlite/open-store.ts';
import { type DemoFolder, markFilled, openDemoFolder } from './demo-folder.ts';
import { fillDemo } from './fill-demo.ts';

const SEED = 1;

/**
 * Points the settings of the server at a demo folder, fills the folder if it is new, and prints its admin key. The folder
 * in `SOTTO_DEMO_DATA` is kept; the folder in `SOTTO_DATA` is never used.
 */
export async function prepareDemo(env: NodeJS.ProcessEnv): Promise<void> {
  const cancel = () => process.exit(1);
  process.once('SIGINT', cancel).once('SIGTERM', cancel);
  try {
    const folder = openDemoFolder(env.SOTTO_DEMO_DATA);
    useFolder(folder, env);
    const settings = parseConfig(env, (file) => readFileSync(file, 'utf8'));
    if (!settings.ok) return; // the server reports the mistakes
    if (!folder.filled) await fill(folder, settings.config);
    printSummary(folder);
  } catch (error) {
    process.stderr.write(`The demo cannot start: ${messageOf(error)}\n`);
    process.exit(1);
  } finally {
    process.off('SIGINT', cancel).off('SIGTERM', cancel);
  }
}

function useFolder({ path }: DemoFolder, env: NodeJS.ProcessEnv): void {
  delete env.SOTTO_DEMO_DATA;
  delete env.SOTTO_DATA_FILE;
  env.SOTTO_DATA = path;
  if (!env.PORT && !env.PORT_FILE) env.PORT = '0';
}

async function fill(folder: DemoFolder, config: Config): Promise<void> {
  const { store, close } = openStore({ dataDir: folder.path, synchronous: 'normal' });
  try {
    const settings = settingsOf(config, config.SOTTO_PUBLIC_URL ?? 'http://localhost');
    const progress = createProgress(process.stderr);
    await fillDemo({ store, settings, dataDir: folder.path, seed: SEED, now: Date.now(), progress });
    await createFirstAdminKey({ store, ids: createIds(), clock: Date.now, settings }, folder.path);
  } finally {
    close();
  }
  markFilled(folder);
}

function printSummary({ path, temporary }: DemoFolder): void {
  const key = join(path, 'admin-key');
  const lines = [
    `90 days of invented data in ${path}${temporary ? ' (deleted when the demo ends)' : ''}`,
    '',
  ];
  if (existsSync(key))
    lines.push('The admin key of the demo:', '', `  ${readFileSync(key, 'utf8').trim()}`, '');
  process.stdout.write(`${lines.join('\n')}\n`);
}
