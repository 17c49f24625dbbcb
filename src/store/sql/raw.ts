import { type SQL, sql } from 'drizzle-orm';

/** Trusted words and numbers, written into the text of a query; never anything that a caller sends. */
export const raw = (text: string | number): SQL => sql.raw(String(text));
