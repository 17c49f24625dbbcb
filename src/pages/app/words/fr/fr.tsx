/** The French texts of the application. A no-break space comes before `: ; ! ? % »`. */
import type { en } from '../en/en.tsx';
import type { Format, Part } from '../format.ts';
import { BEFORE, frAnswer } from './answer.tsx';
import { frContent } from './content.ts';
import { frList } from './list.ts';
import { frNew } from './new.ts';
import { frQr } from './qr.ts';
import { frRules } from './rules.ts';
import { frSharing } from './sharing.ts';

const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const clicks = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'clic', 'clics')}`;

export const fr: typeof en = {
  nav: {
    main: 'Principale',
    overview: 'Vue d’ensemble',
    content: 'Contenus',
    live: 'En direct',
    weekly: 'Résumé de la semaine',
    share: 'Partager cette vue',
    report: 'Partager un rapport',
    newLinks: 'Nouveaux liens',
    new: 'Créer',
    account: 'Compte et réglages',
    skip: 'Aller au contenu',
    otherLanguage: 'English',
    dark: 'Sombre',
    light: 'Clair',
    system: 'Comme le système',
    settings: 'Réglages',
    docs: 'Documentation de l’API',
    signOut: 'Se déconnecter',
    privacy: 'Vie privée',
    howWeCount: 'Comment\u00a0nous\u00a0comptons',
  },
  foot: (upTo, zone) => `Compté jusqu’au ${upTo}, ${zone}`,
  footPromise: 'Les visiteurs sont comptés par lien et par jour. Ni cookies, ni adresses enregistrées.',
  period: {
    label: 'Période',
    '7d': '7\u00a0jours',
    '30d': '30\u00a0jours',
    '90d': '90\u00a0jours',
    '12m': '12\u00a0mois',
    dates: 'Dates',
    from: 'Du',
    to: 'Au',
    show: 'Afficher',
    before: (period) =>
      period.preset === null ? 'Autant de jours avant' : `${upper(BEFORE[period.preset])} d’avant`,
    todaySoFar: 'Aujourd’hui, en cours',
    tooFew: 'Une période compte des jours entiers et s’arrête hier au plus tard.',
  },
  filter: {
    label: 'Filtrer',
    any: 'Indifférent',
    channel: 'Canal',
    campaign: 'Campagne',
    tag: 'Étiquette',
    placement: 'Emplacement',
    remove: (what) => `Retirer le filtre ${what}`,
  },
  answer: frAnswer,
  contents: frContent,
  make: frNew,
  many: frList,
  rules: frRules,
  qr: frQr,
  sharing: frSharing,
  figures: { label: 'Chiffres', ofWhichCrossed: 'dont croisées', new: 'nouveau' },
  kinds: { private: 'Privés', public: 'Publics', offline: 'Hors ligne' },
  table: {
    show: 'Voir en tableau',
    named: (caption: string) => `Tableau\u00a0: ${caption}`,
    day: 'Jour',
    total: 'total',
    isNew: 'nouveau',
    anyApp: 'toute appli',
  },
  time: {
    head: 'Clics par jour',
    headByWeek: 'Clics par semaine',
    note: 'Chaque barre représente un jour entier. La journée d’aujourd’hui est hachurée\u00a0: elle n’est pas finie, et n’est pas dans les totaux.',
    noteByWeek:
      'Chaque barre représente sept jours entiers. La journée d’aujourd’hui est hachurée\u00a0: elle n’est pas finie, et n’est pas dans les totaux.',
    how: 'Clics par jour. Pointez un jour, ou utilisez les flèches du clavier.',
    none: 'Aucun clic dans cette période.',
    clicks,
    peak: (count, day) => `${count} le ${day}`,
    peakWeek: (count, from) => `${count} la semaine du ${from}`,
    peakWeekShort: (count, from) => `${count} · ${from}`,
  },
  channels: {
    head: 'Canaux',
    note: 'La même échelle à chaque ligne\u00a0: les hauteurs se comparent.',
    channel: 'Canal',
    scale: (most) => `Clics par jour, 0–${most}`,
    scaleByWeek: (most) => `Clics par semaine, 0–${most}`,
    row: (channel, most) => `${channel}\u00a0: clics par jour, 0–${most}`,
    visitors: (count, { number, plural }) =>
      `${number(count)} ${plural(count, 'visiteur', 'visiteurs')} par jour`,
    sightings: (count, { number, plural }) =>
      `${number(count)} ${plural(count, 'observation', 'observations')}`,
    crossed: (count, { number, plural }) => `${number(count)} ${plural(count, 'croisée', 'croisées')}`,
    shared: (count, { number, plural }) => `${number(count)} ${plural(count, 'partage', 'partages')}`,
    eachShare: (clicks, { decimal, plural }) =>
      `${decimal(clicks)} ${plural(clicks, 'clic', 'clics')} chacun`,
  },
  crossing: {
    head: 'Canaux croisés',
    note: ({ part, whole }: Part, { number, plural }) =>
      `Un lien fait pour une appli, vu dans une autre\u00a0: ${number(part)} ${plural(part, 'observation', 'observations')} sur ${number(whole)} ${plural(whole, 'qui pouvait', 'qui pouvaient')} croiser. Les lignes droites sont les liens restés là où ils devaient être.`,
    none: 'Aucun lien n’a été vu dans une appli pour laquelle il n’était pas fait.',
    proves:
      'Une observation prouve que le lien a été placé dans l’appli ce jour-là au moins une fois. Elle ne montre ni combien de fois, ni par qui, ni s’il a été envoyé.',
    madeFor: 'Fait pour',
    seenIn: 'Vu dans',
    both: 'Fait pour ↓ / Vu dans →',
    plus: (count, { number, plural }) => `+ ${number(count)} ${plural(count, 'croisée', 'croisées')}`,
    seen: 'vu dans',
    drawn: ({ channels, apps }, { number, plural }) =>
      `Dessinés\u00a0: ${number(channels.part)} ${plural(channels.part, 'canal', 'canaux')} sur ${number(channels.whole)}, ${number(apps.part)} ${plural(apps.part, 'appli', 'applis')} sur ${number(apps.whole)}.`,
    listed: ({ part, whole }, { number }) =>
      `Cités\u00a0: les ${number(part)} plus grands des ${number(whole)} canaux croisés.`,
    all: 'Tous dans le tableau',
    links: (count, { number, plural }) => `${number(count)} ${plural(count, 'lien', 'liens')}`,
  },
  seen: {
    head: 'Où les liens ont été vus',
    note: 'Chaque carré représente un jour (UTC). Plus il est marqué, plus le nombre de liens vus dans cette appli est grand.',
    noteByWeek:
      'Chaque carré représente sept jours (UTC). Plus il est marqué, plus le nombre de liens vus dans cette appli est grand.',
    none: 'Aucune appli n’a demandé l’aperçu d’un lien dans cette période.',
    links: 'Liens',
    daysOf: (seen, all, { number, plural }) =>
      `${number(seen)} ${plural(seen, 'jour', 'jours')} sur ${number(all)}`,
    ofItsKind: 'ou une appli du même genre',
    ofItsMaker: 'une de ses applis',
  },
  content: {
    head: 'Contenus',
    note: 'Par nombre de clics dans la période.',
    all: 'Tous les contenus',
    spreading: 'Repartent',
    why: (factor, since, channel, { number, day }) => {
      const often =
        factor === null ? 'de nouveau ouvert' : `${number(factor)} fois ses clics d’une semaine habituelle`;
      return `${often} depuis le ${day(since)}${channel === null ? '' : `, surtout ${channel}`}`;
    },
    clicksIn7Days: (count, format) => `${clicks(count, format)} en 7\u00a0jours`,
    page: 'Contenu',
    overTime: 'Clics dans le temps',
    topChannel: 'Premier canal',
    privateShare: (text) => `${text} privés`,
    few: ({ part, whole }: Part, { number }) => `${number(part)} sur ${number(whole)}`,
    what: (label) => `Que veut dire «\u00a0${label}\u00a0»\u00a0?`,
    untitled: 'Sans titre',
  },
  readers: {
    head: 'Lecteurs',
    note: 'Part des clics. Les pays viennent du réseau, jamais d’une adresse enregistrée.',
    countries: 'Pays',
    placements: 'Emplacements',
    devices: 'Appareils',
    device: { mobile: 'Téléphone', desktop: 'Ordinateur', tablet: 'Tablette', other: 'Autre' },
    unknown: 'Inconnu',
    others: (count, { number, plural }) => `${number(count)} ${plural(count, 'autre', 'autres')}`,
    noPlacement: 'Sans emplacement',
    none: 'Aucun dans cette période.',
  },
  out: {
    head: 'Ce qui n’est pas compté',
    note: (hits, count, format) =>
      `Sur ${format.number(hits)} ${format.plural(hits, 'requête', 'requêtes')}, ${clicks(count, format)} venaient de personnes. Le reste est compté séparément\u00a0: la somme des six nombres donne toutes les requêtes.`,
    each: (label, count, { number }) => `${label}\u00a0: voir chacune des ${number(count)}, avec sa raison`,
    turnedAway: (times, { number, plural }) =>
      `Et ${number(times)} ${plural(times, 'visite', 'visites')} sur des liens qui n’étaient pas ouverts.`,
  },
  sightings: {
    title: 'Observations',
    head: (channel, app) => `Liens ${channel} vus dans ${app}`,
    headOf: (app) => `Liens vus dans ${app}`,
    proves:
      'Une observation montre que le lien a été placé dans l’appli au moins une fois ce jour-là (UTC), ou que les aperçus d’une observation antérieure ont continué. Elle ne montre ni combien de fois, ni par qui, ni s’il a été envoyé.',
    none: 'Aucune observation ne correspond dans cette période.',
    all: 'Toutes les observations',
    how: 'Une observation apparaît quand quelqu’un partage un lien dans une appli qui montre des aperçus, comme WhatsApp ou Slack.',
    older: 'Observations plus anciennes',
    link: 'Lien',
    statement: 'Ce que cela montre',
  },
  first: {
    note: 'Créez un lien par canal pour une page, et partagez chacun dans son canal. Cette page montre alors où elle voyage.',
    steps: [
      ['Collez une adresse', 'Sotto crée un lien court pour chaque canal choisi.'],
      [
        'Partagez chaque lien dans son canal',
        'Le lien WhatsApp dans WhatsApp, le lien e-mail dans les e-mails.',
      ],
      ['Revenez ici', 'Clics, applis et jours apparaissent au fur et à mesure.'],
    ],
  },
};
