/** The French texts of the pages that make links. */
import type { enNew } from './en-new.ts';

export const frNew: typeof enNew = {
  title: 'Nouveaux liens',
  note: 'Une adresse entre, un lien court par canal en sort.',
  url: 'Adresse de la page',
  urlHint: 'L’adresse reste inchangée. Les paramètres de suivi ne créent pas un deuxième contenu.',
  channels: 'Canaux',
  channelsHint: 'Choisissez où elle sera partagée. Vous pourrez ajouter des canaux plus tard.',
  slug: 'Fin du lien lisible',
  slugHint: 'Facultatif. Chaque canal ajoute sa terminaison\u00a0: guide-wa, guide-mail…',
  more: 'Titre, campagne, étiquettes',
  pageTitle: 'Titre',
  pageTitleHint: 'Facultatif\u00a0; affiché dans les listes et les messages de partage.',
  campaign: 'Campagne',
  tags: 'Étiquettes',
  tagsHint: 'Séparées par des virgules',
  make: 'Créer les liens',
  willGet: 'Vous obtiendrez',
  willGetEach:
    'Un lien court pour chaque canal, à n’utiliser que là\u00a0: c’est ainsi que nous savons où il a été partagé.',
  known: 'Si cette page est déjà connue, vous obtenez ses liens existants, inchangés.',
  problems: 'Les liens n’ont pas été créés.',
  badUrl: 'Ce n’est pas l’adresse d’une page sur le web, comme https://example.org/guide.',
  badSlug: 'Lettres, chiffres, - et _, avec une lettre ou un chiffre au début et à la fin.',
  slugTaken: 'Cette fin de lien est déjà prise. Choisissez-en une autre.',
  noChannel: 'Choisissez au moins un canal.',
  tooLong: (most, { number }) => `${number(most)} caractères au plus.`,
  tooManyTags: (most, { number }) => `${number(most)} étiquettes au plus.`,
  ready: (count, { number, plural }) =>
    `${number(count)} ${plural(count, 'lien est prêt', 'liens sont prêts')}`,
  readyNote: 'Utilisez chacun dans son canal\u00a0: c’est le lien qui dit où il a été partagé.',
  seeContent: 'Voir le contenu',
  copyTable: 'Tout copier en tableau',
  copyMarkdown: 'Copier en Markdown',
  another: 'Une autre page',
  test: 'Pour essayer sans compter, ajoutez «\u00a0.test\u00a0» à un lien.',
};
