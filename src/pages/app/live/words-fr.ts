/** The French texts of the live list. A no-break space comes before `: ; ! ? % »`. */
import type { HitKind } from '../../../hits/hit.ts';
import type { Reason } from '../../../hits/reasons.ts';
import type { LiveWords } from './words.ts';

const kinds: Record<HitKind, string> = {
  click: 'Clic',
  repeat: 'Double clic',
  preview: 'Aperçu',
  prefetch: 'Préchargement',
  scanner: 'Scanner',
  bot: 'Robot',
};

const reasons: Record<Reason, string> = {
  own: 'par la personne qui a partagé le lien',
  own_test: 'votre propre essai',
  head: 'un programme n’a demandé que les en-têtes',
  method: 'un programme a envoyé des données',
  prefetch: 'un navigateur a chargé d’avance',
  prerender: 'un navigateur a affiché d’avance',
  legacy_purpose: 'un navigateur a chargé d’avance',
  preview_agent: 'l’aperçu d’une appli',
  preview_words: 'l’aperçu d’une appli inconnue',
  scanner_agent: 'un produit qui vérifie les liens des e-mails',
  isbot: 'un programme qui s’identifie',
  empty_agent: 'un programme sans nom',
  absurd_agent: 'un programme au nom absurde',
  no_browser: 'pas un navigateur connu',
  embedded: 'chargé dans une page, comme une image',
  no_fetch_metadata: 'un signe de programme',
  hosting_network: 'depuis le réseau d’un hébergeur',
  burst: 'un de plusieurs liens en quelques secondes',
  look_up: 'un programme Office a regardé d’abord',
  two_signs: 'deux signes de programme',
  repeat: 'la même personne, un instant après',
};

export const fr: LiveWords = {
  title: 'En direct',
  today: (clicks, { number, plural }) =>
    clicks === 0
      ? ['Aucun clic', ' aujourd’hui pour l’instant']
      : [`${number(clicks)} ${plural(clicks, 'clic', 'clics')}`, ' aujourd’hui jusqu’ici'],
  lastAt: (time, clicks) => (clicks === 1 ? `, à ${time}.` : `\u00a0; le dernier à ${time}.`),
  noLast: '.',
  lead: 'Chaque requête dès qu’elle arrive, comment elle a été comptée et pourquoi. Le type d’une requête peut encore changer en quelques secondes, quand une requête suivante révèle un scanner ou un programme.',
  hour: 'La dernière heure',
  quietHour: 'Aucun clic dans la dernière heure.',
  perMinute: 'Clics par minute.',
  minute: 'Minute',
  requests: 'Requêtes',
  note: 'Les nouvelles requêtes s’ajoutent seules.',
  noScript: 'Sans JavaScript, rechargez la page.',
  everything: 'Tout',
  kinds,
  reasons,
  heads: { time: 'Heure', kind: 'Comptée comme', link: 'Lien', where: 'Où', why: 'Pourquoi' },
  shownIn: (app) => `montré dans ${app}`,
  inApp: (app) => `dans ${app}`,
  first: 'premier du jour',
  again: 'même personne, à nouveau ce jour',
  unrecognized: 'visiteur non reconnu',
  none: 'Aucune requête pour l’instant. Elles apparaîtront ici dès que quelqu’un ouvrira un lien court.',
  noMatch: 'Aucune requête ne correspond au filtre pour l’instant.',
  page: 'Contenu',
  pause: 'Pause',
  resume: 'Reprendre',
  more: ['Afficher 1 nouvelle requête', 'Afficher {} nouvelles requêtes'],
  arrived: ['1 nouvelle requête', '{} nouvelles requêtes'],
  cut: 'Plus de requêtes sont arrivées qu’on ne peut en montrer\u00a0; certaines manquent ici. Elles sont comptées.',
  lost: 'La connexion est perdue. Nouvel essai …',
  ended: 'Votre session est terminée. Rechargez la page pour vous connecter.',
};
