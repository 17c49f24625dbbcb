import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOn } from '../../support/server/data-command.ts';
import { type ServerProcess, startServer, temporaryFolder } from '../../support/server/server-process.ts';

const asked = async ({ url }: ServerProcess, key: string, path = '/keys') =>
  (await fetch(`${url}/api/v1${path}`, { headers: { Authorization: `Bearer ${key}` } })).status;

const keyIn = (stdout: string) => /^(sotto_(key_\S+)_[\w-]{43})\n$/.exec(stdout) ?? [];

describe('npm run key', () => {
  it('makes keys for a running server, which takes them at once and refuses them once they are revoked', async () => {
    const server = await startServer();
    const run = (...args: string[]) => runOn(server.dataDir, 'key', ...args);
    const created = await run('--name', 'Ops', '--scopes', 'admin', '--expires', '2999-12-31T00:00:00Z');
    const [, key = '', id = ''] = keyIn(created.stdout);
    expect(created).toMatchObject({ code: 0, stderr: expect.stringContaining(`Created ${id} with admin.`) });
    expect(await asked(server, key)).toBe(200);
    const { stdout } = await run('--list');
    expect(stdout).toMatch(new RegExp(`^${id} +active +admin .* 2999-12-31T00:00 +Ops$`, 'm'));
    expect(stdout).toMatch(/^key_\S+ +active +admin .* first$/m);
    expect(stdout).not.toContain(key.slice(-43));
    expect(await run('--revoke', id)).toMatchObject({ code: 0, stderr: `Revoked ${id}.\n` });
    expect(await asked(server, key)).toBe(401);
    const log = await server.api<{ data: object[] }>(`/audit-entries?object=${id}`);
    expect(log.data).toMatchObject([
      { action: 'key.revoke', actor: { type: 'system', id: 'command' } },
      { action: 'key.create', actor: { type: 'system', id: 'command' } },
    ]);
  });

  it('lets people in again who have lost every key, and the server says before how to do it', async () => {
    const first = await startServer();
    const [{ id = '' } = {}] = (await first.api<{ data: { id: string }[] }>('/keys')).data;
    const revoked = await fetch(`${first.url}/api/v1/keys/${id}?force=true`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${first.key}` },
    });
    expect(revoked.status).toBe(204);
    await first.stop();
    const { dataDir } = first;
    const second = await startServer({ dataDir });
    const remedy = 'npm run key -- --name NAME --scopes admin';
    await second.printed(new RegExp(`"level":"warn".*No admin key is valid.*${remedy}`));
    expect(await (await fetch(`${second.url}/readyz`)).text()).toContain(remedy);
    await second.stop();
    // While no server runs.
    const [, key = ''] = keyIn((await runOn(dataDir, 'key', '--name', 'Again', '--scopes', 'admin')).stdout);
    const third = await startServer({ dataDir });
    expect(await asked(third, key)).toBe(200);
    expect(third.stdout()).not.toContain('No admin key is valid');
  });

  it('does not revoke the last admin key without --force', async () => {
    const { dataDir, stop, ...server } = await startServer();
    const [{ id = '' } = {}] = (await server.api<{ data: { id: string }[] }>('/keys')).data;
    expect(await runOn(dataDir, 'key', '--revoke', id)).toMatchObject({
      code: 1,
      stderr: `${id} is the last valid admin key. Create another one first, or add --force.\n`,
    });
    expect((await runOn(dataDir, 'key', '--revoke', id, '--force')).code).toBe(0);
    await stop();
  });

  it.each<[string[], RegExp]>([
    [[], /^Usage:/],
    [['--list', '--revoke', 'key_1'], /^Usage:/],
    [['--nane', 'x'], /--nane/],
    [['--name', 'x'], /^--scopes must be/],
    [['--name', 'x', '--scopes', 'admin,root'], /^--scopes must be/],
    [['--name', '', '--scopes', 'admin'], /^--name must be/],
    [['--name', 'x', '--scopes', 'admin', '--expires', 'soon'], /^--expires must be/],
  ])('explains a wrong command line: %j', async (args, text) => {
    const { code, stderr } = await runOn(temporaryFolder(), 'key', ...args);
    expect(code).toBe(64);
    expect(stderr).toMatch(text);
  });

  it('says that a folder has no data, that a key is unknown, and that a time has passed', async () => {
    const empty = join(temporaryFolder(), 'data');
    const run = (dataDir: string, ...args: string[]) => runOn(dataDir, 'key', ...args);
    expect(await run(empty, '--list')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no Sotto data'),
    });
    const { dataDir } = await startServer();
    expect(await run(dataDir, '--revoke', 'key_none')).toMatchObject({
      code: 1,
      stderr: 'key_none is not a key. See --list.\n',
    });
    const past = ['--name', 'x', '--scopes', 'admin', '--expires', '2020-01-01T00:00:00Z'];
    expect(await run(dataDir, ...past)).toMatchObject({
      code: 1,
      stderr: 'A key must expire in the future.\n',
    });
  });
});
