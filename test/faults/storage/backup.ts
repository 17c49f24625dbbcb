import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, type Fault, failedChecks } from '../fault.ts';
import { corruption, shortUrlOf } from '../server-state.ts';

const CONNECTIONS = 8;
const HITS = 2_000;

/** Runs a built command on a data folder. */
async function run(command: 'backup' | 'restore', dataDir: string, file: string): Promise<void> {
  const script = fileURLToPath(new URL(`../../../dist/${command}.js`, import.meta.url));
  await promisify(execFile)(process.execPath, [script, file], {
    env: { ...process.env, SOTTO_DATA: dataDir },
  });
}

export const backup: Fault = {
  name: 'backup',
  guarantee: 'a backup taken under load contains every hit answered before it, exactly once',
  rounds: 5,
  quickRounds: 1,
  async run(context, rounds) {
    const dataDir = `${context.folder()}/data`;
    const server = await context.start({ dataDir });
    const load = followLink(await shortUrlOf(server), 'm', CONNECTIONS, context.onEnd);
    const problems = new Set<string>();
    let latest = compare([], new Map());
    for (let round = 0; round < rounds; round += 1) {
      const folder = context.folder();
      const [file, restored] = [join(folder, 'backup'), join(folder, 'data')];
      await load.reached(load.answered.length + HITS);
      const before = load.answered.slice();
      await run('backup', dataDir, file);
      await run('restore', restored, file);
      latest = compare(before, storedMarks(restored));
      const copy = await context.start({ dataDir: restored, env: { SOTTO_ADMIN_KEY: crypto.randomUUID() } });
      const { total } = await copy.api<{ total: { hits: number } }>('/stats');
      const { status } = await fetch(`${copy.url}/guide`, { redirect: 'manual' });
      await copy.stop();
      const found = failedChecks({
        'earlier hits are missing': latest.lost > 0,
        'hits are stored twice': latest.twice > 0,
        [`stats count ${total.hits} of ${latest.stored} hits`]: total.hits !== latest.stored,
        [`the link answers ${status}`]: status !== 302,
      });
      for (const problem of [...found, ...corruption(restored)]) problems.add(problem);
      context.step();
    }
    const slowest = load.slowest();
    await load.end();
    if (load.failures.length > 0) problems.add(`requests failed: ${load.failures.join(', ')}`);
    await server.stop();
    return {
      description: 'backup under load, restored and started',
      ...latest,
      slowest,
      problems: [...problems],
    };
  },
};
