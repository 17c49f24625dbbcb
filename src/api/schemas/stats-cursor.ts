import { z } from '@hono/zod-openapi';
import type { StatsCursor } from '../../stats/stats-cursor.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { cursorQuery } from './page.ts';

const Position = z.tuple([z.string(), z.number(), z.array(z.union([z.string(), z.number(), z.null()]))]);

export const encodePosition = ({ query, position }: StatsCursor): string =>
  encodeCursor([query, position.size, position.keys]);

/** Undefined for text that `encodePosition` did not create. */
function decodePosition(cursor: string): StatsCursor | undefined {
  const found = decodeCursor(cursor, Position);
  if (!found) return undefined;
  const [query, size, keys] = found;
  return { query, position: { size, keys } };
}

/** The query parameter `cursor` of statistics. */
export const statsCursorQuery = cursorQuery(decodePosition);
