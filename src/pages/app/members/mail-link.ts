/** Sends a one-use link to its reader, if the admin wants that and a mail server is configured. */
import type { Member, Role } from '../../../members/member.ts';
import type { OneUseLink } from '../../../members/tickets.ts';
import type { Mail, Mailer } from '../../../ports.ts';
import { invitationMail, type MailReader, resetMail } from '../../mails/member-mails.tsx';
import type { AppContext } from '../env.ts';

/** What became of a mail. */
export interface Mailed {
  to: string;
  outcome: Awaited<ReturnType<Mailer['send']>>;
}

/** How the reader wants the mail: as they have chosen, else as the instance, else as the admin who asks. */
async function readerOf(
  c: AppContext,
  to: string,
  chosen: Partial<Pick<Member, 'language' | 'timezone'>>,
): Promise<MailReader> {
  const { language, timezone } = await c.var.deps.store.instance.known();
  return {
    to,
    language: chosen.language ?? language ?? c.var.language,
    zone: chosen.timezone ?? timezone ?? 'UTC',
  };
}

async function send(c: AppContext, mail: Mail): Promise<Mailed | null> {
  const { mailer } = c.var.deps;
  return mailer ? { to: mail.to, outcome: await mailer.send(mail) } : null;
}

const hostOf = (c: AppContext) => new URL(c.var.deps.settings.publicUrl).host;

/** Sends an invitation; null if no mail server is configured. */
export async function mailInvitation(c: AppContext, link: OneUseLink, to: string, role: Role) {
  const reader = await readerOf(c, to, {});
  return send(c, invitationMail(reader, link, { inviter: c.var.member.name, host: hostOf(c), role }));
}

/** Sends a link for a new password to its member; null if no mail server is configured. */
export async function mailReset(c: AppContext, link: OneUseLink, memberId: string) {
  const member = await c.var.deps.store.members.get(memberId);
  if (!member) return null;
  return send(c, resetMail(await readerOf(c, member.email, member), link, hostOf(c)));
}
