import { encode } from 'uqr';
import { invalid } from '../errors.ts';
import type { QrDesign } from './qr-design.ts';

/** The squares of a code, and where the logo is. All numbers are modules from the corner of the picture. */
export interface QrModules {
  /** Rows of the code without its margin; true is dark. */
  rows: boolean[][];
  margin: number;
  /** Width and height with the margin. */
  total: number;
  /** The square for the logo, which has no dark module; null without a logo. */
  hole: { from: number; side: number } | null;
}

/**
 * The part of the code's width that a logo covers: 8 % of the area at most. The highest error correction repairs 30 % of
 * the code, so there is as much left for dirt and bad light as a code without a logo has.
 */
const LOGO_PART = 0.28;

/** The least pixels for a module that cameras and screens tell apart. */
const MIN_MODULE = 2;

/** Encodes a text. A logo raises the error correction. */
export function encodeQr(text: string, { errorCorrection, margin, logo }: QrDesign): QrModules {
  const ecc = logo ? 'H' : errorCorrection;
  const { data, size } = encode(text, { ecc, boostEcc: true, border: 0 });
  const total = size + 2 * margin;
  if (!logo) return { rows: data, margin, total, hole: null };
  // The number of modules is odd, so an odd hole is exactly in the middle.
  const side = 2 * Math.floor((size * LOGO_PART - 1) / 2) + 1;
  const first = (size - side) / 2;
  const isHole = (at: number) => at >= first && at < first + side;
  const rows = data.map((row, y) => row.map((dark, x) => dark && !(isHole(x) && isHole(y))));
  return { rows, margin, total, hole: { from: margin + first, side } };
}

/** The whole pixels of a module in a picture of this size. Throws `validation` if the picture is too small. */
export function modulePixels({ total }: QrModules, size: number, at: (field: string) => string): number {
  const pixels = Math.floor(size / total);
  if (pixels < MIN_MODULE)
    throw invalid(at('size'), `Must be at least ${MIN_MODULE * total} for this code and margin.`);
  return pixels;
}
