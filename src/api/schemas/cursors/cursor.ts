/**
 * Cursors: a position in a list and the tag of its query. A cursor continues only the list that it came from, because
 * in another order or with other filters rows would be missing or come twice.
 */
import type { z } from '@hono/zod-openapi';
import { fromBase64url, toBase64url, utf8Bytes } from '../../../bytes.ts';
import { invalid } from '../../../errors.ts';
import { sha256 } from '../../../keys/key-text.ts';
import type { ApiContext } from '../../http/env.ts';

const TAG_LENGTH = 10;

/** The position in a cursor, without the tag. */
export const positionIn = (cursor: string): string => cursor.split('.', 1)[0] ?? '';

/** A tail goes on from its place in the log with any filters. */
const isPlaceInLog = (position: unknown) =>
  typeof position === 'object' && position !== null && 'nonce' in position;

/** The order of a filter's values does not matter, that of the groups does. */
const canonical = (name: string, value: unknown): unknown =>
  Array.isArray(value) && name !== 'groupBy' ? [...value].sort() : value;

/**
 * Notes the tag of a list's query for the cursor of the next page, and throws a 422 for a cursor of another list. How many
 * rows a page has, which fields and in which format does not matter.
 */
export async function checkCursor(c: ApiContext, query: Record<string, unknown>): Promise<void> {
  const { cursor, limit, fields, format, after, ...list } = query;
  const parts = Object.entries(list).map(([name, value]) => [name, canonical(name, value)]);
  const hash = await sha256(JSON.stringify([c.req.path, parts]));
  const tag = `.${hash.slice(0, TAG_LENGTH)}`;
  c.set('cursorTag', tag);
  const given = c.req.query('cursor');
  if (isPlaceInLog(cursor)) return;
  if (given !== undefined && given !== `${positionIn(given)}${tag}`)
    throw invalid(
      '?cursor',
      'Invalid cursor: it belongs to a list with other filters or another order. Start without a cursor.',
    );
}

/** A position in a list as the opaque text that a client sends back. */
export const encodeCursor = (position: unknown): string => toBase64url(utf8Bytes(JSON.stringify(position)));

/** The position that `encodeCursor` turned into this text; undefined for any other text. */
export function decodeCursor<Position>(cursor: string, schema: z.ZodType<Position>): Position | undefined {
  try {
    const position = schema.parse(JSON.parse(new TextDecoder().decode(fromBase64url(cursor))));
    return encodeCursor(position) === cursor ? position : undefined;
  } catch {
    return undefined;
  }
}
