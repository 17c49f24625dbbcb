import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { followLink, storedMarks } from '../../support/server/follow-link.ts';
import { compare, complaints, type Fault } from '../fault.ts';
import { damage, shortUrlOf } from '../server-state.ts';

const CONNECTIONS = 8;
const HITS = 2_000;

/** Runs a command of the built program on a data folder. */
async function run(command: 'backup' | 'restore', dataDir: string, file: string): Promise<void> {
  const script = fileURLToPath(new URL(`../../../dist/${command}.js`, import.meta.url));
  await promisify(execFile)(process.execPath, [script, file], {
    env: { ...process.env, SOTTO_DATA: dataDir },
  });
}

export const backup: Fault = {
  name: 'backup',
  holds: 'a backup taken while hits are written holds, restored, every hit that was answered before it, once',
  rounds: 5,
  few: 1,
  async run(stage, rounds) {
    const dataDir = `${stage.folder()}/data`;
    const server = await stage.start({ dataDir });
    const load = followLink(await shortUrlOf(server), 'm', CONNECTIONS, stage.onEnd);
    const wrong = new Set<string>();
    let latest = compare([], new Map());
    for (let round = 0; round < rounds; round += 1) {
      const folder = stage.folder();
      const [file, restored] = [join(folder, 'backup'), join(folder, 'data')];
      await load.reached(load.answered.length + HITS);
      const before = load.answered.slice();
      await run('backup', dataDir, file);
      await run('restore', restored, file);
      latest = compare(before, storedMarks(restored));
      const copy = await stage.start({ dataDir: restored, env: { SOTTO_ADMIN_KEY: crypto.randomUUID() } });
      const { total } = await copy.api<{ total: { hits: number } }>('/stats');
      const { status } = await fetch(`${copy.url}/guide`, { redirect: 'manual' });
      await copy.stop();
      const found = complaints({
        'hits of before are missing': latest.lost > 0,
        'hits are stored twice': latest.twice > 0,
        [`stats count ${total.hits} of ${latest.stored} hits`]: total.hits !== latest.stored,
        [`the link answers ${status}`]: status !== 302,
      });
      for (const complaint of [...found, ...damage(restored)]) wrong.add(complaint);
      stage.step();
    }
    const slowest = load.slowest();
    await load.end();
    if (load.failures.length > 0) wrong.add(`requests failed: ${load.failures.join(', ')}`);
    await server.stop();
    return { did: 'backup under load, restored and started', ...latest, slowest, wrong: [...wrong] };
  },
};
