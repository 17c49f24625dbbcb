/** Columns of an answer under the names of its fields. */
import { type SQL, sql } from 'drizzle-orm';

export interface Column {
  field: string;
  column: SQL;
}

const named = ({ field, column }: Column): SQL => sql`${column} AS ${sql.identifier(field)}`;

/** `column AS "field", …` */
export const selectList = (columns: readonly Column[]): SQL => sql.join(columns.map(named), sql`, `);

/** `, column AS "field", …`, to follow other columns; nothing without columns. */
export const moreColumns = (columns: readonly Column[]): SQL =>
  sql.join(columns.map((column) => sql`, ${named(column)}`));
