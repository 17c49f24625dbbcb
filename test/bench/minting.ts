/** How fast links are minted: one by one over many connections, and a thousand at a time over one. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Progress } from '../../src/runtime/node/progress.ts';
import { cpuTime } from './cpu.ts';
import type { Load, Prepared } from './load.ts';
import { type Sotto, startSotto } from './sotto.ts';

export interface MintingOptions {
  load: Load;
  seconds: number;
  progress: Progress;
}

const CONNECTIONS = 16;
// A key has 600 requests a minute, so many callers share the work.
const CALLERS = 100;
const CALLS = 550;
const BULK = 1_000;

export async function measureMinting({ load, seconds, progress }: MintingOptions) {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-bench-'));
  const sotto = await startSotto(join(folder, 'data'));
  try {
    progress.begin('Minting', 2);
    const single = await mintSingly(sotto, load, seconds);
    progress.add(1);
    const bulk = await mintInBulk(sotto, seconds);
    progress.add(1);
    return { single, bulk };
  } finally {
    await sotto.stop();
    rmSync(folder, { recursive: true });
  }
}

async function mintSingly(sotto: Sotto, load: Load, seconds: number) {
  const keys: string[] = [];
  while (keys.length < CALLERS) {
    const made = await sotto.api<{ key: string }>('/keys', { name: 'bench', scopes: ['links:write'] });
    keys.push(made.key);
  }
  const requests = Array.from({ length: CALLERS * CALLS }, (_, place) =>
    mintOne(keys[place % CALLERS] ?? '', `https://pages.example/single/${place}`),
  );
  const half = requests.length / 2;
  const shot = { url: sotto.url, connections: CONNECTIONS, seconds };
  await load.run({ ...shot, requests: requests.slice(0, half) }); // a fresh process is slower
  const before = cpuTime(sotto.pid);
  const hail = await load.run({ ...shot, requests: requests.slice(half) });
  const repeated = hail.answered > half ? 'more was asked for than prepared' : null;
  return {
    perSecond: hail.answered / hail.seconds,
    cpu: (cpuTime(sotto.pid) - before) / hail.answered,
    p99: hail.p99,
    mistake: hail.failed > 0 ? `${hail.failed} requests failed` : repeated,
  };
}

function mintOne(key: string, url: string): Prepared {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  return { method: 'POST', path: '/api/v1/links', headers, body: JSON.stringify({ url }) };
}

async function mintInBulk(sotto: Sotto, seconds: number) {
  const started = performance.now();
  const before = cpuTime(sotto.pid);
  let minted = 0;
  while (performance.now() - started < seconds * 1_000) {
    const links = Array.from({ length: BULK }, (_, place) => {
      return { url: `https://pages.example/bulk/${minted + place}` };
    });
    const { data } = await sotto.api<{ data: { status: number }[] }>('/links/bulk', { links });
    const refused = data.filter(({ status }) => status !== 201).length;
    if (refused > 0) throw new Error(`${refused} links of a bulk were not minted`);
    minted += data.length;
  }
  const time = (performance.now() - started) / 1_000;
  return { perSecond: minted / time, cpu: (cpuTime(sotto.pid) - before) / minted };
}
