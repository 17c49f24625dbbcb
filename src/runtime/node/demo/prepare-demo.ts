import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, parseConfig, settingsOf } from '../../../config/config.ts';
import { messageOf } from '../../../error-report.ts';
import type { Settings } from '../../../ports.ts';
import type { CachedStore } from '../../../store-ports/store.ts';
import { createIds } from '../../ids.ts';
import { createPasswords } from '../adapters/passwords.ts';
import { createProgress } from '../commands/progress.ts';
import { createFirstAdminKey } from '../server/first-key.ts';
import { openStore } from '../sqlite/open-store.ts';
import { type DemoFolder, markFilled, openDemoFolder } from './demo-folder.ts';
import { guideOf } from './demo-guide.ts';
import { signInDemoMember } from './demo-member.ts';
import { DEMO_SEED, fillDemo } from './fill-demo.ts';

/**
 * Points the settings of the server at a demo folder, fills the folder if it is new, and prints its admin key. The folder
 * in `SOTTO_DEMO_DATA` is kept; the folder in `SOTTO_DATA` is never used. Resolves with what to print once the server
 * listens at an address.
 */
export async function prepareDemo(env: NodeJS.ProcessEnv): Promise<(url: string) => string> {
  const cancel = () => process.exit(1);
  process.once('SIGINT', cancel).once('SIGTERM', cancel);
  try {
    const folder = openDemoFolder(env.SOTTO_DEMO_DATA);
    useFolder(folder, env);
    const settings = parseConfig(env, (file) => readFileSync(file, 'utf8'));
    if (!settings.ok) return () => ''; // the server reports the mistakes
    const path = await prepareData(folder, settings.config);
    printSummary(folder);
    return (url) => guideOf(`${url}${path}`);
  } catch (error) {
    process.stderr.write(`The demo cannot start: ${messageOf(error)}\n`);
    return process.exit(1);
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

/** Fills the folder if it is new. Resolves with the path of the link that signs its member in. */
async function prepareData(folder: DemoFolder, config: Config): Promise<string> {
  const { store, close } = openStore({ dataDir: folder.path, synchronous: 'normal' });
  try {
    const settings = settingsOf(config, config.SOTTO_PUBLIC_URL ?? 'http://localhost');
    if (!folder.filled) await fill(folder, store, settings);
    return await signInDemoMember(store, settings, createPasswords());
  } finally {
    close();
  }
}

async function fill(folder: DemoFolder, store: CachedStore, settings: Settings): Promise<void> {
  const progress = createProgress(process.stderr);
  await fillDemo({ store, settings, dataDir: folder.path, seed: DEMO_SEED, now: Date.now(), progress });
  await createFirstAdminKey({ store, ids: createIds(), clock: Date.now, settings }, folder.path);
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
