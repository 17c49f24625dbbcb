/** The French texts of the pages that make links. */
import type { enNew } from '../en/new.ts';

export const frNew: typeof enNew = {
  title: 'Nouveaux liens',
  note: 'Une adresse entre, un lien court par canal en sort.',
  url: 'Adresse de la page',
  urlHint: 'L’adresse reste inchangée. Les paramètres de suivi ne créent pas un deuxième contenu.',
  channels: 'Canaux',
  channelsHint: 'Choisissez où elle sera partagée. Vous pourrez ajouter des canaux plus tard.',
  slug: 'Fin lisible du lien',
  slugHint: 'Facultatif. Chaque canal ajoute sa terminaison\u00a0: guide-wa, guide-mail…',
  domain: 'Domaine des liens',
  more: 'Titre, description, image, campagne, étiquettes',
  pageTitle: 'Titre',
  pageTitleHint: 'Facultatif\u00a0; affiché dans les listes, les messages et les aperçus.',
  description: 'Description',
  descriptionHint: 'Facultatif\u00a0; affichée sous le titre dans les aperçus.',
  image: 'Adresse d’une image',
  imageHint: 'Facultatif\u00a0; affichée dans les aperçus.',
  campaign: 'Campagne',
  campaignHint: 'Facultatif\u00a0; aussi envoyée comme utm_campaign.',
  tags: 'Étiquettes',
  tagsHint: 'Séparées par des virgules',
  make: (count, { number, plural }) =>
    count === 0 ? 'Créer les liens' : `Créer ${number(count)} ${plural(count, 'lien', 'liens')}`,
  preview: 'Aperçu',
  many: 'Plusieurs adresses à la fois',
  reads:
    'Ce serveur lit une fois le titre, la description et l’image de la page, quand vous saisissez son adresse.',
  readsNot: 'Ce serveur ne demande aucune page\u00a0: saisissez le titre vous-même.',
  browser: 'Partir du navigateur ou du téléphone',
  willGet: 'Vous obtiendrez',
  randomSlug: '… (au hasard)',
  exists: 'existe déjà',
  isKnown: (existing, added, { number, plural }) =>
    `Cette page est connue. ${number(existing)} ${plural(existing, 'lien reste inchangé', 'liens restent inchangés')}, ${
      added === 0 ? 'aucun n’est ajouté' : `${number(added)} ${plural(added, 'est ajouté', 'sont ajoutés')}`
    }\u00a0:`,
  card: 'Dans une conversation',
  cardImage: (host) => `Image de ${host}`,
  cardNote:
    'Les applis montrent un tel aperçu s’il y a une image, ou un titre et une description. Sinon elles montrent celui de la page.',
  trouble: {
    refused: () => 'La page n’a pas été lue\u00a0: ce serveur ne lit que des pages du web public.',
    unreachable: () =>
      'La page n’a pas été lue\u00a0: rien ne répond à cette adresse. Les liens peuvent quand même être créés.',
    slow: () => 'La page n’a pas été lue\u00a0: son serveur est trop lent. Saisissez le titre vous-même.',
    status: (status) => `La page n’a pas été lue\u00a0: son serveur a répondu ${status}. Vérifiez l’adresse.`,
    type: (type) => `Il n’y a pas de titre à lire\u00a0: cette adresse mène à un fichier (${type}).`,
    redirects: () => 'La page n’a pas été lue\u00a0: son serveur redirige trop souvent.',
    busy: () => 'La page n’a pas été lue\u00a0: vous en avez fait lire beaucoup. Réessayez dans une minute.',
  },
  problems: 'Les liens n’ont pas été créés.',
  ready: (count, { number, plural }) =>
    `${number(count)} ${plural(count, 'lien est prêt', 'liens sont prêts')}`,
  readyNote: 'Utilisez chacun dans son canal\u00a0: c’est le lien qui dit où il a été partagé.',
  seeContent: 'Voir le contenu',
  share: 'Partager…',
  copyTable: 'Tout copier en tableau',
  copyText: 'Copier en texte',
  copyMarkdown: 'Copier en Markdown',
  csv: 'CSV',
  asText: 'Tout afficher en texte',
  another: 'Une autre page',
  test: 'Pour essayer sans compter, ajoutez «\u00a0.test\u00a0» à un lien.',
  columns: {
    line: 'Ligne',
    address: 'Adresse',
    title: 'Titre',
    result: 'Résultat',
    reason: 'Raison',
    channel: 'Canal',
    shortLink: 'Lien court',
  },
  begin: {
    title: 'Partir d’où vous êtes',
    note: 'Créez les liens de la page que vous regardez, sans copier son adresse.',
    bookmark: 'Dans le navigateur',
    bookmarkNote:
      'Un favori qui ouvre Nouveaux liens avec la page que vous regardez. Il n’envoie rien de lui-même.',
    name: 'Liens pour cette page',
    copy: 'Copier le code',
    dragged: 'Faites glisser ce bouton vers la barre de favoris du navigateur.',
    steps: [
      'Affichez la barre de favoris du navigateur (Ctrl+Maj+B, sur Mac Cmd+Maj+B).',
      'Faites-y glisser le bouton ci-dessus. Si cela ne marche pas, créez un favori et collez le code copié comme adresse.',
      'Sur n’importe quelle page, cliquez sur le favori\u00a0: Nouveaux liens s’ouvre avec son adresse, son titre, sa description et son image.',
    ],
    phone: 'Sur le téléphone',
    phoneNote: 'Installé comme appli, Sotto apparaît dans le menu de partage du téléphone.',
    phoneSteps: [
      'Ouvrez ces pages dans le navigateur du téléphone et connectez-vous.',
      'Choisissez «\u00a0Ajouter à l’écran d’accueil\u00a0» ou «\u00a0Installer l’application\u00a0» dans le menu du navigateur.',
      'Sur Android, touchez Partager sur une page ou dans une appli, puis Sotto. Sur iPhone, le menu de partage ne montre pas les applis web\u00a0: copiez l’adresse et ouvrez Sotto depuis l’écran d’accueil.',
    ],
    back: 'Nouveaux liens',
  },
};
