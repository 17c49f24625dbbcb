/** `/members`: who may use the pages, and the one-use links by which people come in. */
import { createRoute, z } from '@hono/zod-openapi';
import { invalid } from '../../errors.ts';
import { mailInvitation, mailReset } from '../../mails/send-member-mail.ts';
import { checkEmail } from '../../members/check-input.ts';
import { MAX_EMAIL_LENGTH, type Member, ROLES } from '../../members/member.ts';
import { createOwnerLink, createResetLink, invite, type OneUseLink } from '../../members/tickets.ts';
import { isoTime } from '../../time.ts';
import { secured } from '../http/auth.ts';
import type { ApiDeps } from '../http/env.ts';
import { apiRoute } from '../http/route.ts';
import * as field from '../schemas/fields.ts';
import { pageInMemory, pageQuery, readPage } from '../schemas/page.ts';
import { json, jsonBody, pageOf, problems } from '../schemas/shapes.ts';

const PURPOSES = ['owner', 'invitation', 'reset'] as const;

const MemberRole = z.enum(ROLES).openapi('MemberRole', {
  description: 'What a member may do: a `viewer` reads, an `editor` changes links, an `admin` everything.',
});

const MemberBody = z
  .object({
    id: z.string().openapi({ description: 'Id of the member.', example: 'mem_8fWq2xK0pLrT5vBn' }),
    email: z.string().openapi({ description: 'Email address, by which the member signs in.' }),
    name: z.string().openapi({ description: 'Name, as colleagues see it.' }),
    role: MemberRole,
    secondFactor: z.boolean().openapi({ description: 'Whether signing in needs a code as well.' }),
    createdAt: field.timestamp.openapi({ description: 'Time of joining.' }),
  })
  .openapi('Member', { description: 'Somebody who may use the pages.' });

const MemberPage = pageOf('MemberPage', MemberBody);

const LinkCreate = z
  .strictObject({
    purpose: z.enum(PURPOSES).openapi({
      description:
        '`owner` makes the first account, while nobody is a member; `invitation` lets one person join; `reset` lets a member set a new password.',
    }),
    email: z.string().max(MAX_EMAIL_LENGTH).nullable().default(null).openapi({
      description:
        'Of the member, for `reset`. For `invitation`, only this address can join; anybody with the link by default.',
      example: 'ana@example.com',
    }),
    role: MemberRole.default('viewer'),
    mail: z.boolean().default(false).openapi({
      description:
        'Whether the link is also sent to `email`. Needs a mail server (`SOTTO_SMTP_URL`, on Node). The answer has the link in any case.',
    }),
  })
  .openapi('MemberLinkCreate', {
    description: 'What a one-use link is for, and for whom.',
    example: { purpose: 'invitation', email: 'ana@example.com', role: 'editor' },
  });

const LinkBody = z
  .object({
    url: z.string().openapi({
      description: 'The link, which works once. It is shown only in this answer and is not stored.',
      example: 'https://go.example.com/app/join/…',
    }),
    expiresAt: field.timestamp.openapi({ description: 'When the link expires.' }),
    mail: z.enum(['sent', 'failed', 'late']).nullable().openapi({
      description:
        'What became of the email; null if none was asked for. `late`: the mail server has not answered yet.',
    }),
  })
  .openapi('MemberLink', { description: 'A link that works once.' });

const presentMember = ({ id, email, name, role, hasSecondFactor, createdAt }: Member) => ({
  id,
  email,
  name,
  role,
  secondFactor: hasSecondFactor,
  createdAt: isoTime(createdAt),
});

type Given = z.infer<typeof LinkCreate>;

/** Throws why no mail can be sent with the link. */
function checkMail({ mailer }: ApiDeps, { purpose, email, mail }: Given): void {
  if (!mail) return;
  if (!mailer) throw invalid('/mail', 'Needs a mail server (SOTTO_SMTP_URL).');
  if (purpose === 'owner') throw invalid('/mail', 'Is only for "invitation" and "reset".');
  if (email === null) throw invalid('/email', 'Is required with "mail".');
}

async function mailLink(deps: ApiDeps, { purpose, email: given, role }: Given, link: OneUseLink) {
  const email = checkEmail(given ?? '');
  const to = 'value' in email ? email.value : null;
  const sending = { ...deps, language: 'en' as const };
  if (to === null) return null;
  if (purpose === 'invitation') return mailInvitation(sending, link, { to, role, inviter: null });
  const member = await deps.store.members.secretsOf({ email: to });
  return member ? mailReset(sending, link, member.id) : null;
}

async function createLink(deps: ApiDeps, { purpose, email: given, role }: Given): Promise<OneUseLink> {
  if (purpose === 'owner') {
    const link = await createOwnerLink(deps);
    if (!link) throw invalid('/purpose', 'Somebody is a member already. Use "invitation".');
    return link;
  }
  const email = given === null ? { value: null } : checkEmail(given);
  if ('mistake' in email) throw invalid('/email', 'Must be an email address.');
  if (purpose === 'invitation') {
    const link = await invite(deps, { email: email.value, role });
    if (link === 'taken') throw invalid('/email', 'A member has this address already.');
    return link;
  }
  if (email.value === null) throw invalid('/email', 'Is required for "reset".');
  const member = await deps.store.members.secretsOf({ email: email.value });
  const link = member && (await createResetLink(deps, member.id));
  if (!link) throw invalid('/email', 'Nobody with this address is a member.');
  return link;
}

export const memberRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/members',
      operationId: 'listMembers',
      tags: ['Members'],
      summary: 'List members, newest first',
      description: 'Members are the people who use the pages. They join with one-use links.',
      ...secured('admin'),
      request: { query: z.strictObject(pageQuery) },
      responses: { 200: json(MemberPage, 'One page of members.'), ...problems },
    }),
    async (c) => {
      const members = await c.var.deps.store.members.list();
      const { rows, nextCursor } = await readPage(c, c.req.valid('query'), pageInMemory(members));
      return c.json({ data: rows.map(presentMember), nextCursor }, 200);
    },
  ),
  apiRoute(
    createRoute({
      method: 'post',
      path: '/member-links',
      operationId: 'createMemberLink',
      tags: ['Members'],
      summary: 'Create a one-use link for a member',
      description:
        'Invitations are valid for 24 hours, links for a new password for one hour, and the link for the first account for a week. A new link for the same person replaces the old one.',
      ...secured('admin'),
      request: { body: jsonBody(LinkCreate) },
      responses: { 201: json(LinkBody, 'The new link.'), ...problems },
    }),
    async (c) => {
      const { deps } = c.var;
      const given = c.req.valid('json');
      checkMail(deps, given);
      const link = await createLink(deps, given);
      const mailed = given.mail ? await mailLink(deps, given, link) : null;
      const { url, expiresAt } = link;
      // Where invitations are managed: the link itself is a secret, and headers are logged and kept.
      const Location = `${deps.settings.publicUrl}/app/settings/members`;
      return c.json({ url, expiresAt: isoTime(expiresAt), mail: mailed?.outcome ?? null }, 201, { Location });
    },
  ),
] as const;
