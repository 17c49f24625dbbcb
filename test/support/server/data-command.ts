/** The commands that work on a data folder, run as processes. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Exit } from './server-process.ts';

/** Runs the built `backup`, `restore` or `rebuild` on a data folder, with no other settings. */
export async function runOn(dataDir: string, name: string, ...args: string[]): Promise<Exit> {
  const script = fileURLToPath(new URL(`../../../dist/${name}.js`, import.meta.url));
  const child = spawn(process.execPath, [script, ...args], {
    env: { PATH: process.env.PATH, SOTTO_DATA: dataDir } as unknown as NodeJS.ProcessEnv, // without the caller's settings
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      output[stream] += text;
    });
  }
  const [code, signal] = await once(child, 'close');
  return { code, signal, ...output };
}
