/** Pages of lists: newest first, with an opaque cursor and a `Link` to the next page. */
import { z } from '@hono/zod-openapi';
import type { Page } from '../../store-ports/row-page.ts';
import type { ApiContext } from '../http/env.ts';
import { decodeCursor, encodeCursor, positionIn } from './cursors/cursor.ts';
import { optional } from './fields.ts';
import { namedParameter } from './shapes.ts';

const RowId = z.int();

/** The row id in a cursor of the usual form; undefined for any other text. */
export const decodeRowId = (cursor: string): number | undefined => decodeCursor(cursor, RowId);

/** The query parameter `cursor`; `read` decodes it, and returns undefined for an invalid one. Its tag is checked by the route. */
export const cursorQuery = <Position>(read: (cursor: string) => Position | undefined) =>
  optional(
    z
      .string()
      .transform((cursor, ctx) => {
        const position = read(positionIn(cursor));
        if (position !== undefined) return position;
        ctx.issues.push({ code: 'custom', message: 'Invalid cursor.', input: cursor });
        return z.NEVER;
      })
      .openapi({ type: 'string', description: '`nextCursor` of the previous page.' }),
  );

/** The query parameter `cursor` of a list of groups, which is read by its position. */
export const offsetCursorQuery = cursorQuery((cursor) => decodeCursor(cursor, z.int().nonnegative()));

/** The query parameters of every list. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^([1-9]\d{0,2}|1000)$/, 'Must be a number from 1 to 1000.')
    .transform(Number)
    .default(50)
    .openapi({
      type: 'integer',
      minimum: 1,
      maximum: 1000,
      default: 50,
      ...namedParameter('PageLimit'),
      description: 'Maximum number of rows per page.',
    }),
  cursor: cursorQuery(decodeRowId),
};

/** Reads pages of a list that is short enough to fit in memory; `rows` are oldest first. */
export function pageInMemory<Row>(rows: Row[]): (page: Page) => Promise<(Row & { rowId: number })[]> {
  return async ({ limit, before }) =>
    rows
      .map((row, index) => ({ ...row, rowId: index + 1 }))
      .filter(({ rowId }) => before === null || rowId < before)
      .reverse()
      .slice(0, limit);
}

/** One page and the cursor of the next; `read` gets one more row than the page has. */
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

/** The cursor of the page after this row or position. Also sets the header `Link`. */
export const nextPage = (c: ApiContext, after: number): string => nextPageLink(c, encodeCursor(after));

/** The same for a list with its own kind of cursor. */
export function nextPageLink(c: ApiContext, position: string): string {
  const nextCursor = `${position}${c.get('cursorTag')}`;
  const { searchParams } = new URL(c.req.url);
  searchParams.set('cursor', nextCursor);
  c.header('Link', `<${c.var.deps.settings.publicUrl}${c.req.path}?${searchParams}>; rel="next"`);
  return nextCursor;
}
