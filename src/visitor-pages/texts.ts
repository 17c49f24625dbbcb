/** All texts of the visitor pages. */
import type { Language } from '../language.ts';

/** The message pages. */
export type MessageName =
  | 'unknown'
  | 'gone'
  | 'expired'
  | 'used_up'
  | 'blocked'
  | 'method_not_allowed'
  | 'too_large'
  | 'unsupported'
  | 'too_many_attempts'
  | 'unavailable'
  | 'passwords_busy'
  | 'too_many_unknown';

export interface MessageText {
  title: string;
  text: string;
}

export interface Texts {
  messages: Record<MessageName, MessageText>;
  form: { title: string; text: string; label: string; button: string; wrong: string };
  linkInfo: {
    title: string;
    leadsTo: string;
    address: string;
    hidden: string;
    created: string;
    open: string;
    report: string;
  };
  card: { leadsTo: string };
}

export const TEXTS: Record<Language, Texts> = {
  en: {
    messages: {
      unknown: {
        title: 'This link does not exist',
        text: 'Check the address: a character may be missing. Or ask the person who sent it to you.',
      },
      gone: { title: 'This link is no longer active', text: 'It has been withdrawn.' },
      expired: {
        title: 'This link has expired',
        text: 'It could only be opened until a certain date, which has passed.',
      },
      used_up: {
        title: 'This link has reached its limit',
        text: 'It could only be opened a limited number of times.',
      },
      blocked: { title: 'This link is blocked', text: 'It can no longer be opened.' },
      method_not_allowed: {
        title: 'This request is not supported',
        text: 'Links can only be opened. This address does not accept data.',
      },
      too_large: { title: 'This form is too large', text: 'This address only accepts a password.' },
      unsupported: {
        title: 'This form is not supported',
        text: 'Open the link again and enter the password there.',
      },
      too_many_attempts: {
        title: 'Too many attempts',
        text: 'Wait a minute, then open the link again and enter the password.',
      },
      unavailable: {
        title: 'This link cannot be opened right now',
        text: 'It will probably work again soon. Try again in a minute.',
      },
      passwords_busy: {
        title: 'Too many people are entering a password',
        text: 'Wait some seconds, then open the link again and enter the password.',
      },
      too_many_unknown: {
        title: 'Too many links that do not exist',
        text: 'Check the address, and wait a minute before you try another one. Existing links still open.',
      },
    },
    form: {
      title: 'This link is protected',
      text: 'Ask the person who sent it to you for the password.',
      label: 'Password',
      button: 'Open the link',
      wrong: 'This password is wrong.',
    },
    linkInfo: {
      title: 'Where this link goes',
      leadsTo: 'Destination',
      address: 'Full address',
      hidden: 'Only people who know the password can see where this link goes.',
      created: 'Created on',
      open: 'Open the link',
      report: 'Report this link',
    },
    card: { leadsTo: 'Continue to' },
  },
  fr: {
    messages: {
      unknown: {
        title: 'Ce lien n’existe pas',
        text: 'Vérifiez l’adresse\u00a0: il manque peut-être un caractère. Ou demandez à la personne qui vous l’a envoyée.',
      },
      gone: { title: 'Ce lien n’est plus actif', text: 'Il a été retiré.' },
      expired: {
        title: 'Ce lien a expiré',
        text: 'Il ne pouvait être ouvert que jusqu’à une certaine date, qui est passée.',
      },
      used_up: {
        title: 'Ce lien a atteint sa limite',
        text: 'Il ne pouvait être ouvert qu’un nombre limité de fois.',
      },
      blocked: { title: 'Ce lien est bloqué', text: 'Il ne peut plus être ouvert.' },
      method_not_allowed: {
        title: 'Cette requête n’est pas prise en charge',
        text: 'Un lien peut seulement être ouvert. Cette adresse n’accepte pas de données.',
      },
      too_large: {
        title: 'Ce formulaire est trop volumineux',
        text: 'Cette adresse n’accepte qu’un mot de passe.',
      },
      unsupported: {
        title: 'Ce formulaire n’est pas pris en charge',
        text: 'Ouvrez le lien à nouveau et saisissez-y le mot de passe.',
      },
      too_many_attempts: {
        title: 'Trop de tentatives',
        text: 'Patientez une minute, puis ouvrez le lien à nouveau et saisissez le mot de passe.',
      },
      unavailable: {
        title: 'Ce lien ne peut pas être ouvert pour le moment',
        text: 'Il fonctionnera sans doute bientôt. Réessayez dans une minute.',
      },
      passwords_busy: {
        title: 'Trop de personnes saisissent un mot de passe',
        text: 'Patientez quelques secondes, puis ouvrez le lien à nouveau et saisissez le mot de passe.',
      },
      too_many_unknown: {
        title: 'Trop de liens qui n’existent pas',
        text: 'Vérifiez l’adresse et patientez une minute avant d’en essayer une autre. Les liens existants s’ouvrent toujours.',
      },
    },
    form: {
      title: 'Ce lien est protégé',
      text: 'Demandez le mot de passe à la personne qui vous l’a envoyé.',
      label: 'Mot de passe',
      button: 'Ouvrir le lien',
      wrong: 'Ce mot de passe est incorrect.',
    },
    linkInfo: {
      title: 'Où mène ce lien',
      leadsTo: 'Destination',
      address: 'Adresse complète',
      hidden: 'Seules les personnes qui connaissent le mot de passe peuvent voir où mène ce lien.',
      created: 'Créé le',
      open: 'Ouvrir le lien',
      report: 'Signaler ce lien',
    },
    card: { leadsTo: 'Continuer vers' },
  },
};
