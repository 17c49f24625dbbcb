/** The scripts of `docs/guides` as child processes, exactly as their pages start them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface GuideScript {
  child: ChildProcess;
  exited: Promise<{ code: number | null; stderr: string }>;
}

export interface ScriptOptions {
  url: string;
  key: string;
  args?: string[];
  nodeArgs?: string[];
}

/** Starts a script against a server. It is killed after the running test. */
export function startScript(name: string, options: ScriptOptions): GuideScript {
  const { url, key, args = [], nodeArgs = [] } = options;
  const child = spawn(process.execPath, [...nodeArgs, `docs/guides/${name}.ts`, ...args], {
    env: { ...process.env, SOTTO_URL: url, SOTTO_KEY: key },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exited = once(child, 'close').then(([code]) => ({ code, stderr }));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  return { child, exited };
}

/** Runs a script to its end. */
export const runScript = (name: string, options: ScriptOptions) => startScript(name, options).exited;
