/** The French texts about shares. */
import type { enSharing } from '../en/sharing.ts';
import type { Format } from '../format.ts';

const times = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'partage', 'partages')}`;

export const frSharing: typeof enSharing = {
  head: 'Partages',
  note: 'Ce qui est parti, et pas seulement ce qui est arrivé\u00a0: chaque appui sur un bouton de partage, et ce qu’il a apporté jusqu’ici, aujourd’hui compris.',
  ofShares: (count, format) => `sur ${times(count, format)}`,
  uncounted: (most, { number }) =>
    `Seuls les ${number(most)} derniers partages avec un code sont comptés ici.`,
  funnel: {
    head: 'De l’appui au clic',
    shared: 'Partagés',
    seen: 'Vus dans une appli',
    clicked: 'Cliqués par d’autres',
    step: (label, { part, whole }, { number }) => `${label}\u00a0: ${number(part)} sur ${number(whole)}`,
    sightings: 'Observations',
    clicks: 'Clics',
    provesEach:
      'Un appui montre que quelqu’un voulait partager, pas que c’est parti. Un aperçu montre qu’une appli avait ce lien précis, pas que quelqu’un a lu le message\u00a0; les e-mails et les SMS n’en demandent pas. Un clic montre que quelqu’un d’autre a ouvert ce partage précis.',
    provesAll:
      'Un appui montre que quelqu’un voulait partager, pas que c’est parti. Une observation montre qu’une appli avait le lien au moins une fois ce jour-là\u00a0: elle peut valoir pour de nombreux partages, car les applis gardent les aperçus. Un clic montre que quelqu’un a ouvert le lien, par un partage ou par toute autre copie.',
  },
  spread: {
    head: 'Clics par partage',
    average: (mean, median, max) =>
      `${mean} en moyenne, mais la moitié des partages en ont au plus\u00a0${median}. Le plus grand en a\u00a0${max}.`,
    range: (from, to, { number }) =>
      to === null ? `${number(from)}+` : from === to ? number(from) : `${number(from)}–${number(to)}`,
    clicks: 'Clics',
    label: 'Combien de partages ont combien de clics',
    shares: 'Partages',
  },
  byChannel: { head: 'Par canal' },
  tree: {
    head: 'Qui l’a fait suivre',
    note: 'Chaque trait mène d’un partage à ceux des personnes venues par lui. Plus il y a de clics, plus le point est grand.',
    label: (nodes, generations, { number, plural }) =>
      `${number(nodes)} ${plural(nodes, 'partage', 'partages')} en ${number(generations)} ${plural(generations, 'génération', 'générations')}`,
    share: 'Partage',
    generation: 'Génération',
    reshares: 'Repartages',
    clicks: (count, { number, plural }) => `${number(count)} ${plural(count, 'clic', 'clics')}`,
    more: (count, { number, plural }) =>
      `${number(count)} ${plural(count, 'repartage non dessiné', 'repartages non dessinés')}`,
    omitted: (count, format) =>
      `${times(count, format)} de plus ${format.plural(count, 'n’est pas dessiné', 'ne sont pas dessinés')}.`,
  },
  buttons: {
    link: 'Boutons de partage',
    note: 'Des boutons pour votre page, chacun avec le bon lien. Ils ne posent pas de cookie, ne chargent rien d’ailleurs et comptent chaque appui.',
    preview: 'Aperçu',
    previewNote:
      'Les boutons tels que les lecteurs les voient sur un appareil comme le vôtre, sans ceux qui ne peuvent pas y fonctionner. Ils fonctionnent ici aussi\u00a0: ce que vous pressez est compté.',
    channels: 'Canaux',
    look: 'Apparence',
    looks: { buttons: 'Boutons', icons: 'Icônes avec noms', menu: 'Un seul bouton «\u00a0Partager\u00a0»' },
    language: 'Langue de votre page',
    languages: { en: 'Anglais', fr: 'Français' },
    copiedText: 'Ajouter le lien aux passages copiés',
    apply: 'Afficher',
    snippet: 'L’extrait à coller',
    snippetNote:
      'Collez-le là où les boutons doivent apparaître. Sans JavaScript, il fonctionne comme de simples liens.',
    copySnippet: 'Copier l’extrait',
    plain: 'Sans JavaScript',
    plainNote:
      'De simples liens vers la page de partage de chaque canal. Ils servent aussi dans une lettre d’information.',
    address: (channel) => `Lien de partage pour ${channel}`,
  },
  codes: {
    head: 'Un lien propre à chaque partage',
    note: 'Avec les codes de partage, chaque appui reçoit son propre lien court. Les clics sont alors comptés pour chaque partage, les aperçus montrent chaque envoi, et un partage sait de quel partage il vient.',
    privacy:
      'La personne qui reçoit un lien partagé peut être distinguée des lecteurs des autres partages, et la page reçoit le code du lien par lequel son lecteur est venu. Ni nom, ni adresse, ni cookie, et «\u00a0Sec-GPC\u00a0» est respecté. Dites-le à vos lecteurs dans votre politique de confidentialité.',
    areOn: 'Les codes de partage sont activés.',
    areOff: 'Les codes de partage sont désactivés.',
    turnOn: 'Activer les codes de partage',
    turnOff: 'Désactiver les codes de partage',
  },
};
