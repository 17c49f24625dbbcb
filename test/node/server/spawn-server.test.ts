import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/server/server-process.ts';
import { type OnEnd, spawnOn } from '../../support/server/spawn-server.ts';

// The process that adopts an orphan takes a moment to notice its end.
const SLOW = { timeout: 30_000 };

/** A program that starts a child, which would outlive it, and prints the child's id. */
const PARENT = `
const { spawn } = require('node:child_process');
const { pid } = spawn('sleep', ['600'], { stdio: 'ignore' });
console.log('child ' + pid);
setInterval(() => {}, 1000);
`;

async function spawnParent() {
  const dataDir = temporaryFolder();
  const entry = join(dataDir, 'parent.cjs');
  writeFileSync(entry, PARENT);
  const ends: Parameters<OnEnd>[0][] = [];
  const server = spawnOn({ dataDir, entry }, (end) => void ends.push(end));
  const [, child = ''] = await server.printed(/child (\d+)/);
  const end = async () => {
    for (const each of ends) await each();
  };
  return { ...server, grandchild: `/proc/${child}`, end };
}

describe('a server spawned by a test', () => {
  it('ends together with its children', async () => {
    const { grandchild, end } = await spawnParent();
    expect(existsSync(grandchild)).toBe(true);
    await end();
    await expect.poll(() => existsSync(grandchild), SLOW).toBe(false);
  });

  it('ends its children even if the test has killed the server before', async () => {
    const { child, exited, grandchild, end } = await spawnParent();
    child.kill('SIGKILL');
    await exited;
    expect(existsSync(grandchild)).toBe(true);
    await end();
    await expect.poll(() => existsSync(grandchild), SLOW).toBe(false);
    await end();
  });
});
