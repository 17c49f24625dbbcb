/** The mails that members get, as plain text and as HTML that needs nothing from elsewhere. */
import type { Child } from 'hono/jsx';
import { type Language, LOCALES } from '../language.ts';
import type { Role } from '../members/member.ts';
import type { OneUseLink } from '../members/tickets.ts';
import type { Mail } from '../ports.ts';

interface Words {
  subject: string;
  /** Paragraphs before the link, and after it. */
  before: string[];
  action: string;
  after: string[];
}

/** Who gets the mail, and how it is written. */
export interface MailReader {
  to: string;
  language: Language;
  /** An IANA name. */
  zone: string;
}

/** What an invitation says: who invites, to which host, as what. */
export interface Invited {
  /** A name; null for a program. */
  inviter: string | null;
  host: string;
  role: Role;
}

const ROLES: Record<Language, Record<Role, string>> = {
  en: { viewer: 'a viewer', editor: 'an editor', admin: 'an administrator' },
  fr: { viewer: 'lecteur', editor: 'éditeur', admin: 'administrateur' },
};

const INVITATION: Record<Language, (invited: Invited, until: string) => Words> = {
  en: ({ inviter, host, role }, until) => ({
    subject: `Invitation to ${host}`,
    before: [
      inviter === null
        ? `You are invited to the short links of ${host}, as ${ROLES.en[role]}.`
        : `${inviter} invites you to the short links of ${host}, as ${ROLES.en[role]}.`,
    ],
    action: 'Make your account',
    after: [`The link works once, until ${until}. If you expected no invitation, you can ignore this email.`],
  }),
  fr: ({ inviter, host, role }, until) => ({
    subject: `Invitation à ${host}`,
    before: [
      inviter === null
        ? `Une invitation vous attend pour les liens courts de ${host}, comme ${ROLES.fr[role]}.`
        : `${inviter} vous invite aux liens courts de ${host}, comme ${ROLES.fr[role]}.`,
    ],
    action: 'Créer votre compte',
    after: [
      `Le lien ne sert qu’une fois, jusqu’au ${until}. Si vous n’attendiez pas d’invitation, ignorez ce message.`,
    ],
  }),
};

const RESET: Record<Language, (host: string, until: string) => Words> = {
  en: (host, until) => ({
    subject: `A new password for ${host}`,
    before: [`An administrator of ${host} has made a link with which you set a new password.`],
    action: 'Set a new password',
    after: [
      `The link works once, until ${until}. It signs you out everywhere and turns your second factor off.`,
      'If you did not ask for it, tell your administrator, and do not pass this email on.',
    ],
  }),
  fr: (host, until) => ({
    subject: `Un nouveau mot de passe pour ${host}`,
    before: [`Un administrateur de ${host} a créé un lien pour choisir un nouveau mot de passe.`],
    action: 'Choisir un nouveau mot de passe',
    after: [
      `Le lien ne sert qu’une fois, jusqu’au ${until}. Il vous déconnecte partout et désactive votre second facteur.`,
      'Si vous ne l’avez pas demandé, parlez-en à votre administrateur, et ne transférez pas ce message.',
    ],
  }),
};

/** The mail with an invitation link. */
export function invitationMail(reader: MailReader, link: OneUseLink, invited: Invited): Mail {
  return mailOf(reader, link, INVITATION[reader.language](invited, untilText(reader, link)));
}

/** The mail with a link for a new password. */
export function resetMail(reader: MailReader, link: OneUseLink, host: string): Mail {
  return mailOf(reader, link, RESET[reader.language](host, untilText(reader, link)));
}

function untilText({ language, zone }: MailReader, { expiresAt }: OneUseLink): string {
  const options = { dateStyle: 'long', timeStyle: 'short', timeZone: zone } as const;
  return `${new Intl.DateTimeFormat(LOCALES[language], options).format(expiresAt)} (${zone.replaceAll('_', ' ')})`;
}

function mailOf({ to, language }: MailReader, { url }: OneUseLink, words: Words): Mail {
  const { subject, before, action, after } = words;
  const text = [...before, `${action}:\n${url}`, ...after].join('\n\n');
  const html = (
    <Page language={language} title={subject}>
      {before.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      <p>
        <a href={url}>{action}</a>
      </p>
      <p>{url}</p>
      {after.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
    </Page>
  );
  return { to, language, subject, text: `${text}\n`, html: `<!doctype html>${html}` };
}

function Page({ language, title, children }: { language: Language; title: string; children: Child }) {
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <title>{title}</title>
      </head>
      <body style="font-family: sans-serif; line-height: 1.5; max-width: 36rem">{children}</body>
    </html>
  );
}
