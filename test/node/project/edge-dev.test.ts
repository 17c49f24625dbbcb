import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makePrivate } from '../../../scripts/private-files.ts';
import { type StartOptions, startServer, temporaryFolder } from '../../support/server/server-process.ts';
import { expectOutputs, type Step, scriptOf, transcript } from '../../support/transcript.ts';

interface Links {
  data: { id: string; slug: string; shortUrl: string; clicks: number }[];
}

/** The worker in workerd, as `npm run dev:workers` starts it. */
const startWorkerd = (options: StartOptions) =>
  startServer({ entry: 'scripts/dev-workers.ts', nodeArgs: ['--experimental-strip-types'], ...options });

/** All descendants of a process. */
function descendants(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** The steps; those that read counts first wait until the queue has delivered every earlier hit. */
function afterDelivery(steps: Step[]): Step[] {
  let visits = 0;
  return steps.map(({ command, output }) => {
    if (/ localhost:8787\/[\w.-]+$/.test(command)) visits++;
    if (!/\/api\/v1\/(?:stats|sightings)/.test(command)) return { command, output };
    const answer = `curl -s localhost:8787/api/v1/stats -H "Authorization: Bearer $KEY"`;
    const hits = `${answer} | node -p 'JSON.parse(fs.readFileSync(0)).total.hits'`;
    return { command: `until [ "$(${hits})" = ${visits} ]; do sleep 0.2; done\n${command}`, output };
  });
}

/** The files and folders below a folder that others may read, with their modes. */
function readableByOthers(folder: string): string[] {
  return [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ]
    .map((path) => `${(statSync(path).mode & 0o777).toString(8)} ${path}`)
    .filter((line) => !/^[67]00 /.test(line));
}

describe('npm run dev:workers', () => {
  it('prints what the transcript of the README says, and the place of the first key; all is there after a restart', async () => {
    const folder = temporaryFolder();
    const dataDir = join(folder, 'data');
    // An earlier version left its state readable.
    mkdirSync(join(dataDir, 'v3'), { recursive: true, mode: 0o755 });
    writeFileSync(join(dataDir, 'v3', 'old.sqlite'), '', { mode: 0o644 });
    const first = await startWorkerd({ dataDir, env: { SOTTO_PUBLIC_URL: 'http://localhost:8787' } });
    expect(first.stdout()).toContain(`The first admin key is in ${dataDir}/admin-key`);
    expect(first.stdout()).not.toContain(first.key);
    const steps = afterDelivery(transcript(readFileSync('README.md', 'utf8')));
    const script = scriptOf(steps).replaceAll('localhost:8787', new URL(first.url).host);
    const { stdout, stderr } = spawnSync('sh', ['-c', script], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 120_000,
    });
    expect(stderr).toBe('');
    expectOutputs(stdout, steps);
    const { data: links } = await first.api<Links>('/links');
    expect(readableByOthers(dataDir)).toEqual([]);
    expect(await first.stop('SIGTERM')).toMatchObject({ code: 0 });

    const second = await startWorkerd({ dataDir, env: { SOTTO_PUBLIC_URL: 'https://go.test' } });
    expect(second.stdout()).not.toContain('admin key');
    const { data: found } = await second.api<Links>('/links');
    expect(links).not.toEqual([]);
    expect(found).toMatchObject(
      links.map(({ id, slug, clicks }) => ({ id, clicks, shortUrl: `https://go.test/${slug}` })),
    );
  });

  it('takes the key from the environment without storing it, and ends with its children', async () => {
    const dataDir = join(temporaryFolder(), 'state');
    const server = await startWorkerd({ dataDir, env: { SOTTO_ADMIN_KEY: 'a-key-from-outside-of-24' } });
    expect(readableByOthers(dataDir)).toEqual([]);
    expect(await server.api('/links')).toMatchObject({ data: [] });
    expect(server.stdout()).not.toContain('admin key');
    expect(existsSync(join(dataDir, 'admin-key'))).toBe(false);
    const children = descendants(server.pid);
    expect(children.length).toBeGreaterThan(0);
    // The cron ran at the start and would have logged an error.
    expect(await server.stop('SIGINT')).toMatchObject({ code: 0, stderr: '' });
    // Some processes only notice a moment later, by the end of a pipe.
    await expect
      .poll(() => children.filter((pid) => existsSync(`/proc/${pid}`)), { timeout: 30_000 })
      .toEqual([]);
  });

  it('explains invalid settings and arguments', () => {
    const run = (args: string[], env: Record<string, string>) =>
      spawnSync(process.execPath, ['--experimental-strip-types', 'scripts/dev-workers.ts', ...args], {
        env: { ...process.env, ...env },
        encoding: 'utf8',
      });
    expect(run([], { SOTTO_PUBLIC_URL: 'go' })).toMatchObject({
      status: 78,
      stderr: expect.stringContaining('SOTTO_PUBLIC_URL must be'),
    });
    expect(run(['--port', 'http'], {})).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('Usage'),
    });
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'precious'), '');
    expect(run(['--demo'], { SOTTO_DEMO_DATA: folder })).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('contains something other than a complete demo'),
    });
    expect(readdirSync(folder)).toEqual(['precious']);
  });

  it('makes a folder private with all its contents, but not what links in it lead to', () => {
    const [folder, other] = [join(temporaryFolder(), 'state'), join(temporaryFolder(), '.dev.vars')];
    mkdirSync(join(folder, 'deep'), { recursive: true, mode: 0o755 });
    writeFileSync(join(folder, 'deep', 'db'), '', { mode: 0o644 });
    writeFileSync(other, '', { mode: 0o644 });
    symlinkSync(other, join(folder, 'link'));
    makePrivate(folder);
    expect(readableByOthers(folder)).toEqual([expect.stringMatching(/^644 .*link$/)]);
    makePrivate(other);
    expect(readableByOthers(folder)).toEqual([]);
  });
});
