import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { temporaryFolder } from '../../support/server/server-process.ts';

const ENTRY = fileURLToPath(new URL('../../../dist/demo.js', import.meta.url));

interface Stats {
  total: Record<string, number>;
  data: Record<string, number | string>[];
}

/** Runs `npm run demo` without the build; collects its output and waits for it. */
function startDemo(settings: Record<string, string>) {
  const own: Partial<NodeJS.ProcessEnv> = { PATH: process.env.PATH, ...settings };
  const child = spawn(process.execPath, [ENTRY], {
    env: own as NodeJS.ProcessEnv, // the types take the Worker's bindings for variables of this process
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
      child.emit('printed');
    });
  }
  const ended = once(child, 'close').then(([code]) => Number(code));
  child.once('close', () => child.emit('printed'));
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const says = async (pattern: RegExp) => {
    while (child.exitCode === null) {
      const [, found] = pattern.exec(printed.stdout + printed.stderr) ?? [];
      if (found !== undefined) return found;
      await once(child, 'printed');
    }
    throw new Error(`The demo ended: ${JSON.stringify(printed)}`);
  };
  return { printed, says, ended, stop: () => child.kill('SIGTERM') };
}

/** Calls the API of a running demo with the admin key that it has printed. */
async function ask<T>(demo: ReturnType<typeof startDemo>, path: string): Promise<T> {
  const url = await demo.says(/^Sotto listens on (\S+)\n/m);
  const key = await demo.says(/^ {2}(sotto_\S+)\n/m);
  const response = await fetch(`${url}/api/v1${path}`, { headers: { Authorization: `Bearer ${key}` } });
  expect(response.status).toBe(200);
  return (await response.json()) as T; // the caller knows the shape of what it asks for
}

describe('npm run demo', () => {
  it('fills only the named folder, prints address and key, and starts again with the same data', async () => {
    const folder = temporaryFolder();
    const env = { SOTTO_DEMO_DATA: join(folder, 'demo'), SOTTO_DATA: join(folder, 'data') };
    const first = startDemo(env);
    const { total, data } = await ask<Stats>(first, '/stats?groupBy=channel');
    const { hits = 0, clicks = 0, repeats = 0, previews = 0, prefetches = 0, scanners = 0, bots = 0 } = total;
    expect(hits).toBeGreaterThan(50_000);
    expect(clicks + repeats + previews + prefetches + scanners + bots).toBe(hits);
    expect(Math.min(repeats, previews, prefetches, scanners, bots)).toBeGreaterThan(200);
    const crossed = await ask<{ data: { crossed: boolean; sightings: number }[] }>(
      first,
      '/sightings/groups?groupBy=crossed',
    );
    expect(crossed.data.map((group) => group.crossed).toSorted()).toEqual([false, true]);
    const turnedAway = await ask<{ data: { reason: string }[] }>(first, '/turned-away?groupBy=reason');
    const reasons = turnedAway.data.map(({ reason }) => reason).toSorted();
    expect(reasons).toEqual(['expired', 'password', 'wrong_password']);
    const domains = await ask<{ data: { domain: string }[] }>(first, '/domains');
    expect(domains.data.map(({ domain }) => domain)).toContain('rdv.le-cap.example');
    expect(total.uniqueClicks).toBeGreaterThan(0.8 * clicks);
    expect(total.uniqueClicks).toBeLessThan(clicks);
    expect(data.length).toBeGreaterThan(6);
    const contents = await ask<{ data: { title: string }[] }>(first, '/contents?limit=100');
    expect(contents.data.length).toBeGreaterThanOrEqual(20);
    expect(contents.data[0]?.title).toBe('Petit-déjeuner finance durable : inscriptions');
    const link = await first.says(/^ {2}(http:\/\/\S+\/app\/enter\/\S+)\n/m);
    const entered = await fetch(link, { redirect: 'manual' });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, '/app']);
    const cookie = entered.headers.get('set-cookie')?.split(';')[0] ?? '';
    const overview = async () => (await fetch(new URL('/app', link), { headers: { Cookie: cookie } })).text();
    // On a slow machine the page first says that counting takes some seconds.
    const settings = { timeout: 60_000, interval: 1_000 };
    await expect.poll(overview, settings).toMatch(/older pages are spreading again/);
    expect((await fetch(link, { redirect: 'manual' })).status).toBe(410);
    first.stop();
    expect(await first.ended).toBe(0);

    const second = startDemo(env);
    expect((await ask<Stats>(second, '/stats?groupBy=channel')).total).toEqual(total);
    expect(second.printed.stderr).toBe('');
    await second.says(/^ {2}(http:\/\/\S+\/app\/enter\/\S+)\n/m);
    expect(existsSync(env.SOTTO_DATA)).toBe(false);
  });

  it('leaves no files behind without a named folder, even when it is cancelled halfway', async () => {
    const folder = temporaryFolder();
    const demo = startDemo({ TMPDIR: folder });
    await demo.says(/^(Hits) /m);
    expect(readdirSync(folder)).toHaveLength(1);
    demo.stop();
    await demo.ended;
    expect(readdirSync(folder)).toEqual([]);
  });

  it('changes no folder that contains something else', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'sotto.db'), 'precious');
    const demo = startDemo({ SOTTO_DEMO_DATA: join(folder, 'data') });
    expect(await demo.ended).toBe(1);
    expect(demo.printed.stderr).toMatch(/^The demo cannot start: \S+\/data contains something/);
    expect(demo.printed.stdout).toBe('');
    expect(readdirSync(join(folder, 'data'))).toEqual(['sotto.db']);
    expect(readFileSync(join(folder, 'data', 'sotto.db'), 'utf8')).toBe('precious');
  });

  it('reports a wrong setting before it creates any data', async () => {
    const folder = temporaryFolder();
    const demo = startDemo({ SOTTO_DEMO_DATA: join(folder, 'demo'), SOTTO_SYNCHRONOUS: 'maybe' });
    expect(await demo.ended).toBe(78);
    expect(demo.printed.stderr).toContain('SOTTO_SYNCHRONOUS must be normal or full');
    expect(readdirSync(folder)).toEqual([]);
  });
});
