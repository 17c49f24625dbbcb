import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServerProcess, startOn } from '../../support/server/spawn-server.ts';

const run = promisify(execFile);
const PASSWORD = 'four walls and a door';
const data = mkdtempSync(join(tmpdir(), 'sotto-members-'));
const endings: (() => void | Promise<void>)[] = [() => rmSync(data, { recursive: true, force: true })];
const start = () => startOn({ dataDir: data }, (end) => endings.unshift(end));
let server: ServerProcess;
beforeAll(async () => {
  server = await start();
});
afterAll(async () => {
  for (const end of endings) await end();
});

const file = join(data, 'first-member-link');
const pathIn = (text: string) => /http:\/\/[^/\s]+(\/app\/(?:join|reset)\/[\w-]{43})/.exec(text)?.[1] ?? '';
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: server.url, ...headers },
    body: new URLSearchParams(fields),
  });

describe('the first start', () => {
  it('keeps the link for the first account in a private file, and prints only its name', async () => {
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const token = pathIn(readFileSync(file, 'utf8')).split('/').at(-1) ?? '-';
    expect(server.stdout()).toContain('first-member-link');
    expect(server.stdout()).not.toContain(token);
    const given = { email: 'owner@example.com', name: 'Owner', password: PASSWORD };
    const joined = await post(pathIn(readFileSync(file, 'utf8')), given);
    expect([joined.status, joined.headers.get('location')]).toEqual([303, '/app']);
    const cookie = joined.headers.get('set-cookie')?.split(';')[0] ?? '';
    const page = await fetch(`${server.url}/app/settings/members`, { headers: { Cookie: cookie } });
    // The address may break between its parts.
    expect((await page.text()).replaceAll(/<[^>]+>/g, '')).toContain('owner@example.com');
  });
});

describe('npm run member', () => {
  const member = (...args: string[]) =>
    run(process.execPath, ['dist/member.js', ...args], {
      env: Object.assign({ ...process.env }, { SOTTO_DATA: data, SOTTO_PUBLIC_URL: server.url }),
    }).then(
      ({ stdout }) => ({ code: 0, text: stdout }),
      (error: { code: number; stderr: string }) => ({ code: error.code, text: error.stderr }),
    );

  it('makes a link for a new password while the server runs', async () => {
    const { text } = await member('--reset', 'Owner@example.com');
    const reset = await post(pathIn(text), { password: 'a brand new sentence' });
    expect(reset.headers.get('location')).toBe('/app/sign-in?notice=reset');
    const signedIn = await post('/app/sign-in', {
      email: 'owner@example.com',
      password: 'a brand new sentence',
    });
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/app']);
  });

  it('says what is wrong with its arguments', async () => {
    expect(await member('--reset', 'nobody@example.com')).toEqual({
      code: 1,
      text: 'Nobody with this email address is a member.\n',
    });
    for (const args of [[], ['--reset'], ['owner@example.com'], ['--delete', 'owner@example.com']])
      expect(await member(...args)).toEqual({ code: 64, text: 'Usage: npm run member -- --reset EMAIL\n' });
  });
});

it('removes the file at the next start, once somebody is a member', async () => {
  await server.stop();
  server = await start();
  expect(existsSync(file)).toBe(false);
  expect(server.stdout()).not.toContain('first-member-link');
});
