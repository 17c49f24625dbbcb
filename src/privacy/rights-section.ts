import type { Section } from './inventory-section.ts';

/** What can be exported and erased. */
export const rightsSection: Section = {
  id: 'rights',
  title: { en: 'Export and erasure', fr: 'Export et effacement' },
  points: [
    {
      en: 'The operator can export everything that is stored about a link or a content, erase all its visits, or delete it completely. Totals decrease by exactly the erased visits.',
      fr: 'L’exploitant peut exporter tout ce qui est enregistré sur un lien ou un contenu, en effacer toutes les visites ou le supprimer complètement. Les totaux diminuent exactement des visites effacées.',
    },
    {
      en: 'The visits of one person cannot be found, unless the team made a link or mark only for that person.',
      fr: 'Les visites d’une personne ne peuvent pas être retrouvées, sauf si l’équipe a créé un lien ou une marque pour elle seule.',
    },
    {
      en: 'For all other questions, contact the person who shared the link or the operator of this site.',
      fr: 'Pour toute autre question, adressez-vous à la personne qui a partagé le lien ou à l’exploitant de ce site.',
    },
  ],
};
