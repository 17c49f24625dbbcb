import type { Section } from './section.ts';

/** What can be had and what can be erased. */
export const rights: Section = {
  id: 'rights',
  title: { en: 'Export and erasure', fr: 'Export et effacement' },
  points: [
    {
      en: 'The operator can export everything stored about a link or a content, and erase all visits to it or the whole of it. Counts fall by exactly as much.',
      fr: 'L’exploitant peut exporter tout ce qui est enregistré sur un lien ou un contenu, et en effacer toutes les visites ou l’effacer en entier. Les totaux baissent d’autant, exactement.',
    },
    {
      en: 'The visits of one person cannot be found, unless the team gave a link or a mark to that person alone.',
      fr: 'Les visites d’une personne ne peuvent être retrouvées, sauf si l’équipe a donné un lien ou une marque à elle seule.',
    },
    {
      en: 'For anything else, ask whoever shared the link or runs this address.',
      fr: 'Pour toute autre question, adressez-vous à qui a partagé le lien ou exploite cette adresse.',
    },
  ],
};
