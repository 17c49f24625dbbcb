/** Long pages of links and contents, made in pieces between which other requests run. */
import type { TypedResponse } from 'hono';
import { nextTurn } from '../../next-turn.ts';
import type { ApiContext } from '../http/env.ts';
import { sendPieces } from '../http/send-pieces.ts';
import { chooseFields } from './list-fields.ts';
import type { RowPage } from './sort.ts';

/** Rows that one turn presents. A content has up to 25 links, and each link costs about 10 µs. */
const ROWS_PER_TURN = 50;

interface ListBody<Shown> {
  data: (Shown & { periodClicks: number | null })[];
  nextCursor: string | null;
}

/** What `present` shows of the rows, some of them in each turn, in the same order. */
async function* inTurns<Row, Shown>(
  rows: Row[],
  present: (rows: Row[], from: number) => Promise<Shown[]>,
): AsyncGenerator<Shown[], void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_TURN) {
    await nextTurn();
    yield await present(rows.slice(from, from + ROWS_PER_TURN), from);
  }
}

/** What `present` shows of all rows, in the same order. */
export async function presentInTurns<Row, Shown>(
  rows: Row[],
  present: (rows: Row[]) => Promise<Shown[]>,
): Promise<Shown[]> {
  const shown: Shown[] = [];
  for await (const some of inTurns(rows, present)) shown.push(...some);
  return shown;
}

/** The JSON of an object with these rows as `data`; `rest` is the JSON of its other members, with a comma before each. */
async function* dataJson(slices: AsyncIterable<unknown[]>, rest: string): AsyncGenerator<string, void> {
  let before = '{"data":[';
  for await (const rows of slices) {
    yield before + JSON.stringify(rows).slice(1, -1);
    before = ',';
  }
  yield `${before === ',' ? '' : before}]${rest}}`;
}

/**
 * Answers with the rows of all slices as one JSON text; each slice is encoded before the next one is made. The type of the
 * rows is not compared with that of the document; the contract tests do.
 */
export async function sendSlices(
  c: ApiContext,
  slices: AsyncIterable<unknown[]>,
): Promise<Response & TypedResponse<{ data: never[] }, 200, 'json'>> {
  const answer = await sendPieces(c, dataJson(slices, ''));
  return answer as typeof answer & TypedResponse<{ data: never[] }, 200, 'json'>; // its text is this JSON
}

/** Answers with rows as JSON, as `sendSlices` does. */
export const sendData = <Row>(c: ApiContext, rows: Row[]) =>
  sendSlices(
    c,
    inTurns(rows, async (some) => some),
  );

/** Answers with a page as JSON; `present` shows some rows as the API does. */
export async function sendPage<Row, Shown extends object>(
  c: ApiContext,
  { rows, clicks, nextCursor }: RowPage<Row>,
  fields: readonly string[],
  present: (rows: Row[]) => Promise<Shown[]>,
): Promise<Response & TypedResponse<ListBody<Shown>, 200, 'json'>> {
  const slices = inTurns(rows, async (some, from) => {
    const shown = await present(some);
    const listed = shown.map((row, index) => ({ ...row, periodClicks: clicks[from + index] ?? null }));
    return chooseFields(listed, fields);
  });
  const answer = await sendPieces(c, dataJson(slices, `,"nextCursor":${JSON.stringify(nextCursor)}`));
  return answer as typeof answer & TypedResponse<ListBody<Shown>, 200, 'json'>; // its text is this JSON
}
