/** Mails to members, through a real SMTP server. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMailer, smtpOptions } from '../../../src/runtime/node/adapters/mailer.ts';
import { type MemberBrowser, openBrowser, PASSWORD } from '../../support/member-browser.ts';
import { COOKIE, signIn } from '../../support/members/sign-in.ts';
import { openRuntime } from '../../support/runtimes/open.node.ts';
import { assemble, ORIGIN, type Sotto } from '../../support/runtimes/sotto.ts';

const FROM = 'Le Cap <links@le-cap.example>';
const MAIL = {
  to: 'ana@example.com',
  language: 'en',
  subject: 'Subject',
  text: 'Text',
  html: '<p>Text</p>',
} as const;

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

interface Received {
  from: string;
  to: string[];
  user: string | undefined;
  source: string;
}

/** A mail server on this machine; `mails` is what it has taken. */
async function mailServer(options: SMTPServerOptions = {}) {
  const mails: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _, done) =>
      password === 'p@ss:word' ? done(null, { user: username }) : done(new Error('Wrong password')),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        const source = Buffer.concat(chunks).toString();
        mails.push({ from, to: rcptTo.map(({ address }) => address), user: session.user, source });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {}); // clients that give up
  const listening = server.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  cleanUps.push(() => new Promise((resolve) => server.close(() => resolve(null))));
  return { mails, port: (listening.address() as AddressInfo).port };
}

/** Logs what the mailer logs. */
function mailerFor(url: string, waitMs?: number) {
  const logged: string[] = [];
  const log = { error: (fields: unknown, text: string) => void logged.push(JSON.stringify([fields, text])) };
  return { logged, mailer: createMailer({ url, from: FROM }, log, waitMs) };
}

/** The text of a mail as its reader sees it. */
const readable = ({ source }: Received) =>
  source
    .replaceAll(/=\r\n/g, '')
    .replaceAll(/(?:=[\dA-F]{2})+/g, (bytes) => decodeURIComponent(bytes.replaceAll('=', '%')));

const withoutTags = (html: string) => html.replaceAll(/<[^>]+>/g, '');

describe('a mailer', () => {
  it('signs in with a password that is percent-encoded in the URL', async () => {
    const { mails, port } = await mailServer({ authOptional: false });
    const { mailer } = mailerFor(`smtp://links%40le-cap.example:p%40ss%3Aword@127.0.0.1:${port}`);
    expect(await mailer.send(MAIL)).toBe('sent');
    expect(mails).toMatchObject([
      { from: 'links@le-cap.example', to: ['ana@example.com'], user: 'links@le-cap.example' },
    ]);
    expect(mails[0]?.source).toContain('Auto-Submitted: auto-generated');
  });

  it('sends to one address, whatever it contains', async () => {
    const { mails, port } = await mailServer();
    const { mailer } = mailerFor(`smtp://127.0.0.1:${port}`);
    await mailer.send({ ...MAIL, to: 'ana,eve@example.com' });
    expect(mails.flatMap(({ to }) => to)).not.toContain('eve@example.com');
  });

  it('says that a mail server refuses, and logs neither address nor text', async () => {
    const { port } = await mailServer({
      onRcptTo: ({ address }, _, done) => done(new Error(`No ${address} here`)),
    });
    const { mailer, logged } = mailerFor(`smtp://127.0.0.1:${port}`);
    expect(await mailer.send(MAIL)).toBe('failed');
    expect(logged).toHaveLength(1);
    expect(logged.join()).toContain('EENVELOPE');
    expect(logged.join()).not.toContain('example.com');
  });

  it('gives up waiting for a mail server that keeps silent', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanUps.push(async () => void silent.close());
    const { mailer } = mailerFor(`smtp://127.0.0.1:${(silent.address() as AddressInfo).port}`, 1);
    expect(await mailer.send(MAIL)).toBe('late');
  });

  it('trusts no certificate that it does not know', async () => {
    const { mails, port } = await mailServer({ disabledCommands: [], authOptional: false });
    const { mailer } = mailerFor(`smtp://user:p%40ss%3Aword@127.0.0.1:${port}`);
    expect(await mailer.send(MAIL)).toBe('failed');
    expect(mails).toEqual([]);
  });

  it('sends a password beyond this machine only with TLS', () => {
    expect(smtpOptions('smtp://u:p@mail.example.com')).toMatchObject({
      host: 'mail.example.com',
      port: 587,
      secure: false,
      requireTLS: true,
    });
    expect(smtpOptions('smtp://u:p@localhost:25')).toMatchObject({ port: 25, requireTLS: false });
    expect(smtpOptions('smtp://mail.example.com')).toMatchObject({ requireTLS: false });
    expect(smtpOptions('smtps://u:p@[2001:db8::1]')).toMatchObject({
      host: '2001:db8::1',
      port: 465,
      secure: true,
    });
  });
});

