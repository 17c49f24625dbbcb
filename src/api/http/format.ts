/** The format of an answer: named in the query, else negotiated by the `Accept` header. */
import { z } from '@hono/zod-openapi';
import { parseAccept } from 'hono/utils/accept';
import { AppError } from '../../errors.ts';
import { optional } from '../schemas/fields.ts';
import { namedParameter } from '../schemas/shapes.ts';
import type { ApiContext } from './env.ts';

export const TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
  svg: 'image/svg+xml',
  png: 'image/png',
} as const;

export type Format = keyof typeof TYPES;

/** The query parameter `format`. */
export const formatQuery = <F extends Format>(offered: readonly [F, ...F[]]) =>
  optional(z.enum(offered)).openapi({
    ...namedParameter(offered.length > 2 ? 'RowsFormat' : 'TableFormat'),
    description: 'Format of the answer. Takes precedence over the `Accept` header.',
  });

/** The requested format, else the offered one that the client prefers. Throws a 406 if it accepts none. */
export function formatOf<F extends Format>(
  c: ApiContext,
  offered: readonly F[],
  requested: F | undefined,
): F {
  c.header('Vary', 'Accept', { append: true });
  if (requested !== undefined) return requested;
  const header = c.req.header('Accept')?.trim() || '*/*';
  const preferred = offered
    .map((format) => ({ format, quality: qualityOf(TYPES[format], header) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  if (preferred) return preferred.format;
  const types = offered.map((format) => TYPES[format]).join(', ');
  throw new AppError('not_acceptable', `The "Accept" header must allow one of ${types}.`);
}

/** The quality of a type, by the most specific range that includes it: 0 refuses it, 1 prefers it most. */
function qualityOf(type: string, header: string): number {
  const ranges = parseAccept(header);
  const specific = [type, type.replace(/\/.*/, '/*'), '*/*'];
  const matches = specific.map((range) => ranges.find((given) => given.type.toLowerCase() === range));
  return matches.find((given) => given !== undefined)?.q ?? 0;
}
