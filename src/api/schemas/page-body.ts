/** Long pages of links and contents, made in pieces between which other requests run. */
import type { TypedResponse } from 'hono';
import { nextTurn } from '../../next-turn.ts';
import type { ApiContext } from '../http/env.ts';
import { chooseFields } from './list-fields.ts';
import type { RowPage } from './sort.ts';

/** Rows that one turn presents. A content has up to 25 links, and each link costs about 10 µs. */
const ROWS_PER_TURN = 50;

interface ListBody<Shown> {
  data: (Shown & { periodClicks: number | null })[];
  nextCursor: string | null;
}

/** What `present` shows of all rows, in the same order. */
export async function presentInTurns<Row, Shown>(
  rows: Row[],
  present: (rows: Row[]) => Promise<Shown[]>,
): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_TURN) {
    await nextTurn();
    shown.push(...(await present(rows.slice(from, from + ROWS_PER_TURN))));
  }
  return shown;
}

/** Answers with rows as JSON. Their type is not compared with that of the document; the contract tests do. */
export async function sendData<Row>(
  c: ApiContext,
  rows: Row[],
): Promise<Response & TypedResponse<{ data: never[] }, 200, 'json'>> {
  const texts = await presentInTurns(rows, async (some) => [JSON.stringify(some).slice(1, -1)]);
  const answer = c.body(`{"data":[${texts.join(',')}]}`, 200, { 'Content-Type': 'application/json' });
  return answer as typeof answer & TypedResponse<{ data: never[] }, 200, 'json'>; // its text is this JSON
}

/** Answers with a page as JSON; `present` shows some rows as the API does. */
export async function sendPage<Row, Shown extends object>(
  c: ApiContext,
  { rows, clicks, nextCursor }: RowPage<Row>,
  fields: readonly string[],
  present: (rows: Row[]) => Promise<Shown[]>,
): Promise<Response & TypedResponse<ListBody<Shown>, 200, 'json'>> {
  const texts: string[] = [];
  for (let from = 0; from < rows.length; from += ROWS_PER_TURN) {
    await nextTurn();
    const shown = await present(rows.slice(from, from + ROWS_PER_TURN));
    const listed = shown.map((row, index) => ({ ...row, periodClicks: clicks[from + index] ?? null }));
    texts.push(JSON.stringify(chooseFields(listed, fields)).slice(1, -1));
  }
  const text = `{"data":[${texts.join(',')}],"nextCursor":${JSON.stringify(nextCursor)}}`;
  const answer = c.body(text, 200, { 'Content-Type': 'application/json' });
  return answer as typeof answer & TypedResponse<ListBody<Shown>, 200, 'json'>; // its text is this JSON
}
