/** The parts of the one atomic list that writes new contents and links. */
import type { SQL } from 'drizzle-orm';
import { createLRU } from 'lru.min';
import type { Content, NewContent } from '../../links/contents/content.ts';
import type { JsonRows, RowFragments } from '../sql/json-rows.ts';

/** Statements and the values of their placeholders. */
export interface Part {
  statements: SQL[];
  values: Record<string, unknown>;
}

const STATEMENTS_KEPT = 200;
const kept = createLRU<string, SQL>({ max: STATEMENTS_KEPT });

/** The statement for rows of this shape, which is cached: building it takes as long as running it. */
export function statementFor(
  name: string,
  { shape, fragments }: JsonRows,
  build: (rows: RowFragments) => SQL,
): SQL {
  const key = `${name} ${shape}`;
  const statement = kept.get(key) ?? build(fragments);
  kept.set(key, statement);
  return statement;
}

export const isNew = (content: NewContent | Content): content is NewContent => !('rowId' in content);
