/** The French texts of QR codes. */
import type { enQr } from '../en/qr.ts';

export const frQr: typeof enQr = {
  title: 'Code QR',
  note: 'Les scans comptent dans le canal «\u00a0Code QR\u00a0», sous l’emplacement «\u00a0.qr\u00a0». Les personnes qui saisissent l’adresse comptent sans lui.',
  alt: (address) => `Code QR de ${address}`,
  missing: 'Cette page n’a pas encore de lien pour un code QR.',
  make: 'Créer le code QR',
  print: 'Imprimer',
  printNote: 'S’imprime sur une page A4, avec l’adresse sous le code.',
  color: 'Couleur du code',
  background: 'Fond',
  apply: 'Appliquer',
  logo: 'Logo au milieu',
  logoNote: (pixels, kilobytes) =>
    `Une image PNG d’au plus ${pixels} pixels de côté et ${kilobytes} ko. Elle est dessinée dans le code et n’est pas conservée.`,
  keptLogo: 'Le logo choisi est dans le code. Choisissez un autre fichier pour le remplacer.',
  removeLogo: 'Retirer le logo',
  problems: {
    unknown: 'Saisissez une couleur comme #1a2b3c.',
    contrast:
      'Les appareils ne pourraient pas le lire\u00a0: choisissez une couleur plus sombre ou un fond plus clair.',
  },
  logoProblems: {
    kind: 'Choisissez une image PNG.',
    not_png: 'Ce fichier n’est pas une image PNG. Enregistrez le logo en PNG, puis choisissez-le à nouveau.',
    large: 'Ce fichier est trop lourd. Réduisez le logo, puis choisissez-le à nouveau.',
    size: 'Cette image a trop de pixels. Réduisez le logo, puis choisissez-le à nouveau.',
    depth:
      'Cette image PNG a moins de 8 bits par canal. Enregistrez-la en RVB, puis choisissez-la à nouveau.',
    damaged: 'Cette image PNG est endommagée. Enregistrez le logo de nouveau, puis choisissez-le.',
  },
};
