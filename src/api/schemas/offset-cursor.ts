/** Cursors of lists of groups that are read by their position. A cursor belongs to one query. */
import { z } from '@hono/zod-openapi';
import { invalid } from '../../errors.ts';
import { shortHash } from '../../short-hash.ts';
import type { ApiContext } from '../http/env.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { cursorQuery, nextPageLink } from './page.ts';

const Position = z.tuple([z.string(), z.int().nonnegative()]);

/** The query parameter `cursor`. */
export const offsetCursorQuery = cursorQuery((cursor) => decodeCursor(cursor, Position));

/** Identifies the query of the request: everything but the size and format of its pages. */
function queryOf(c: ApiContext): string {
  const { searchParams } = new URL(c.req.url);
  for (const name of ['limit', 'cursor', 'format']) searchParams.delete(name);
  searchParams.sort();
  return shortHash(searchParams.toString());
}

/** The offset of a cursor, 0 without one. Throws `validation` if it belongs to another query. */
export function offsetOf(c: ApiContext, cursor: z.output<typeof Position> | undefined): number {
  if (cursor === undefined) return 0;
  const [query, offset] = cursor;
  if (query === queryOf(c)) return offset;
  throw invalid('?cursor', 'Invalid cursor: it belongs to a query with other filters or groups.');
}

/** The cursor of the page at an offset, null without one. Also sets the header `Link`. */
export const nextOffset = (c: ApiContext, offset: number | null): string | null =>
  offset === null ? null : nextPageLink(c, encodeCursor([queryOf(c), offset]));
