import { invalid } from '../errors.ts';
import { contrast, isDarker } from './contrast.ts';
import type { Logo } from './read-logo.ts';

/** How much of a code may be covered or damaged: about 7, 15, 25 and 30 %. */
export const ERROR_CORRECTIONS = ['L', 'M', 'Q', 'H'] as const;
export type ErrorCorrection = (typeof ERROR_CORRECTIONS)[number];

/** Width and height of the picture in pixels. */
export const SIZE = { min: 64, max: 2048, default: 512 } as const;
/** The empty border in modules, the squares of the code. The standard asks for 4. */
export const MARGIN = { min: 0, max: 16, default: 4 } as const;

/** How a code is drawn. Colors are `#rrggbb`. */
export interface QrDesign {
  size: number;
  margin: number;
  /** The least; a code gets more where that does not make it larger, and the most with a logo. */
  errorCorrection: ErrorCorrection;
  color: string;
  background: string;
  logo: Logo | null;
}

export const DEFAULT_DESIGN: QrDesign = {
  size: SIZE.default,
  margin: MARGIN.default,
  errorCorrection: 'M',
  color: '#000000',
  background: '#ffffff',
  logo: null,
};

/** Below this, cameras miss codes in dim light or on shiny paper. */
const MIN_CONTRAST = 4.5;

/** `#rgb` or `#rrggbb`, with or without `#`, as `#rrggbb`; undefined for any other text. */
export function parseColor(text: string): string | undefined {
  const digits = /^#?([\da-f]{3}|[\da-f]{6})$/i.exec(text)?.[1]?.toLowerCase();
  if (digits === undefined) return undefined;
  return `#${digits.length === 3 ? digits.replaceAll(/./g, '$&$&') : digits}`;
}

/** Throws `validation` unless cameras can tell the colors apart. `at` makes the pointer of a field. */
export function checkColors({ color, background }: QrDesign, at: (field: string) => string): void {
  if (!isDarker(color, background))
    throw invalid(at('color'), 'Must be darker than `background`: many cameras cannot read inverted codes.');
  const ratio = contrast(color, background);
  if (ratio < MIN_CONTRAST) {
    const shown = Math.floor(ratio * 10) / 10;
    throw invalid(
      at('color'),
      `The contrast with \`background\` is ${shown}:1 and must be at least ${MIN_CONTRAST}:1. Use a darker color or a lighter background.`,
    );
  }
}
