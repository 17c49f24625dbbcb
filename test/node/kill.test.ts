import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { loadRedirects, storedMarks } from '../support/redirect-load.ts';
import { startServer, temporaryFolder } from '../support/server-process.ts';

const ROUNDS = 10;
const LINK = { url: 'https://example.com/', slug: 'guide' };

interface Stats {
  total: { hits: number };
}

function integrityOf(path: string): unknown {
  const database = new Database(path, { readonly: true });
  try {
    return database.pragma('integrity_check', { simple: true });
  } finally {
    database.close();
  }
}

describe('kill -9 under load', () => {
  it(`keeps every answered redirect exactly once, over ${ROUNDS} rounds and restarts without repair`, async () => {
    const dataDir = `${temporaryFolder()}/data`;
    const answered: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServer({ dataDir });
      const { shortUrl } = await server.api<{ shortUrl: string }>('/links', LINK);
      const load = loadRedirects(shortUrl, `r${round}`, 32);
      await load.reached(150 + 61 * round); // another moment of the fold and the checkpoint each time
      expect(await server.stop('SIGKILL')).toMatchObject({ code: null, signal: 'SIGKILL' });
      await load.stopped;
      answered.push(...load.answered);
    }

    const server = await startServer({ dataDir });
    const stored = storedMarks(dataDir);
    expect(answered.length).toBeGreaterThan(1_000);
    expect(answered.filter((mark) => stored.get(mark) !== 1)).toEqual([]);
    expect([...stored].filter(([, times]) => times !== 1)).toEqual([]);
    const { total } = await server.api<Stats>('/stats');
    expect(total.hits).toBe(stored.size);

    await server.stop();
    for (const file of ['sotto.db', 'sums.db']) expect(integrityOf(`${dataDir}/${file}`), file).toBe('ok');
  });
});
