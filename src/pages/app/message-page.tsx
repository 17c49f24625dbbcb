import type { Localized } from '../../language.ts';
import type { AppContext } from './env.ts';
import { type PageStatus, showPage, viewFor } from './frame/show-page.tsx';
import { solo } from './members/solo.tsx';
import { linkTo } from './members/visitor.ts';
import { WORDS } from './words/words.ts';

interface Message {
  title: Localized;
  text: Localized;
}

const MESSAGES = {
  foreign: {
    title: { en: 'Request from another site', fr: 'Requête d’un autre site' },
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

/** What an administrator finds in the log. */
const REQUEST: Localized = {
  en: 'If this happens again, tell an administrator the id of the request:',
  fr: 'Si cela se reproduit, donnez à un administrateur l’identifiant de la requête\u00a0:',
};

/** A page that only says something: with the navigation for a member, without it for anybody else. */
export function messagePage(c: AppContext, status: PageStatus, name: keyof typeof MESSAGES) {
  const { title, text } = MESSAGES[name];
  const { language, requestId, signedIn } = c.var;
  const body = (
    <>
      <p>{text[language]}</p>
      {name === 'failed' ? (
        <p class="muted">
          {REQUEST[language]} <code class="u-all">{requestId}</code>
        </p>
      ) : null}
      <p>
        <a class={signedIn ? 'btn' : undefined} href={linkTo(c, '/app')}>
          {WORDS[language].nav.overview}
        </a>
      </p>
    </>
  );
  if (!signedIn) return solo(c, title[language], body, status);
  return showPage(
    c,
    { view: viewFor(c), title: title[language], place: null, status },
    <div class="wrap message">
      <h1 class="h1">{title[language]}</h1>
      {body}
    </div>,
  );
}
