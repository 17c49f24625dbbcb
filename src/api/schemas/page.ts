/** Lists: newest first, an opaque cursor, and the address of the next page. */
import { z } from '@hono/zod-openapi';
import type { Page } from '../../store-ports.ts';
import type { ApiContext } from '../http/env.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { optional } from './fields.ts';

const RowId = z.int();

/** The row id that a cursor of the usual kind stands for; undefined for any other text. */
export const decodeRow = (cursor: string): number | undefined => decodeCursor(cursor, RowId);

/** The query parameter that a page begins behind; `read` gives the position that a text of ours stands for. */
export const cursorQuery = <Position>(read: (cursor: string) => Position | undefined) =>
  optional(
    z
      .string()
      .transform((cursor, ctx) => {
        const position = read(cursor);
        if (position !== undefined) return position;
        ctx.issues.push({ code: 'custom', message: 'Invalid cursor.', input: cursor });
        return z.NEVER;
      })
      .openapi({ type: 'string', description: '`nextCursor` of the previous page.' }),
  );

/** The query parameters of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^(100|[1-9]\d?)$/, 'Must be a number from 1 to 100.')
    .transform(Number)
    .default(50)
    .openapi({
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 50,
      description: 'Maximum number of rows per page.',
    }),
  cursor: cursorQuery(decodeRow),
};

/** Reads pages of a list that is short enough to be held whole: `rows` come oldest first. */
export function pageOf<Row>(rows: Row[]): (page: Page) => Promise<(Row & { rowId: number })[]> {
  return async ({ limit, before }) =>
    rows
      .map((row, index) => ({ ...row, rowId: index + 1 }))
      .filter(({ rowId }) => before === null || rowId < before)
      .reverse()
      .slice(0, limit);
}

/** One page and the cursor of the next; `read` is asked for one row more than is shown. */
export async function readPage<Row extends { rowId: number }>(
  c: ApiContext,
  { limit, cursor }: { limit: number; cursor?: number | undefined },
  read: (page: Page) => Promise<Row[]>,
): Promise<{ rows: Row[]; nextCursor: string | null }> {
  const found = await read({ limit: limit + 1, before: cursor ?? null });
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  if (!last) return { rows, nextCursor: null };
  return { rows, nextCursor: nextPage(c, last.rowId) };
}

/** The cursor of the page that begins after this row, whose address the answer's `Link` names too. */
export const nextPage = (c: ApiContext, rowId: number): string => nextPageAt(c, encodeCursor(rowId));

/** The same for a cursor of the list's own. */
export function nextPageAt(c: ApiContext, nextCursor: string): string {
  const { searchParams } = new URL(c.req.url);
  searchParams.set('cursor', nextCursor);
  c.header('Link', `<${c.var.deps.settings.publicUrl}${c.req.path}?${searchParams}>; rel="next"`);
  return nextCursor;
}
