import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Secret, TOTP } from 'otpauth';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchChromium } from '../support/browser/chromium.ts';
import { PASSWORD } from '../support/member-browser.ts';
import { type ServerProcess, startOn } from '../support/server/spawn-server.ts';

const OWNER = 'olive@example.com';
const CHOICES = [
  ['light', 'en'],
  ['dark', 'fr'],
] as const;

let browser: Browser;
let server: ServerProcess;
const folder = mkdtempSync(join(tmpdir(), 'sotto-test-'));
const ends: (() => void | Promise<void>)[] = [];
beforeAll(async () => {
  browser = await launchChromium();
  server = await startOn({ dataDir: join(folder, 'data') }, (end) => ends.push(end));
});
afterAll(async () => {
  await browser.close();
  for (const end of ends.reverse()) await end();
  rmSync(folder, { recursive: true, force: true });
});

const open = (context: BrowserContext, path: string) =>
  context.newPage().then(async (page) => {
    await page.goto(server.url + path);
    return page;
  });
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const pathOf = (url: string) => new URL(url.trim()).pathname;
const at = (page: Page) => new URL(page.url()).pathname;

async function fill(page: Page, fields: Record<string, string>) {
  for (const [label, value] of Object.entries(fields))
    await page.getByLabel(label, { exact: true }).fill(value);
}

async function signIn(page: Page, email: string) {
  await page.goto(`${server.url}/app/sign-in`);
  await fill(page, { 'Email address': email, Password: PASSWORD });
  await press(page, 'Sign in');
}

async function signOut(page: Page) {
  await page.locator('details.menu > summary').click();
  await press(page, 'Sign out');
}

describe('members in Chromium', () => {
  it('start with the first link, invite a viewer, and see what their role allows', async () => {
    const owner = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await open(owner, pathOf(readFileSync(join(folder, 'data', 'first-member-link'), 'utf8')));
    await fill(page, { 'Email address': OWNER, Name: 'Olive', Password: PASSWORD });
    await press(page, 'Make my account');
    expect(at(page)).toBe('/app');
    await signOut(page);
    expect(at(page)).toBe('/app/sign-in');
    expect(await owner.cookies()).toEqual([]);
    await signIn(page, OWNER);
    expect(at(page)).toBe('/app');
    expect(await page.getByRole('link', { name: 'New links' }).count()).toBe(1);

    await page.locator('details.menu > summary').click();
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByRole('link', { name: 'Members' }).click();
    await press(page, 'Make an invitation link');
    await press(page, 'Copy');
    await page.getByText('Copied').first().waitFor();
    const copied = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(copied).toBe(await page.locator('#oneuse').innerText());

    const guest = await browser.newContext();
    const theirs = await open(guest, pathOf(copied));
    await fill(theirs, { 'Email address': 'vic@example.com', Name: 'Vic', Password: PASSWORD });
    await press(theirs, 'Make my account');
    expect(at(theirs)).toBe('/app');
    expect(await theirs.getByRole('link', { name: 'New links' }).count()).toBe(0);
    expect((await theirs.goto(`${server.url}/app/new`))?.status()).toBe(403);
    expect((await theirs.goto(`${server.url}/app/settings/members`))?.status()).toBe(403);
    expect((await theirs.goto(server.url + pathOf(copied)))?.status()).toBe(410);
    await Promise.all([owner.close(), guest.close()]);
  });

  it('see pages that keep the language and theme of the address', async () => {
    const { data } = await server.api<{ data: { id: string }[] }>('/members');
    await server.api('/domains', { domain: 'go.example', notFoundUrl: 'https://pages.example/lost' });
    const newLink = async (body: Record<string, string>) =>
      pathOf((await server.api<{ url: string }>('/member-links', body)).url);
    const [join, reset] = [
      await newLink({ purpose: 'invitation', email: 'ines@example.com', role: 'editor' }),
      await newLink({ purpose: 'reset', email: 'vic@example.com' }),
    ];
    const signedIn = await browser.newContext();
    await signIn(await signedIn.newPage(), OWNER);
    const member = `/app/settings/members/${data[0]?.id}`;
    const team = ['domains', 'domains/go.example', 'keys', 'utm', 'utm/whatsapp', 'general', 'system'];
    const settings = ['account', 'account/second-factor', 'members', ...team].map(
      (name) => `/app/settings/${name}`,
    );
    for (const [theme, lang] of CHOICES) {
      const stranger = await browser.newContext();
      for (const context of [stranger, signedIn]) {
        const page = await context.newPage();
        const paths = context === stranger ? ['/app/sign-in', join, reset] : [...settings, member];
        for (const path of paths) {
          expect((await page.goto(`${server.url}${path}?lang=${lang}&theme=${theme}`))?.status()).toBe(200);
          for (const form of await page.locator('main form.form').all())
            expect(await form.getAttribute('action'), path).toContain(`lang=${lang}&theme=${theme}`);
        }
      }
      await stranger.close();
    }
    await signedIn.close();
  });

  it('see a border of the same color at every kind of field that is wrong', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await signIn(page, OWNER);
    const colors = new Set<string>();
    const types = new Set<string>();
    for (const path of ['/app/reports', '/app/settings/members', '/app/settings/keys']) {
      await page.goto(server.url + path);
      for (const field of await page.locator('.field input:not([type="checkbox"])').all()) {
        types.add((await field.getAttribute('type')) ?? 'text');
        colors.add(
          await field.evaluate((element) => {
            element.setAttribute('aria-invalid', 'true');
            return getComputedStyle(element).borderTopColor;
          }),
        );
      }
    }
    expect([...types].toSorted()).toEqual(['date', 'email', 'text']);
    expect([...colors]).toEqual(['rgb(179, 38, 30)']);
    await context.close();
  });

  it('turn the second factor on, and are asked for its code', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await signIn(page, OWNER);
    await page.goto(`${server.url}/app/settings/account/second-factor`);
    const secret = await page.locator('input[name="secret"]').inputValue();
    await fill(page, { Code: new TOTP({ secret: Secret.fromBase32(secret) }).generate() });
    await press(page, 'Turn on');
    const codes = await page.locator('#codes li').allTextContents();
    expect(codes).toHaveLength(10);
    await signOut(page);
    await signIn(page, OWNER);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Enter the code');
    await fill(page, { Code: codes[0] ?? '' });
    await press(page, 'Continue');
    expect(at(page)).toBe('/app');
    await context.close();
  });
});
