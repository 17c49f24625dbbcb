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
  problems: {
    unknown: 'Donnez une couleur comme #1a2b3c.',
    contrast:
      'Les appareils ne pourraient pas le lire\u00a0: choisissez une couleur plus sombre ou un fond plus clair.',
  },
};
