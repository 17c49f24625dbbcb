/** How a member wants a QR code: colors in the address of the page, and a logo that a form sends along. */
import { readBounded } from '../../../bytes.ts';
import { AppError } from '../../../errors.ts';
import { QR_FORMATS, type QrFormat } from '../../../qr/draw-qr.ts';
import { checkColors, DEFAULT_DESIGN, parseColor, type QrDesign } from '../../../qr/qr-design.ts';
import { type Logo, type LogoProblem, readLogo, readLogoFile } from '../../../qr/read-logo.ts';
import type { AppContext } from '../env.ts';

/** Pixels of the pictures that members download: 8 cm at 300 dpi. */
export const DOWNLOAD_SIZE = 1024;

/** What is wrong with a color that the member chose. */
export interface ColorProblem {
  field: 'color' | 'background';
  kind: 'unknown' | 'contrast';
}

export interface Colors {
  color: string;
  background: string;
}

export interface Asked {
  /** What the member typed. */
  typed: Colors;
  design: QrDesign;
  problem: ColorProblem | null;
}

const FIELDS = ['color', 'background'] as const;
const MAX_COLOR_LENGTH = 100;

/** The design with these colors; the usual ones where they cannot be drawn. */
export function designOf(read: (field: 'color' | 'background') => string | undefined): Asked {
  const typed = {
    color: read('color')?.slice(0, MAX_COLOR_LENGTH) || DEFAULT_DESIGN.color,
    background: read('background')?.slice(0, MAX_COLOR_LENGTH) || DEFAULT_DESIGN.background,
  };
  const usual = { ...DEFAULT_DESIGN, size: DOWNLOAD_SIZE };
  for (const field of FIELDS) {
    const problem = { field, kind: 'unknown' } as const;
    if (parseColor(typed[field]) === undefined) return { typed, design: usual, problem };
  }
  const color = parseColor(typed.color) ?? usual.color;
  const background = parseColor(typed.background) ?? usual.background;
  const design = { ...usual, color, background };
  try {
    checkColors(design, (field) => `?${field}`);
    return { typed: { color, background }, design, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { typed: { color, background }, design: usual, problem: { field: 'color', kind: 'contrast' } };
  }
}

/** A form with a file that is much too large is still read, so that its colors are not lost. */
const MAX_FORM_BYTES = 4 * 1024 * 1024;

export interface DesignForm {
  asked: Asked;
  logo: Logo | null;
  logoProblem: LogoProblem | null;
  /** The picture that the member downloads; null to see it on the page. */
  format: QrFormat | null;
}

/** Reads the form. A new file comes before the logo that was given before, which a wrong file does not replace. */
export async function readDesignForm(c: AppContext): Promise<DesignForm> {
  const bytes = await readBounded(c.req.raw.body, MAX_FORM_BYTES).catch(() => new Uint8Array());
  const headers = { 'Content-Type': c.req.header('Content-Type') ?? '' };
  const values = await new Response(bytes && Uint8Array.from(bytes), { headers })
    .formData()
    .catch(() => new FormData());
  const text = (name: string) => {
    const value: unknown = values.get(name);
    return typeof value === 'string' ? value : undefined;
  };
  const format = QR_FORMATS.find((name) => name === text('format')) ?? null;
  const asked = designOf(text);
  const kept = text('kept') && !text('remove') ? await readLogo(text('kept') ?? '') : null;
  const file: unknown = values.get('logo');
  const given = file instanceof Blob && file.size > 0 ? await readLogoFile(file) : null;
  const logo = [given, kept].find((each) => typeof each === 'object' && each !== null);
  const problem = bytes === null ? 'large' : [given, kept].find((each) => typeof each === 'string');
  return {
    asked,
    logo: typeof logo === 'object' ? logo : null,
    logoProblem: typeof problem === 'string' ? problem : null,
    format,
  };
}
