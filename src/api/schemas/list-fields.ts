/** The query parameter `fields`: which fields of each row a list answers. */
import { z } from '@hono/zod-openapi';
import { valueList } from './hit-filters.ts';
import { namedParameter } from './shapes.ts';

/** The parameter for rows with these fields; an empty list means all. `name` is that of the component without `Fields`. */
export function fieldsQuery<Shape extends Record<string, unknown>>(
  name: string,
  { shape }: { shape: Shape },
) {
  const names = Object.keys(shape);
  return valueList
    .pipe(
      z.array(
        z.string().refine((name) => names.includes(name), {
          error: ({ input }) => `Unknown field "${String(input).slice(0, 50)}". Use ${names.join(', ')}.`,
        }),
      ),
    )
    .openapi({
      ...namedParameter(`${name}Fields`),
      description: 'Only these fields of each row, comma-separated or repeated. All by default.',
      items: { type: 'string', enum: names },
    });
}

/**
 * The rows with the chosen fields, in the order of the full rows. The type stays that of full rows: callers who choose
 * fields know which are left.
 */
export function chooseFields<Row extends object>(rows: Row[], fields: readonly string[]): Row[] {
  if (fields.length === 0) return rows;
  const chosen = new Set(fields);
  const choose = (row: Row) => Object.fromEntries(Object.entries(row).filter(([name]) => chosen.has(name)));
  return rows.map((row) => choose(row) as Row); // see above
}

/** Slices of rows with the chosen fields. */
export async function* chosenSlices<Row extends object>(
  slices: Iterable<Row[]> | AsyncIterable<Row[]>,
  fields: readonly string[],
): AsyncGenerator<Row[], void> {
  for await (const rows of slices) yield chooseFields(rows, fields);
}

/** The columns of a file with the chosen fields. */
export const chooseColumns = (columns: string[], fields: readonly string[]): string[] =>
  fields.length === 0 ? columns : columns.filter((column) => fields.includes(column));
