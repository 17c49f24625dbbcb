import type { Localized } from '../../language.ts';
import type { AppContext } from './env.ts';
import { solo } from './members/solo.tsx';

interface Message {
  title: Localized;
  text: Localized;
}

const MESSAGES = {
  foreign: {
    title: { en: 'Not from here', fr: 'Pas d’ici' },
    text: {
      en: 'This request came from another site, so nothing was done. Open the page here and try again.',
      fr: 'Cette demande vient d’un autre site\u00a0: rien n’a été fait. Ouvrez la page ici et réessayez.',
    },
  },
  role: {
    title: { en: 'Your role does not allow this', fr: 'Votre rôle ne le permet pas' },
    text: {
      en: 'Ask an administrator of your team to do it, or to change your role.',
      fr: 'Demandez à un administrateur de votre équipe de le faire, ou de changer votre rôle.',
    },
  },
  missing: {
    title: { en: 'Nothing here', fr: 'Rien ici' },
    text: { en: 'This page does not exist.', fr: 'Cette page n’existe pas.' },
  },
  failed: {
    title: { en: 'Something went wrong', fr: 'Une erreur s’est produite' },
    text: {
      en: 'The server could not answer. Try again in a minute.',
      fr: 'Le serveur n’a pas pu répondre. Réessayez dans une minute.',
    },
  },
} satisfies Record<string, Message>;

type Status = Parameters<typeof solo>[3];

/** A page that only says something. */
export function messagePage(c: AppContext, status: NonNullable<Status>, name: keyof typeof MESSAGES) {
  const { title, text } = MESSAGES[name];
  const { language } = c.var;
  const body = (
    <>
      <p>{text[language]}</p>
      <p>
        <a href="/app">Sotto</a>
      </p>
    </>
  );
  return solo(c, title[language], body, status);
}
