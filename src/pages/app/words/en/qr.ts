/** The English texts of QR codes. */
import type { LogoProblem } from '../../../../qr/read-logo.ts';

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
  logo: 'Logo in the middle',
  logoNote: (pixels: number, kilobytes: number) =>
    `A PNG picture of at most ${pixels} pixels on each side and ${kilobytes} kB. It is drawn into the code and not stored.`,
  keptLogo: 'The logo you chose is in the code. Choose another file to replace it.',
  removeLogo: 'Remove the logo',
  problems: {
    unknown: 'Enter a color such as #1a2b3c.',
    contrast: 'Cameras could not read this: choose a darker color or a lighter background.',
  },
  logoProblems: {
    kind: 'Choose a PNG picture.',
    not_png: 'This file is not a PNG picture. Save the logo as PNG, and choose it again.',
    large: 'This file is too large. Make the logo smaller, and choose it again.',
    size: 'This picture has too many pixels. Make the logo smaller, and choose it again.',
    depth: 'This PNG picture has fewer than 8 bits per channel. Save it as RGB, and choose it again.',
    damaged: 'This PNG picture is damaged. Save the logo again, and choose it again.',
  } satisfies Record<LogoProblem, string>,
};
