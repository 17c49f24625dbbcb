import { drawPng } from './draw-png.ts';
import { drawSvg } from './draw-svg.ts';
import { encodeQr, modulePixels } from './encode-qr.ts';
import { checkColors, type QrDesign } from './qr-design.ts';

export const QR_FORMATS = ['svg', 'png'] as const;
export type QrFormat = (typeof QR_FORMATS)[number];

export const QR_TYPES: Record<QrFormat, string> = { svg: 'image/svg+xml', png: 'image/png' };

/** The mark of scans: it tells them apart from clicks on the same link. */
export const QR_MARK = 'qr';

/**
 * Draws a text as a QR code. Throws `validation` for colors that cameras cannot tell apart and a size that is too small;
 * `at` makes the pointer of a field.
 */
export async function drawQr(
  text: string,
  design: QrDesign,
  format: QrFormat,
  at: (field: string) => string,
): Promise<string | Uint8Array<ArrayBuffer>> {
  checkColors(design, at);
  const modules = encodeQr(text, design);
  const pixels = modulePixels(modules, design.size, at);
  return format === 'svg' ? drawSvg(modules, design) : drawPng(modules, design, pixels);
}
