import { type Column, type GetColumnData, type SQL, sql } from 'drizzle-orm';
import type { Row } from './engine.ts';

/** Selects columns for `Engine.read` and turns its rows into what Drizzle's own queries return. */
export interface RowReader<Item> {
  /** `"links"."public_id" AS "id", …` */
  fields: SQL;
  read(row: Row): Item;
}

type ItemOf<Columns> = {
  [name in keyof Columns]: Columns[name] extends Column ? GetColumnData<Columns[name]> : never;
};

/** Takes the columns by property name. */
export function rowReader<Columns extends Record<string, Column>>(
  columns: Columns,
): RowReader<ItemOf<Columns>> {
  const names = Object.keys(columns);
  // Text and numbers arrive as they are.
  const mapped = Object.entries(columns).filter(
    ([, { dataType }]) => dataType === 'json' || dataType === 'boolean',
  );
  return {
    fields: sql.join(
      names.map((name) => sql`${columns[name]} AS ${sql.identifier(name)}`),
      sql`, `,
    ),
    read(row) {
      const item: Record<string, unknown> = {};
      for (const name of names) item[name] = row[name];
      for (const [name, column] of mapped) {
        if (row[name] !== null) item[name] = column.mapFromDriverValue(row[name]);
      }
      return item as ItemOf<Columns>; // the columns' own types, as Drizzle infers them
    },
  };
}
