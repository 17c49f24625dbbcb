/** Runs a script of `docs/guides` as its reader does: a process of its own, with plain Node. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface GuideRun {
  code: number;
  /** What it said to its caller. */
  output: string;
}

export interface RunOptions {
  args: string[];
  env: Record<string, string>;
  input?: string;
  /** Called with everything it has said so far, whenever it says more. */
  onOutput?(output: string): void;
}

/** Starts `docs/guides/{name}.ts` and waits for its end. */
export async function runGuide(name: string, { args, env, input, onOutput }: RunOptions): Promise<GuideRun> {
  const script = `docs/guides/${name}.ts`;
  const child = spawn(process.execPath, ['--experimental-strip-types', '--no-warnings', script, ...args], {
    env: Object.assign(Object.create(null), { PATH: process.env.PATH, ...env }),
    // A script that ends at once would not take an input, and writing to it would fail.
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onOutput?.(output);
    });
  }
  child.stdin?.end(input);
  const [code] = await once(child, 'close');
  return { code, output };
}
