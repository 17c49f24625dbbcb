import { z } from '@hono/zod-openapi';
import type { GroupPosition } from '../../../stats/stats-plan.ts';
import { cursorQuery } from '../page.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const Position = z.tuple([z.number(), z.array(z.union([z.string(), z.number(), z.null()]))]);

export const encodePosition = ({ size, keys }: GroupPosition): string => encodeCursor([size, keys]);

/** Undefined for text that `encodePosition` did not create. */
function decodePosition(cursor: string): GroupPosition | undefined {
  const found = decodeCursor(cursor, Position);
  if (!found) return undefined;
  const [size, keys] = found;
  return { size, keys };
}

/** The query parameter `cursor` of statistics. */
export const statsCursorQuery = cursorQuery(decodePosition);
