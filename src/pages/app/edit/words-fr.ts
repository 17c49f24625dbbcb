/** The French texts of the forms that change contents and links. */
import type { Format } from '../words/format.ts';
import type { en } from './words-en.ts';

const links = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'lien', 'liens')}`;

const own = (count: number, what: string, kept: string, format: Format) =>
  count === 0
    ? ''
    : ` ${links(count, format)} qui ${format.plural(count, 'a', 'ont')} ${what} ${format.plural(count, 'garde', 'gardent')} ${kept}.`;

export const fr: typeof en = {
  editContent: 'Modifier le contenu',
  editLink: (channel) => `Modifier le lien ${channel}`,
  save: 'Enregistrer',
  saved: 'Enregistré.',
  moved: (count, format) =>
    `Enregistré. ${links(count, format)} ${format.plural(count, 'mène', 'mènent')} à la nouvelle adresse.`,
  unchanged: 'Il n’y avait rien à modifier.',
  mistakes: 'Rien n’a été enregistré. Les erreurs sont indiquées à côté des champs.',
  at: {
    node: 'Les changements prennent effet tout de suite. Les chiffres restent.',
    edge: 'Les changements prennent effet en une minute. Les chiffres restent.',
  },
  stale: {
    head: 'Ceci a été modifié après que vous l’avez ouvert. Rien n’est encore enregistré.',
    who: (name, at) => `${name} l’a modifié le ${at}.`,
    key: 'Une clé d’API',
    system: 'Sotto',
    member: 'Quelqu’un qui n’est plus membre',
    kept: 'Ce que vous avez saisi est toujours là. Où vous n’avez rien saisi, vous voyez ce qui est enregistré maintenant.',
    again: 'Enregistrez à nouveau pour le remplacer par votre version.',
    now: (text) => `Enregistré maintenant\u00a0: ${text}`,
    nothing: 'rien',
  },
  groups: {
    address: 'Adresse',
    words: 'Titre et vignette',
    order: 'Campagne et étiquettes',
    naming: 'Titre, campagne, étiquettes',
    utm: 'Paramètres UTM',
    sharing: 'Boutons de partage',
    destination: 'Destination',
    open: 'Quand il s’ouvre',
    who: 'Qui peut l’ouvrir',
    state: 'État',
  },
  fields: {
    url: 'Adresse de la page',
    destination: 'Destination',
    externalId: 'Votre référence',
    title: 'Titre',
    description: 'Description',
    image: 'Image',
    campaign: 'Campagne',
    tags: 'Étiquettes',
    utm: 'N’ajouter aucun paramètre UTM',
    shareCodes: 'Un lien pour chaque partage',
    startsAt: 'S’ouvre le',
    expiresAt: 'Expire le',
    maxClicks: 'Nombre de clics',
    expiredUrl: 'Destination ensuite',
    password: 'Mot de passe',
    withoutPassword: 'Retirer le mot de passe',
    statusCode: 'Type de redirection',
    forwardQuery: 'Transmettre la requête du visiteur',
    blocked: 'Bloqué',
  },
  content: {
    url: ({ links: all, moving, isCut }, format) => {
      const some =
        moving === 0
          ? 'Aucun lien ne mène à cette adresse\u00a0: aucun ne suit.'
          : moving === 1
            ? 'Le lien dont la destination est l’ancienne adresse la suit\u00a0; ses chiffres restent.'
            : `Les ${isCut ? 'plus de ' : ''}${links(moving, format)} dont la destination est l’ancienne adresse la suivent\u00a0; les chiffres restent.`;
      const others = all - moving;
      const rest =
        others === 0
          ? ''
          : ` ${links(others, format)} ${format.plural(others, 'mène', 'mènent')} ailleurs et ${format.plural(others, 'reste', 'restent')}.`;
      return `${some}${rest} L’ancienne adresse est gardée dans l’historique de chaque lien.`;
    },
    externalId:
      'Les programmes s’en servent pour trouver le contenu. L’ancienne référence ne fonctionne plus.',
    title: ({ titled }, format) =>
      `Affiché dans les listes, les textes de partage et les vignettes.${own(titled, format.plural(titled, 'son titre', 'leur titre'), format.plural(titled, 'le sien', 'le leur'), format)}`,
    description:
      'Pour les vignettes. Avec une image, ou avec titre et description, les applis montrent cette vignette à la place de celle de la page. Celles déjà envoyées restent telles quelles.',
    image: 'Adresse d’une image pour les vignettes, d’au moins 1200\u00a0×\u00a0630\u00a0pixels.',
    campaign: ({ inCampaign }, format) =>
      `Envoyée comme utm_campaign dès le prochain clic. Dans les statistiques, les clics passés comptent aussi pour la nouvelle campagne.${own(inCampaign, format.plural(inCampaign, 'sa campagne', 'leur campagne'), format.plural(inCampaign, 'la sienne', 'la leur'), format)}`,
    tags: 'Séparées par des virgules. Dans les statistiques, les clics passés les reçoivent aussi.',
    shareCodes:
      'Chaque appui sur un bouton de partage reçoit alors son lien court, et les clics sont comptés par partage. Les partages d’avant restent tels quels. Dites-le dans votre politique de confidentialité.',
    utm: ({ tracked }, format) =>
      `Chaque valeur remplace celle du canal, dès le prochain clic.${own(tracked, format.plural(tracked, 'ses valeurs UTM', 'leurs valeurs UTM'), format.plural(tracked, 'les siennes', 'les leurs'), format)}`,
  },
  link: {
    url: 'Seul ce lien mène ailleurs\u00a0; le contenu garde son adresse. Les chiffres restent, et l’ancienne destination est gardée dans son historique.',
    startsAt: (zone) =>
      `Avant, les visiteurs voient que le lien n’existe pas. Vide\u00a0: il est ouvert. Heure de ${zone}.`,
    expiresAt: (zone) =>
      `À partir de là, les visiteurs n’arrivent plus à la destination. Vide\u00a0: il n’expire jamais. Heure de ${zone}.`,
    maxClicks:
      'Seuls les clics de personnes l’épuisent\u00a0; ceux d’avant la limite ne comptent pas. Vide\u00a0: sans limite.',
    expiredUrl:
      'Où vont les visiteurs une fois le lien expiré ou épuisé. Vide\u00a0: ils voient une page qui le dit.',
    passwordNone:
      'Les visiteurs doivent le saisir avant d’être redirigés. Vide\u00a0: tout le monde peut ouvrir le lien.',
    passwordSet:
      'Le lien a un mot de passe. Un nouveau le remplace, et l’ancien n’ouvre plus le lien. Vide\u00a0: il reste.',
    withoutPassword: 'Tout le monde peut alors ouvrir le lien.',
    statusCode:
      '302 convient à la plupart des liens. Avec chacun d’eux, les navigateurs redemandent à chaque fois\u00a0: les chiffres restent justes.',
    codes: {
      301: '301\u00a0: déplacé définitivement',
      302: '302\u00a0: temporaire (habituel)',
      307: '307\u00a0: temporaire, formulaires transmis',
      308: '308\u00a0: déplacé définitivement, formulaires transmis',
    },
    forwardQuery: 'Ce qui suit un «\u00a0?\u00a0» dans le lien ouvert est ajouté à la destination.',
    blocked: 'Les visiteurs voient que le lien est bloqué. Seuls les administrateurs peuvent le débloquer.',
    title: (ofContent) =>
      ofContent === null
        ? 'Pour ce lien seulement.'
        : `Pour ce lien seulement. Vide\u00a0: celui du contenu, «\u00a0${ofContent}\u00a0».`,
    campaign: (ofContent) =>
      `Envoyée comme utm_campaign. ${ofContent === '' ? 'Vide\u00a0: aucune.' : `Vide\u00a0: celle du contenu, «\u00a0${ofContent}\u00a0».`} Dans les statistiques, les clics passés suivent.`,
    tags: 'Séparées par des virgules, pour ce lien seulement. Dans les statistiques, les clics passés les reçoivent aussi.',
    externalId: 'Les programmes s’en servent pour trouver le lien. L’ancienne référence ne fonctionne plus.',
    utm: 'Chaque valeur remplace celle du contenu et du canal, dès le prochain clic.',
  },
  utmOff: 'Pour les adresses signées, qui ne doivent pas changer. Les valeurs ci-dessus sont alors retirées.',
  utmDefault: (value) => `Vide\u00a0: ${value}`,
  fixed:
    'Le canal, la fin de lien et le domaine ne changent jamais\u00a0: ils font partie de liens déjà envoyés.',
  archive: 'Archiver…',
  unarchive: 'Désarchiver…',
  remove: 'Supprimer…',
  erase: 'Effacer tous les chiffres…',
};
