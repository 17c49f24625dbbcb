/** The English texts of QR codes. */
export const enQr = {
  title: 'QR code',
  note: 'Scans count in the channel “QR code” under the placement “.qr”. People who type the address count without it.',
  alt: (address: string) => `QR code of ${address}`,
  missing: 'This page has no link for a QR code yet.',
  make: 'Create the QR code',
  print: 'Print',
  printNote: 'Prints on one A4 page, with the address under the code.',
  color: 'Color of the code',
  background: 'Background',
  apply: 'Apply',
  problems: {
    unknown: 'Give a color such as #1a2b3c.',
    contrast: 'Cameras could not read this: choose a darker color or a lighter background.',
  },
};
