/** Positions in the hit log: the query parameter `after`, and cursors of a tail. */
import { z } from '@hono/zod-openapi';
import type { TailPosition } from '../../../hits/hit-plan.ts';
import { type HitTailPlace, parsePosition, TAIL_START } from '../../../hits/tail-hits.ts';
import { optional } from '../fields.ts';
import { cursorQuery, decodeRowId } from '../page.ts';
import { decodeCursor, encodeCursor, positionIn } from './cursor.ts';

const Position = z.tuple([z.literal('after'), z.int().nonnegative(), z.int().nullable()]);

export const encodePosition = ({ rowId, nonce }: TailPosition): string =>
  encodeCursor(['after', rowId, nonce]);

/** Undefined for text that `encodePosition` did not create. */
function decodePosition(cursor: string): TailPosition | undefined {
  const position = decodeCursor(cursor, Position);
  if (!position) return undefined;
  const [, rowId, nonce] = position;
  return { rowId, nonce };
}

/** The query parameter `after`. A cursor is understood as well. */
export const afterQuery = optional(
  z
    .string()
    .transform((text, ctx) => {
      const position = parsePosition(text) ?? decodePosition(positionIn(text));
      if (position !== undefined) return position;
      ctx.issues.push({
        code: 'custom',
        message: `Must be the id of a hit, or \`${TAIL_START}\`.`,
        input: text,
      });
      return z.NEVER;
    })
    .openapi({
      type: 'string',
      example: TAIL_START,
      description:
        `Follows the log: only settled hits, in the order in which they arrived, behind this one. \`${TAIL_START}\` begins with the first. ` +
        'A hit that was erased or deleted still has its place. `nextCursor` is never null: an empty page means that nothing is new.',
    }),
);

/** The query parameter `cursor`, of a list that is newest first or of a tail. */
export const hitCursorQuery = cursorQuery((cursor) => decodeRowId(cursor) ?? decodePosition(cursor));

/** Where a tail begins or goes on; null if the query does not ask for one. A cursor is further on than `after`. */
export function placeOf(
  after: TailPosition | undefined,
  cursor: number | TailPosition | undefined,
): HitTailPlace | null {
  if (typeof cursor === 'object') return { position: cursor, pointer: '?cursor' };
  return after === undefined ? null : { position: after, pointer: '?after' };
}