describe('the pages of members', () => {
  let sotto: Sotto;
  let server: Awaited<ReturnType<typeof mailServer>>;
  let admin: MemberBrowser['post'];
  beforeAll(async () => {
    server = await mailServer();
    const closing = cleanUps.splice(0);
    const { mailer } = mailerFor(`smtp://127.0.0.1:${server.port}`);
    sotto = await assemble(await openRuntime(), { mailer });
    afterAllDo.push(...closing, () => sotto.close());
    const cookie = `${COOKIE}=${await signIn(sotto.deps, 'admin', { name: 'Zoé <b>' })}`;
    admin = (path, fields, headers) => openBrowser(sotto).post(path, fields, { Cookie: cookie, ...headers });
  });
  const afterAllDo: (() => Promise<unknown>)[] = [];
  afterAll(async () => {
    for (const end of afterAllDo) await end();
  });

  it('send an invitation in the language of the instance, whose link works', async () => {
    await sotto.api('PATCH', '/settings', { language: 'fr', timezone: 'Europe/Paris' });
    const email = 'paul@le-cap.example';
    const page = await admin('/app/settings/members/invitations', { email, role: 'editor', mail: 'yes' });
    const shown = withoutTags(await page.text());
    const link = /http:\/\/sotto\.test\/app\/join\/[\w-]{43}/.exec(shown)?.[0] ?? '';
    expect(shown).toContain(`Le lien a été envoyé à ${email}.`);
    const mail = server.mails.at(-1);
    if (!mail) throw new Error('No mail has arrived');
    expect(mail.to).toEqual([email]);
    const text = readable(mail);
    expect(text).toContain('vous invite aux liens courts de sotto.test, comme éditeur');
    expect(text).toContain('Zoé <b> vous invite'); // as plain text
    expect(text).toContain('Zoé &lt;b&gt; vous invite'); // as HTML
    expect(text.match(new RegExp(link, 'g'))?.length).toBeGreaterThanOrEqual(3);
    expect(text).toContain('Europe/Paris');
    const joined = await openBrowser(sotto).post(link.slice(ORIGIN.length), {
      name: 'Paul',
      password: PASSWORD,
    });
    expect(joined.status).toBe(303);
    await sotto.api('PATCH', '/settings', { language: null, timezone: null });
  });

  it('send a link for a new password in the language of the member', async () => {
    await signIn(sotto.deps, 'viewer', { email: 'ines@le-cap.example', language: 'fr', name: 'Inès' });
    const id = (await sotto.store.members.secretsOf({ email: 'ines@le-cap.example' }))?.id;
    const page = await admin(
      `/app/settings/members/${id}/reset`,
      { mail: 'yes' },
      { 'Accept-Language': 'en' },
    );
    expect(withoutTags(await page.text())).toContain('The link was sent to ines@le-cap.example.');
    const mail = server.mails.at(-1);
    expect(mail && readable(mail)).toContain('Un nouveau mot de passe pour sotto.test');
  });

  it('are sent by the API as well, which says what became of them', async () => {
    const path = '/member-links';
    const email = 'api@le-cap.example';
    const asked = { purpose: 'invitation', email, role: 'viewer', mail: true };
    const { status, body } = await sotto.api<{ url: string; mail: string }>('POST', path, asked);
    expect([status, body.mail]).toEqual([201, 'sent']);
    const mail = server.mails.at(-1);
    expect(mail?.to).toEqual([email]);
    const text = mail ? readable(mail) : '';
    expect(text).toContain('You are invited to the short links of sotto.test, as a viewer.');
    expect(text).toContain(body.url);
    const before = server.mails.length;
    const silent = await sotto.api('POST', path, { purpose: 'invitation', email: 'b@le-cap.example' });
    expect(silent.body).toMatchObject({ mail: null });
    const wrong = async (at: Sotto, request: object) => {
      const refused = await at.api<{ errors: { pointer: string }[] }>('POST', path, request);
      return [refused.status, refused.body.errors.map(({ pointer }) => pointer)];
    };
    expect(await wrong(sotto, { purpose: 'invitation', mail: true })).toEqual([422, ['/email']]);
    expect(await wrong(sotto, { purpose: 'owner', mail: true })).toEqual([422, ['/mail']]);
    expect(await wrong(await assemble(sotto), asked)).toEqual([422, ['/mail']]);
    expect(server.mails).toHaveLength(before);
  });

  it('send nothing that was not asked for', async () => {
    const before = server.mails.length;
    const email = 'none@le-cap.example';
    const page = await admin('/app/settings/members/invitations', { email, role: 'viewer' });
    expect(withoutTags(await page.text())).toContain('/app/join/');
    await admin('/app/settings/members/invitations', { email: '', role: 'viewer', mail: 'yes' });
    expect(server.mails).toHaveLength(before);
  });

  it('show the link and say so if the mail cannot be sent', async () => {
    const broken = mailerFor('smtp://127.0.0.1:9').mailer; // nothing listens there
    const other = await assemble(sotto, { mailer: broken });
    const cookie = `${COOKIE}=${await signIn(other.deps, 'admin')}`;
    const fields = { email: 'late@le-cap.example', role: 'viewer', mail: 'yes' };
    const page = await openBrowser(other).post('/app/settings/members/invitations', fields, {
      Cookie: cookie,
    });
    const text = withoutTags(await page.text());
    expect([page.status, text]).toEqual([200, expect.stringContaining('could not be sent')]);
    expect(text).toContain('/app/join/');
  });

  it('offer it only where a mail server is configured', async () => {
    const other = await assemble(sotto);
    const cookie = `${COOKIE}=${await signIn(other.deps, 'admin')}`;
    const formOf = async (at: Sotto) =>
      (await openBrowser(at).get('/app/settings/members', { Cookie: cookie })).text();
    expect(await formOf(sotto)).toContain('name="mail"');
    expect(await formOf(other)).not.toContain('name="mail"');
    const privacyOf = async (at: Sotto) => (await at.request('/privacy')).text();
    expect(await privacyOf(sotto)).toContain('mail server');
    expect(await privacyOf(other)).not.toContain('mail server');
  });
});
