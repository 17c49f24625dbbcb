/** The French texts that say what is lost before it is, and what was done. */
import type { Format } from '../words/format.ts';
import type { en, What } from './words-en.ts';

const counted = (count: number, one: string, other: string, { number, plural }: Format) =>
  `${number(count)} ${plural(count, one, other)}`;
const pages = (count: number, format: Format) => counted(count, 'contenu', 'contenus', format);
const links = (count: number, format: Format) => counted(count, 'lien court', 'liens courts', format);
const clicks = (count: number, format: Format) => counted(count, 'clic', 'clics', format);
const things = (kind: 'contents' | 'links', count: number, format: Format) =>
  kind === 'contents' ? pages(count, format) : links(count, format);

const named = (what: What, format: Format) =>
  'title' in what ? `«\u00a0${what.title}\u00a0»` : things(what.kind, what.count, format);

export const fr: typeof en = {
  cancel: 'Annuler',
  others: (count, { number, plural }) => `et ${number(count)} ${plural(count, 'autre', 'autres')}`,
  linksOf: (count, more, format) => `${more ? 'Plus de ' : ''}${links(count, format)}`,
  used: (all, recent, format) =>
    all === 0
      ? 'Personne n’a cliqué jusqu’ici.'
      : recent === 0
        ? `${clicks(all, format)} jusqu’ici, aucun depuis 30 jours.`
        : `${clicks(all, format)} jusqu’ici, dont ${format.number(recent)} depuis 30 jours\u00a0: on arrive encore par là.`,
  archive: {
    title: (what, format) => `Archiver ${named(what, format)}\u00a0?`,
    contents:
      'Il quitte les listes et se trouve sous «\u00a0Archivés\u00a0». Ses liens continuent de fonctionner et de compter.',
    contentsMany:
      'Ils quittent les listes et se trouvent sous «\u00a0Archivés\u00a0». Leurs liens continuent de fonctionner et de compter.',
    links: (gone) =>
      `Il ne mène plus nulle part\u00a0: les visiteurs voient «\u00a0${gone}\u00a0». Ses chiffres restent, et il se trouve sous «\u00a0Archivés\u00a0».`,
    linksMany: (gone) =>
      `Ils ne mènent plus nulle part\u00a0: les visiteurs voient «\u00a0${gone}\u00a0». Leurs chiffres restent, et ils se trouvent sous «\u00a0Archivés\u00a0».`,
    undo: (isMany) => `Vous pouvez ${isMany ? 'les' : 'le'} désarchiver à tout moment.`,
    button: 'Archiver',
  },
  unarchive: {
    title: (what, format) => `Désarchiver ${named(what, format)}\u00a0?`,
    contents: 'Il est de nouveau dans les listes. Ses liens n’ont pas changé.',
    contentsMany: 'Ils sont de nouveau dans les listes. Leurs liens n’ont pas changé.',
    links: 'Il mène de nouveau à sa destination, avec les chiffres qu’il avait.',
    linksMany: 'Ils mènent de nouveau à leurs destinations, avec les chiffres qu’ils avaient.',
    button: 'Désarchiver',
  },
  delete: {
    title: (what, format) => `Supprimer ${named(what, format)} définitivement\u00a0?`,
    visitors: (gone, count, more, format) =>
      count === 1
        ? `Les visiteurs du lien court voient «\u00a0${gone}\u00a0», où qu’il ait été partagé ou imprimé.`
        : `Les visiteurs ${more ? 'de plus de' : 'des'} ${links(count, format)} voient «\u00a0${gone}\u00a0», où qu’ils aient été partagés ou imprimés.`,
    counts: (count, format) =>
      count === 0
        ? 'Aucun clic n’est perdu\u00a0: personne n’a cliqué jusqu’ici.'
        : `${clicks(count, format)} et tout ce qui a été compté avec ${format.plural(count, 'lui', 'eux')} disparaissent de toutes les statistiques et de tous les rapports.`,
    recent: (count, { number }) =>
      count === 0
        ? 'Personne n’a cliqué depuis 30 jours.'
        : `On arrive encore par là\u00a0: ${number(count)} fois depuis 30 jours.`,
    slugs: (count, { plural }) =>
      `${plural(count, 'L’adresse reste réservée', 'Les adresses restent réservées')}, pour que personne d’autre ne reçoive vos visiteurs.`,
    undo: 'Cette action est irréversible.',
    instead: 'Archiver plutôt, ce qui garde les chiffres',
    button: (what, { links: count, isCut }, format) => {
      if ('kind' in what && what.kind === 'links') return `Supprimer ${links(what.count, format)}`;
      if (count === 0) return 'Supprimer';
      return isCut ? 'Supprimer avec tous les liens courts' : `Supprimer avec ${links(count, format)}`;
    },
    buttonLink: 'Supprimer le lien',
  },
  erase: {
    title: (what, format) => `Effacer tous les chiffres de ${named(what, format)}\u00a0?`,
    counts: (hits, clicked, format) =>
      hits === 0
        ? 'Rien n’a encore été compté.'
        : `${counted(hits, 'requête', 'requêtes', format)}, dont ${clicks(clicked, format)}, sont effacées\u00a0: chaque visite, et sa part dans toutes les statistiques.`,
    links: (count, { plural }) =>
      plural(
        count,
        'Le lien court continue de fonctionner, et compte à partir de zéro.',
        'Les liens courts continuent de fonctionner, et comptent à partir de zéro.',
      ),
    undo: 'Cette action est irréversible.',
    button: 'Effacer tous les chiffres',
  },
  done: {
    saved: 'Enregistré.',
    unchanged: 'Il n’y avait rien à modifier.',
    archived: 'Archivé.',
    unarchived: 'Désarchivé.',
    deleted: 'Supprimé.',
    erased: 'Tous les chiffres sont effacés.',
    none: 'Cochez d’abord au moins une ligne.',
  },
  doneTo: {
    tag: (kind, count, format) => `Étiquettes ajoutées à ${things(kind, count, format)}.`,
    untag: (kind, count, format) => `Étiquettes retirées de ${things(kind, count, format)}.`,
    archive: (kind, count, format) =>
      `${things(kind, count, format)} ${format.plural(count, 'archivé', 'archivés')}.`,
    unarchive: (kind, count, format) =>
      `${things(kind, count, format)} ${format.plural(count, 'désarchivé', 'désarchivés')}.`,
    delete: (kind, count, format) =>
      `${things(kind, count, format)} ${format.plural(count, 'supprimé', 'supprimés')}.`,
  },
  bulk: {
    label: 'Avec les lignes cochées',
    all: 'Tout ce qui correspond, sur les autres pages aussi',
    allRows: 'Cocher toutes les lignes de cette page',
    tick: (what) => `Cocher ${what}`,
    ticked: (count, { number, plural }) => `${number(count)} ${plural(count, 'cochée', 'cochées')}`,
    tags: 'Étiquettes, séparées par des virgules',
    tag: 'Ajouter des étiquettes',
    untag: 'Retirer des étiquettes',
    archive: 'Archiver…',
    unarchive: 'Désarchiver…',
    delete: 'Supprimer…',
    titleTag: (kind, count, format) => `Quelles étiquettes ajouter à ${things(kind, count, format)}\u00a0?`,
    titleUntag: (kind, count, format) =>
      `Quelles étiquettes retirer de ${things(kind, count, format)}\u00a0?`,
    tooMany: (most, { number }) =>
      `Plus de ${number(most)} lignes correspondent. Raccourcissez la liste avec des filtres, et procédez en plusieurs fois.`,
    partly: (done, all, { number, plural }) => {
      const left = plural(all - done, 'Non modifié\u00a0:', 'Non modifiés\u00a0:');
      const changed = `${number(done)} sur ${number(all)} ${plural(done, 'est traité', 'sont traités')}.`;
      return done === 0 ? left : `${changed} ${left}`;
    },
    colon: '\u00a0: ',
    back: 'Revenir à la liste',
    gone: 'n’existe plus',
  },
};
