/** The worker in workerd, as `npm run dev:workers` starts it, with a D1 that fails. */
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { findDatabase } from '../../threats/files.ts';
import { openConnection } from '../load/connection.ts';
import { click } from '../load/requests.ts';
import type { Reproduction } from './reproduction.ts';

/** Longer than an entry of the cache is fresh. */
const STALE_MS = 50_000;

/** Makes every query for a link fail until the returned function is called. To the redirect that is a D1 that is down. */
function breakD1(dataDir: string): () => void {
  const database = new Database(findDatabase(dataDir, 'links'), { timeout: 10_000 });
  database.exec('ALTER TABLE links RENAME TO links_gone');
  return () => {
    database.exec('ALTER TABLE links_gone RENAME TO links');
    database.close();
  };
}

const withoutD1: Reproduction = {
  name: 'the edge, 50 s after D1 went down: a link that was opened before',
  probed: false,
  async run(scene) {
    const dataDir = join(scene.folder(), 'data');
    const server = await scene.start({
      dataDir,
      launcher: ['sh', '-c', `cd ${resolve(scene.build)} && exec "$@"`, 'sh'],
      entry: join(resolve(scene.build), 'scripts/dev-workers.ts'),
      nodeArgs: ['--experimental-strip-types'],
      env: { SOTTO_ADMIN_KEY: 'attack-admin-key-0123456789' },
    });
    const { slug } = await server.api<{ slug: string }>('/links', { url: 'https://example.com/' });
    const connection = openConnection(Number(new URL(server.url).port));
    const open = () => connection.exchange(click(`/${slug}`, scene.next()));
    const before = await open();
    const mend = breakD1(dataDir);
    await pause(STALE_MS);
    const link = await open();
    mend();
    connection.close();
    await server.stop();
    return `${before.status}, then ${link.status}`;
  },
};

export const EDGE: Reproduction[] = [withoutD1];
