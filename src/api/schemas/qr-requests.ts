/** How a QR code is drawn: as a query, and as a body that may also have a logo. */
import { z } from '@hono/zod-openapi';
import { invalid } from '../../errors.ts';
import {
  DEFAULT_DESIGN,
  ERROR_CORRECTIONS,
  MARGIN,
  parseColor,
  type QrDesign,
  SIZE,
} from '../../qr/qr-design.ts';
import { LOGO_PROBLEMS, MAX_LOGO_LENGTH, MAX_LOGO_SIDE, readLogo } from '../../qr/read-logo.ts';
import { optional } from './fields.ts';
import { namedParameter } from './shapes.ts';

interface Bounds {
  min: number;
  max: number;
  default: number;
}

const SIZE_TEXT = 'Width and height of the picture in pixels.';
const MARGIN_TEXT =
  'Empty border in modules, the squares of the code. Below 4, many cameras need other white space around the code.';

/** A whole number in a query. */
const wholeNumber = ({ min, max, default: usual }: Bounds, description: string) =>
  z
    .string()
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) >= min && Number(text) <= max, {
      error: `Must be a whole number from ${min} to ${max}.`,
    })
    .transform(Number)
    .default(usual)
    .openapi({ type: 'integer', minimum: min, maximum: max, default: usual, description });

/** The same in a body. */
const bodyNumber = ({ min, max, default: usual }: Bounds, description: string) =>
  z.int().min(min).max(max).default(usual).openapi({ description });

const colorField = (usual: string, description: string) =>
  z
    .string()
    .transform((text, ctx) => {
      const color = parseColor(text);
      if (color !== undefined) return color;
      ctx.issues.push({ code: 'custom', message: 'Must be a color such as #1a2b3c.', input: text });
      return z.NEVER;
    })
    .default(usual)
    .openapi({ type: 'string', default: usual, example: usual, description });

const common = {
  errorCorrection: z.enum(ERROR_CORRECTIONS).default(DEFAULT_DESIGN.errorCorrection).openapi({
    description:
      'How much of the code may be dirty or covered: `L` about 7 %, `M` 15 %, `Q` 25 %, `H` 30 %. A code gets more if that does not make it larger.',
  }),
  color: colorField(
    DEFAULT_DESIGN.color,
    'Color of the code. It must be darker than `background` and have a contrast of at least 4.5:1.',
  ),
  background: colorField(DEFAULT_DESIGN.background, 'Color behind the code.'),
};

const format = optional(z.enum(['svg', 'png'])).openapi({
  ...namedParameter('PictureFormat'),
  description: 'Format of the picture. Takes precedence over the `Accept` header; `svg` by default.',
});

/** The query of a code without a logo. */
export const QrQuery = z.strictObject({
  format,
  size: wholeNumber(SIZE, SIZE_TEXT),
  margin: wholeNumber(MARGIN, MARGIN_TEXT),
  ...common,
});

/** The body of a code that may have a logo. */
export const QrDrawing = z
  .strictObject({
    format: optional(z.enum(['svg', 'png'])).openapi({ description: 'Format of the picture.' }),
    size: bodyNumber(SIZE, SIZE_TEXT),
    margin: bodyNumber(MARGIN, MARGIN_TEXT),
    ...common,
    logo: optional(z.string().max(MAX_LOGO_LENGTH)).openapi({
      description: `A PNG picture as a \`data:\` URL, at most ${MAX_LOGO_SIDE} pixels wide and high. It is drawn in the middle and raises \`errorCorrection\` to \`H\`.`,
    }),
  })
  .openapi('QrDrawing', {
    description: 'How a QR code is drawn.',
    example: { format: 'png', size: 1024, color: '#0f4eb9' },
  });

/** The design that a query asks for. */
export const designOf = ({ format: _, ...design }: z.output<typeof QrQuery>): QrDesign => ({
  ...design,
  logo: null,
});

/** The design that a body asks for. Throws `validation` for a logo that is not a picture of the documented kind. */
export async function designWithLogo(body: z.output<typeof QrDrawing>): Promise<QrDesign> {
  const { format: _, logo: url, ...design } = body;
  if (url === undefined) return { ...design, logo: null };
  const logo = await readLogo(url);
  if (typeof logo === 'string') throw invalid('/logo', LOGO_PROBLEMS[logo]);
  return { ...design, logo };
}
