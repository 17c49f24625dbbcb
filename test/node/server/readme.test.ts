import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CHANNELS } from '../../../src/channels/registry.ts';
import { SETTINGS } from '../../../src/config/config.ts';
import { startServer, temporaryFolder } from '../../support/server/server-process.ts';
import { expectOutputs, scriptOf, transcript } from '../../support/transcript.ts';

const README = readFileSync('README.md', 'utf8');

it('prints what its transcript says, command by command', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'data'));
  const env = { SOTTO_PUBLIC_URL: 'http://localhost:8787' };
  const { url } = await startServer({ dataDir: join(folder, 'data'), env });
  const steps = transcript(README);
  const script = scriptOf(steps).replaceAll('localhost:8787', new URL(url).host);
  const { stdout, stderr } = spawnSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  expectOutputs(stdout, steps);
  expect(steps.length).toBeGreaterThan(5);
});

it('lists every channel, and every setting as the program describes it', () => {
  const section = (title: string) => README.split(/^## /m).find((text) => text.startsWith(title)) ?? '';
  const rows = (title: string) => [...section(title).matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
  expect(rows('Channels')).toEqual(Object.keys(CHANNELS));
  const settings = [...section('Settings').matchAll(/^\| `(\w+)` \| `?([^|`]+)`? \| (.+) \|$/gm)];
  expect(
    settings.map(([, name, shown, description]) => ({ name, default: shown?.trim(), description })),
  ).toEqual(SETTINGS);
});

it('names the test command that CI runs', () => {
  const commands = readFileSync('.ci/run', 'utf8').split('\n');
  expect(commands).toContain('npm test');
  expect(README).toMatch(/^npm test$/m);
});
