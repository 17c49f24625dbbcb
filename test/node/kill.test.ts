import { describe, expect, it } from 'vitest';
import { loadRedirects, storedMarks } from '../support/redirect-load.ts';
import { startServer, temporaryFolder } from '../support/server-process.ts';

const ROUNDS = 10;

interface Stats {
  total: { hits: number };
}

describe('kill -9 under load', () => {
  it(`keeps every answered redirect exactly once, over ${ROUNDS} rounds and restarts without repair`, async () => {
    const dataDir = `${temporaryFolder()}/data`;
    const answered: string[] = [];
    let slug = '';
    for (let round = 0; round < ROUNDS; round += 1) {
      const server = await startServer({ dataDir });
      const link = { url: 'https://example.com/', slug: 'guide' };
      const { shortUrl } = await server.api<{ shortUrl: string }>('/links', link);
      slug = new URL(shortUrl).pathname;
      const load = loadRedirects(shortUrl, `r${round}`, 32);
      await load.reached(150 + 61 * round); // another moment of the fold and the checkpoint each time
      expect(await server.stop('SIGKILL')).toMatchObject({ code: null, signal: 'SIGKILL' });
      await load.stopped;
      answered.push(...load.answered);
    }

    const server = await startServer({ dataDir });
    const stored = storedMarks(dataDir);
    expect(slug).toBe('/guide');
    expect(answered.length).toBeGreaterThan(1_000);
    expect(answered.filter((mark) => stored.get(mark) !== 1)).toEqual([]);
    expect([...stored].filter(([, times]) => times !== 1)).toEqual([]);
    const { total } = await server.api<Stats>('/stats');
    expect(total.hits).toBe(stored.size);
  });
});
