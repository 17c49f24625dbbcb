/** The pages of members: signing in, joining, the settings. */
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import type { ServerProcess } from '../support/server/spawn-server.ts';
import type { Shown } from './shown.ts';

const PASSWORD = 'four walls and a door';
const ACCOUNT = '/app/settings/account';
const MEMBERS = '/app/settings/members';
const EMAIL = 'ines.duarte@le-cap.example';
/** Of an authenticator app. Screenshots need no secret one. */
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate();

async function linkFor(server: ServerProcess, request: Record<string, unknown>): Promise<string> {
  const { url } = await server.api<{ url: string }>('/member-links', request);
  return new URL(url).pathname;
}

/** Sends a form as a page of the server does; returns the cookie that is set, if one is. */
async function send(server: ServerProcess, path: string, fields: Record<string, string>, cookie = '') {
  const headers = { Origin: server.url, ...(cookie && { Cookie: cookie }) };
  const body = new URLSearchParams(fields);
  const response = await fetch(server.url + path, { method: 'POST', headers, body, redirect: 'manual' });
  if (response.status >= 400) throw new Error(`${path}: ${response.status}`);
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

const submit = (page: Page) => page.locator('main form.form button[type="submit"]').first().click();

async function signIn(page: Page) {
  await page.locator('#email').fill(EMAIL);
  await page.locator('#password').fill(PASSWORD);
  await submit(page);
}

async function giveWrongCode(page: Page) {
  await signIn(page);
  await page.locator('#code').fill('1');
  await submit(page);
  await page.locator('#code[aria-invalid]').waitFor();
}

async function turnOn(page: Page) {
  const secret = await page.locator('input[name="secret"]').inputValue();
  await page.locator('#code').fill(codeOf(secret));
  await submit(page);
}

async function openAccountWithFactor(page: Page) {
  await Promise.all([page.waitForNavigation(), turnOn(page)]);
  const { origin, search } = new URL(page.url());
  await page.goto(origin + ACCOUNT + search);
}

/** Adds a second member, who has a second factor, and two invitations. */
export async function memberPagesOf(server: ServerProcess): Promise<Shown[]> {
  const invitation = { purpose: 'invitation', email: EMAIL, role: 'editor' };
  const { data } = await server.api<{ data: { id: string; email: string }[] }>('/members');
  if (!data.some(({ email }) => email === EMAIL)) {
    const path = await linkFor(server, invitation);
    const cookie = await send(server, path, { name: 'Inès Duarte', password: PASSWORD });
    const factor = { secret: SECRET, code: codeOf(SECRET) };
    await send(server, '/app/settings/account/second-factor', factor, cookie);
  }
  const members = await server.api<{ data: { id: string; email: string; role: string }[] }>('/members');
  const id = members.data.find(({ email }) => email === EMAIL)?.id;
  const join = await linkFor(server, { ...invitation, email: 'paul@le-cap.example' });
  await linkFor(server, { purpose: 'invitation', role: 'viewer' });
  const reset = await linkFor(server, { purpose: 'reset', email: EMAIL });
  const signedOut = { isSignedOut: true };
  const admins = members.data.filter(({ role }) => role === 'admin');
  const lastAdmin = `${MEMBERS}/${admins[0]?.id}`;
  // Where there are others, these actions would be carried out.
  const lastAdminPages =
    admins.length === 1
      ? [
          { name: 'member-last-admin', path: lastAdmin, send: { role: 'viewer' } },
          { name: 'member-last-admin-kept', path: `${lastAdmin}/remove`, send: {} },
        ]
      : [];
  return [
    { name: 'member-sign-in', path: '/app/sign-in', ...signedOut },
    {
      name: 'member-sign-in-wrong',
      path: '/app/sign-in',
      ...signedOut,
      act: async (page) => {
        await page.locator('#email').fill('nobody@le-cap.example');
        await page.locator('#password').fill('wrong');
        await submit(page);
      },
    },
    { name: 'member-code', path: '/app/sign-in', ...signedOut, act: signIn },
    { name: 'member-code-wrong', path: '/app/sign-in', ...signedOut, act: giveWrongCode },
    { name: 'member-join', path: join, ...signedOut },
    { name: 'member-join-refused', path: join, ...signedOut, send: { name: '', password: 'short' } },
    { name: 'member-join-used', path: '/app/join/none', ...signedOut },
    { name: 'member-reset', path: reset, ...signedOut },
    { name: 'member-reset-refused', path: reset, ...signedOut, send: { password: 'short' } },
    { name: 'member-enter-used', path: '/app/enter/none', ...signedOut },
    { name: 'member-account', path: ACCOUNT },
    { name: 'member-account-refused', path: ACCOUNT, send: { name: '', timezone: 'Europe/Atlantis' } },
    { name: 'member-password-refused', path: `${ACCOUNT}/password`, send: { current: '-', password: '-' } },
    { name: 'member-factor-refused', path: `${ACCOUNT}/second-factor`, send: { secret: SECRET, code: '1' } },
    { name: 'member-factor', path: `${ACCOUNT}/second-factor` },
    { name: 'member-list', path: MEMBERS },
    { name: 'member-one', path: `${MEMBERS}/${id}` },
    { name: 'member-remove', path: `${MEMBERS}/${id}/remove` },
    { name: 'member-invitation-refused', path: `${MEMBERS}/invitations`, send: { email: 'nobody' } },
    // Of another member: a new link would replace the one above.
    { name: 'member-reset-link', path: `${lastAdmin}/reset`, send: {} },
    ...lastAdminPages,
    { name: 'member-link', path: MEMBERS, act: submit },
    { name: 'member-recovery-codes', path: `${ACCOUNT}/second-factor`, act: turnOn },
    { name: 'member-account-factor', path: `${ACCOUNT}/second-factor`, act: openAccountWithFactor },
    { name: 'member-off-refused', path: `${ACCOUNT}/second-factor/off`, send: { 'current-off': '-' } },
    { name: 'message', path: '/app/nothing' },
  ];
}
