/** In which form an answer is given: by name in the query, else by the `Accept` header. */
import { z } from '@hono/zod-openapi';
import { parseAccept } from 'hono/utils/accept';
import { AppError } from '../../errors.ts';
import { optional } from '../schemas/fields.ts';
import type { ApiContext } from './env.ts';

export const TYPES = {
  json: 'application/json',
  csv: 'text/csv',
  ndjson: 'application/x-ndjson',
} as const;

export type Format = keyof typeof TYPES;

/** The query parameter `format`. */
export const formatQuery = <F extends Format>(offered: readonly [F, ...F[]]) =>
  optional(z.enum(offered)).openapi({
    description: 'Format of the answer. Takes precedence over the `Accept` header.',
  });

/** The form to answer in, of those on offer: the asked one, else what the client likes best. Throws a 406. */
export function formatOf<F extends Format>(c: ApiContext, offered: readonly F[], asked: F | undefined): F {
  c.header('Vary', 'Accept', { append: true });
  if (asked !== undefined) return asked;
  const header = c.req.header('Accept')?.trim() || '*/*';
  const liked = offered
    .map((format) => ({ format, quality: qualityOf(TYPES[format], header) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality)[0];
  if (liked) return liked.format;
  const types = offered.map((format) => TYPES[format]).join(', ');
  throw new AppError('not_acceptable', `The "Accept" header must allow one of ${types}.`);
}

/** What the most specific range that takes in the type says of it: 0 refuses, 1 likes best. */
function qualityOf(type: string, header: string): number {
  const ranges = parseAccept(header);
  const specific = [type, type.replace(/\/.*/, '/*'), '*/*'];
  const matches = specific.map((range) => ranges.find((given) => given.type.toLowerCase() === range));
  return matches.find((given) => given !== undefined)?.q ?? 0;
}
