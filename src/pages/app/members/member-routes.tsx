import { mailInvitation, mailReset } from '../../../mails/send-member-mail.ts';
import { checkEmail } from '../../../members/check-input.ts';
import { changeRole, removeMember, withdrawInvitation } from '../../../members/edit-member.ts';
import { ROLES, type Role } from '../../../members/member.ts';
import { createResetLink, invite } from '../../../members/tickets.ts';
import type { AppContext } from '../env.ts';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import { linkPage, memberPage, membersPage } from './members-page.tsx';
import { readForm } from './read-form.ts';
import { removePage } from './remove-page.tsx';
import { linkTo } from './visitor.ts';
import { MEMBER_WORDS } from './words.ts';

const MEMBERS = '/app/settings/members';

const mailDeps = ({ var: { deps, language } }: AppContext) => ({ ...deps, language });
const NOTICES = ['saved', 'withdrawn', 'removed'] as const;

const roleIn = (text: string): Role => ROLES.find((role) => role === text) ?? 'viewer';

/** What admins do with members and invitations. */
export const memberRoutes = [
  page(`GET ${MEMBERS}`, (c) => {
    const notice = NOTICES.find((name) => name === c.req.query('notice'));
    return membersPage(c, { notice: notice ? MEMBER_WORDS[c.var.language].members[notice] : null });
  }),
  page(`POST ${MEMBERS}/invitations`, async (c) => {
    const { members, mistakes } = MEMBER_WORDS[c.var.language];
    const form = await readForm(c);
    const given = { email: form('email').trim(), role: roleIn(form('role')) };
    const email = given.email === '' ? { value: null } : checkEmail(given.email);
    if ('mistake' in email) return membersPage(c, { given, mistake: mistakes[email.mistake] });
    const link = await invite(c.var.deps, { email: email.value, role: given.role });
    if (link === 'taken') return membersPage(c, { given, mistake: members.inviteTaken });
    const isMailed = form('mail') !== '' && email.value !== null;
    if (!isMailed) return linkPage(c, link);
    const invited = { to: email.value, role: given.role, inviter: c.var.member.name };
    return linkPage(c, link, await mailInvitation(mailDeps(c), link, invited));
  }),
  page(`POST ${MEMBERS}/invitations/:id/remove`, async (c) => {
    await withdrawInvitation(c.var.deps, c.req.param('id') ?? '');
    return c.redirect(linkTo(c, MEMBERS, { notice: 'withdrawn' }), 303);
  }),
  page(`GET ${MEMBERS}/:id`, (c) => memberPage(c)),
  page(`POST ${MEMBERS}/:id`, async (c) => {
    const role = roleIn((await readForm(c))('role'));
    const outcome = await changeRole(c.var.deps, c.req.param('id') ?? '', role);
    if (outcome === 'unknown') return messagePage(c, 404, 'missing');
    return outcome === 'last_admin'
      ? memberPage(c, 409)
      : c.redirect(linkTo(c, MEMBERS, { notice: 'saved' }), 303);
  }),
  page(`POST ${MEMBERS}/:id/reset`, async (c) => {
    const id = c.req.param('id') ?? '';
    const isMailed = (await readForm(c))('mail') !== '';
    const link = await createResetLink(c.var.deps, id);
    if (link === null) return messagePage(c, 404, 'missing');
    return linkPage(c, link, isMailed ? await mailReset(mailDeps(c), link, id) : null);
  }),
  page(`GET ${MEMBERS}/:id/remove`, (c) => removePage(c)),
  page(`POST ${MEMBERS}/:id/remove`, async (c) => {
    const outcome = await removeMember(c.var.deps, c.req.param('id') ?? '');
    if (outcome === 'unknown') return messagePage(c, 404, 'missing');
    return outcome === 'last_admin'
      ? removePage(c, true)
      : c.redirect(linkTo(c, MEMBERS, { notice: 'removed' }), 303);
  }),
];
