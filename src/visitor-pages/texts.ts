/** Every word of the visitors' pages, in every language. */
import type { Language } from './language.ts';

/** Pages that say one thing. */
export type NoticeName =
  | 'unknown'
  | 'gone'
  | 'expired'
  | 'used_up'
  | 'blocked'
  | 'method_not_allowed'
  | 'too_large'
  | 'unsupported'
  | 'too_many_attempts';

export interface NoticeText {
  title: string;
  text: string;
}

export interface Texts {
  notices: Record<NoticeName, NoticeText>;
  form: { title: string; text: string; label: string; button: string; wrong: string };
  where: {
    title: string;
    leadsTo: string;
    address: string;
    hidden: string;
    created: string;
    open: string;
  };
  card: { leadsTo: string };
}

export const TEXTS: Record<Language, Texts> = {
  en: {
    notices: {
      unknown: {
        title: 'This link leads nowhere',
        text: 'Check the address: a character may be missing. Or ask whoever sent it to you.',
      },
      gone: { title: 'This link is no longer active', text: 'Whoever shared it has withdrawn it.' },
      expired: {
        title: 'This link has expired',
        text: 'It could be opened until a certain time, which is over.',
      },
      used_up: {
        title: 'This link has been used up',
        text: 'It could be opened a certain number of times, and that number is reached.',
      },
      blocked: { title: 'This link is blocked', text: 'It may not be opened any more.' },
      method_not_allowed: {
        title: 'A link can only be opened',
        text: 'Nothing can be sent to this address.',
      },
      too_large: { title: 'That is too much', text: 'This address takes a password and nothing else.' },
      unsupported: {
        title: 'That is no form of ours',
        text: 'Open the link again and type the password there.',
      },
      too_many_attempts: {
        title: 'Too many attempts',
        text: 'Wait for a minute, then open the link again and type the password.',
      },
    },
    form: {
      title: 'This link has a password',
      text: 'Whoever sent it to you knows the password.',
      label: 'Password',
      button: 'Open the link',
      wrong: 'This password is wrong.',
    },
    where: {
      title: 'Where this link goes',
      leadsTo: 'It leads to',
      address: 'Full address',
      hidden: 'Only who knows its password can see where it leads.',
      created: 'Created on',
      open: 'Open the link',
    },
    card: { leadsTo: 'Go on to' },
  },
  fr: {
    notices: {
      unknown: {
        title: 'Ce lien ne mène nulle part',
        text: 'Vérifiez l’adresse\u00a0: il manque peut-être un caractère. Sinon, demandez à la personne qui vous l’a envoyée.',
      },
      gone: { title: 'Ce lien n’est plus actif', text: 'La personne qui l’a partagé l’a retiré.' },
      expired: {
        title: 'Ce lien a expiré',
        text: 'Il pouvait être ouvert jusqu’à une date, maintenant passée.',
      },
      used_up: {
        title: 'Ce lien est épuisé',
        text: 'Il pouvait être ouvert un certain nombre de fois, et ce nombre est atteint.',
      },
      blocked: { title: 'Ce lien est bloqué', text: 'Il ne peut plus être ouvert.' },
      method_not_allowed: {
        title: 'Un lien ne peut qu’être ouvert',
        text: 'Rien ne peut être envoyé à cette adresse.',
      },
      too_large: {
        title: 'C’est trop long',
        text: 'Cette adresse accepte un mot de passe et rien d’autre.',
      },
      unsupported: {
        title: 'Ce formulaire n’est pas le nôtre',
        text: 'Ouvrez le lien à nouveau et saisissez-y le mot de passe.',
      },
      too_many_attempts: {
        title: 'Trop de tentatives',
        text: 'Patientez une minute, puis ouvrez le lien à nouveau et saisissez le mot de passe.',
      },
    },
    form: {
      title: 'Ce lien est protégé',
      text: 'La personne qui vous l’a envoyé connaît le mot de passe.',
      label: 'Mot de passe',
      button: 'Ouvrir le lien',
      wrong: 'Ce mot de passe est incorrect.',
    },
    where: {
      title: 'Où mène ce lien',
      leadsTo: 'Il mène à',
      address: 'Adresse complète',
      hidden: 'Seules les personnes qui connaissent son mot de passe peuvent voir où il mène.',
      created: 'Créé le',
      open: 'Ouvrir le lien',
    },
    card: { leadsTo: 'Continuer vers' },
  },
};
