/** The French texts of the pages that make links for many addresses. */
import type { enList } from '../en/list.ts';
import type { Format } from '../format.ts';

const rows = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'ligne', 'lignes')}`;

export const frList: typeof enList = {
  title: 'Plusieurs adresses à la fois',
  note: 'Collez des adresses ou choisissez un fichier CSV. Vous voyez ce qui arriverait à chaque ligne avant que rien ne soit créé.',
  paste: 'Adresses ou CSV',
  pasteHint: (most, { number }) =>
    `Une adresse par ligne, ou un tableau avec une colonne «\u00a0adresse\u00a0». ${number(most)} lignes au plus.`,
  file: 'Ou un fichier CSV',
  fileHint: (megabytes) =>
    `${megabytes}\u00a0Mo au plus. Virgules, points-virgules ou tabulations\u00a0; UTF-8, UTF-16 ou Windows-1252.`,
  drop: 'Déposez le fichier ici',
  columnsHead: 'Colonnes',
  example:
    'adresse,titre,canaux\nhttps://example.org/a,Guide,"whatsapp,email"\nhttps://example.org/b,Infos,slack',
  columnsNote:
    'Seule «\u00a0adresse\u00a0» est obligatoire. Les autres\u00a0: titre, description, image, campagne, étiquettes, canaux, fin de lien, référence, domaine. Les noms anglais conviennent aussi. Dans une cellule, séparez plusieurs étiquettes ou canaux par des virgules.',
  channels: 'Canaux des lignes qui n’en nomment pas',
  channelsHint: 'Choisissez où elles seront partagées. Vous pourrez ajouter des canaux plus tard.',
  check: 'Voir ce qui arriverait',
  problems: 'La liste n’a pas été acceptée.',
  problem: {
    empty: () => 'Il n’y a aucune adresse dans la liste.',
    too_large: () => 'La liste est trop grande. Divisez-la en plusieurs.',
    too_many_rows: (most) => `La liste a plus de ${most} lignes. Divisez-la en plusieurs.`,
    unreadable: (line) => `La ligne ${line} est illisible\u00a0: un guillemet n’est pas fermé.`,
    no_channel: () => 'Choisissez au moins un canal.',
  },
  unknownColumns: (names, { list }) => `Ces colonnes ne sont pas utilisées\u00a0: ${list(names)}.`,
  earlier: 'Listes précédentes',
  earlierNote: (days, { number }) => `Gardées ${number(days)} jours.`,
  unnamed: 'Liste collée',
  ofLines: rows,
  preview: 'Ce qui arriverait',
  previewNote: 'Rien n’est encore créé. Les lignes refusées sont laissées de côté, les autres sont créées.',
  done: (count, format) => `${rows(count, format)} ${format.plural(count, 'traitée', 'traitées')}`,
  working: 'Création des liens',
  doneNote: 'Le résultat est gardé ici.',
  progress: (done, all, { number, plural }) =>
    `${number(done)} ${plural(done, 'ligne traitée', 'lignes traitées')} sur ${number(all)}`,
  run: (count, format) => `Créer les liens de ${rows(count, format)}`,
  goOn: 'Continuer',
  running: 'Création des liens…',
  nothing: 'Aucune ligne ne peut être créée. Corrigez la liste et envoyez-la de nouveau.',
  all: 'Toutes',
  kinds: {
    new: 'Nouvelles',
    added: 'Connues',
    exists: 'Existantes',
    repeated: 'Répétées',
    refused: 'Refusées',
  },
  states: {
    new: 'Nouvelle',
    added: 'Connue, reçoit d’autres liens',
    exists: 'Existe déjà',
    repeated: 'Répète une ligne précédente',
    refused: 'Refusée',
  },
  counts: {
    new: (count, { plural }) => plural(count, 'nouvelle', 'nouvelles'),
    added: (count, { plural }) =>
      plural(count, 'connue, avec d’autres liens', 'connues, avec d’autres liens'),
    exists: (count, { plural }) => plural(count, 'existe déjà', 'existent déjà'),
    repeated: (count, { plural }) =>
      plural(count, 'répète une ligne précédente', 'répètent une ligne précédente'),
    refused: (count, { plural }) => plural(count, 'refusée', 'refusées'),
  },
  filter: 'Quelles lignes',
  older: 'Lignes suivantes',
  field: (name, text) => `${name}\u00a0: ${text}`,
  fields: {
    url: 'adresse',
    title: 'titre',
    description: 'description',
    image: 'image',
    campaign: 'campagne',
    tags: 'étiquettes',
    channels: 'canaux',
    slug: 'fin de lien',
    externalId: 'référence',
    domain: 'domaine',
  },
  failed: 'Cette ligne a échoué à cause d’une erreur du serveur. Envoyez-la de nouveau.',
  csv: 'Télécharger les liens en CSV',
  removal: {
    link: 'Retirer cette liste…',
    title: (name) =>
      name === null ? 'Retirer la liste collée\u00a0?' : `Retirer la liste «\u00a0${name}\u00a0»\u00a0?`,
    lostResult: (count, format) =>
      `La liste et le résultat de ${format.plural(count, 'sa ligne', `ses ${rows(count, format)}`)} sont perdus\u00a0: quels liens ont été créés, quelles lignes ont été refusées, et pourquoi.`,
    lostPlan: (count, format) =>
      `La liste de ${rows(count, format)} est perdue, avec ce qui arriverait à chacune.`,
    waiting: (count, format) =>
      `${rows(count, format)} ${format.plural(count, 'n’est pas encore traitée', 'ne sont pas encore traitées')}\u00a0: aucun lien n’est créé pour ${format.plural(count, 'elle', 'elles')}.`,
    links: 'Les liens créés à partir de la liste restent, avec leurs chiffres.',
    until: (day) => `Si vous ne faites rien, la liste est gardée jusqu’au ${day}.`,
    undo: 'Cette action est irréversible.',
    button: 'Retirer la liste',
  },
  another: 'Une autre liste',
};
