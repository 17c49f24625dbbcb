import { existsSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { deleteOldCopies } from '../../../src/runtime/node/sqlite/old-copies.ts';
import { openStore } from '../../../src/runtime/node/sqlite/open-store.ts';
import { mintLink } from '../../support/fixtures/records.ts';
import { startServer, temporaryFolder } from '../../support/server/server-process.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 9, 7, 12);
const COPIES = [
  'sotto.db.before-2026-10-01T12-00-00-000Z',
  'sums.db.before-2026-10-01T12-00-00-000Z',
  'sums.db.damaged-2026-10-01T12-00-00-000Z',
  'sums.db.damaged-2026-10-01T12-00-00-000Z-wal',
];

/** Puts copies into a folder that were written at this time. */
function addCopies(dataDir: string, at: number): void {
  for (const name of COPIES) {
    writeFileSync(join(dataDir, name), 'hits');
    utimesSync(join(dataDir, name), at / 1_000, at / 1_000);
  }
}

const copiesIn = (dataDir: string) => readdirSync(dataDir).filter((name) => COPIES.includes(name));

describe('copies of the databases', () => {
  it.each([
    ['kept for two weeks', NOW - 14 * DAY, COPIES.length],
    ['deleted after two weeks', NOW - 14 * DAY - 1_000, 0],
    ['deleted if they were made under a clock that was years ahead', NOW + 365 * DAY, 0],
  ])('are %s', (_, writtenAt, left) => {
    const dataDir = temporaryFolder();
    addCopies(dataDir, writtenAt);
    deleteOldCopies(dataDir, NOW);
    expect(copiesIn(dataDir)).toHaveLength(left);
  });

  it.each(['erase', 'delete the link', 'delete the content', 'delete contents'])(
    'are deleted at once when somebody asks to %s, and no other file is',
    async (what) => {
      const dataDir = temporaryFolder();
      const { store, close } = openStore({ dataDir, synchronous: 'normal' });
      onTestFinished(close);
      const link = await mintLink(store);
      addCopies(dataDir, NOW);
      writeFileSync(join(dataDir, 'notes.before-the-party'), '');
      if (what === 'erase') await store.hits.erase([link.rowId]);
      else if (what === 'delete the link') await store.links.remove(link, NOW);
      else if (what === 'delete the content') await store.contents.remove(link.contentRowId, NOW);
      else await store.contents.removeAll([{ rowId: link.contentRowId }], NOW);
      expect(copiesIn(dataDir)).toEqual([]);
      for (const name of ['sotto.db', 'sums.db', 'notes.before-the-party']) {
        expect(existsSync(join(dataDir, name)), name).toBe(true);
      }
    },
  );

  it('are deleted by a running server', async () => {
    const { dataDir, stop } = await startServer();
    await stop();
    addCopies(dataDir, Date.now() - 15 * DAY);
    await startServer({ dataDir });
    await expect.poll(() => copiesIn(dataDir), { timeout: 60_000 }).toEqual([]);
  });
});
