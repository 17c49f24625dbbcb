/** Sends a one-use link to its reader, if a mail server is configured. */
import type { Language } from '../language.ts';
import type { Member, Role } from '../members/member.ts';
import type { OneUseLink } from '../members/tickets.ts';
import type { Deps, Mail, Mailer } from '../ports.ts';
import { invitationMail, type MailReader, resetMail } from './member-mails.tsx';

/** What became of a mail. */
export interface Mailed {
  to: string;
  outcome: Awaited<ReturnType<Mailer['send']>>;
}

/** `language` is that of who asks for the mail, which counts where neither the reader nor the instance has one. */
type MailDeps = Pick<Deps, 'store' | 'settings' | 'mailer'> & { language: Language };

async function readerOf(
  { store, language: asker }: MailDeps,
  to: string,
  chosen: Partial<Pick<Member, 'language' | 'timezone'>>,
): Promise<MailReader> {
  const { language, timezone } = await store.instance.known();
  return {
    to,
    language: chosen.language ?? language ?? asker,
    zone: chosen.timezone ?? timezone ?? 'UTC',
  };
}

async function send({ mailer }: MailDeps, mail: Mail): Promise<Mailed | null> {
  return mailer ? { to: mail.to, outcome: await mailer.send(mail) } : null;
}

const hostOf = ({ settings }: MailDeps) => new URL(settings.publicUrl).host;

/** Sends an invitation; null if no mail server is configured. */
export async function mailInvitation(
  deps: MailDeps,
  link: OneUseLink,
  { to, ...invited }: { to: string; inviter: string | null; role: Role },
): Promise<Mailed | null> {
  return send(deps, invitationMail(await readerOf(deps, to, {}), link, { ...invited, host: hostOf(deps) }));
}

/** Sends a link for a new password to its member; null if no mail server is configured. */
export async function mailReset(deps: MailDeps, link: OneUseLink, memberId: string): Promise<Mailed | null> {
  const member = await deps.store.members.get(memberId);
  if (!member) return null;
  return send(deps, resetMail(await readerOf(deps, member.email, member), link, hostOf(deps)));
}
