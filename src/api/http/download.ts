/** Rows as a file: CSV for spreadsheets, NDJSON for programs; both stream. */
import { stringify } from 'csv-stringify/sync';
import { dayOf, isoDay } from '../../time.ts';
import type { ApiContext } from './env.ts';
import { type Format, TYPES } from './format.ts';

type FileFormat = Exclude<Format, 'json'>;
type Row = Record<string, unknown>;

/** RFC 4180, every value quoted; a text that a spreadsheet would run as a formula begins with `'`. Null is empty. */
function csv(rows: unknown[][]): string {
  return stringify(rows, {
    quoted: true,
    escape_formulas: true,
    record_delimiter: '\r\n',
    cast: { boolean: (value) => String(value) },
  });
}

/** Rows that are at hand, or that are read slice by slice. */
type Slices = Iterable<Row[]> | AsyncIterable<Row[]>;

interface Writer {
  head(columns: string[]): string;
  rows(columns: string[], rows: Row[]): string;
}

const WRITERS: Record<FileFormat, Writer> = {
  csv: {
    head: (columns) => csv([columns]),
    rows: (columns, rows) => csv(rows.map((row) => columns.map((column) => row[column]))),
  },
  ndjson: {
    head: () => '',
    rows: (_, rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  },
};

/** `name` is the file's, without day and ending; `columns` stand in their order, whatever rows there are. */
export interface File {
  name: string;
  format: FileFormat;
  columns: string[];
}

async function* textsOf({ format, columns }: File, slices: Slices): AsyncGenerator<string, void> {
  const writer = WRITERS[format];
  let head = writer.head(columns);
  for await (const rows of slices) {
    yield head + writer.rows(columns, rows);
    head = '';
  }
}

/**
 * Answers with a file. Slices are asked for as the client takes them; the first is read before the answer
 * begins, so that its failure is a problem. A later one breaks the transfer off: half a file never looks whole.
 */
export async function download(c: ApiContext, file: File, slices: Slices): Promise<Response> {
  const { deps, requestId } = c.var;
  const encoder = new TextEncoder();
  const texts = textsOf(file, slices);
  let next: IteratorResult<string, void> | undefined = await texts.next();
  let gone = false;

  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    // A slice may be empty, and who waits for bytes does not ask again.
    while (next === undefined || next.value === '') next = await texts.next();
    if (gone) return;
    if (next.done) return controller.close();
    controller.enqueue(encoder.encode(next.value));
    next = undefined;
  };
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull: (controller) =>
      pull(controller).catch((err: unknown) => {
        deps.log.error({ requestId, err }, 'An export broke off');
        throw err;
      }),
    cancel: async () => {
      gone = true;
      await texts.return();
    },
  };
  const day = isoDay(dayOf(deps.clock()));
  return c.body(new ReadableStream(source, { highWaterMark: 0 }), 200, {
    'Content-Type': `${TYPES[file.format]}; charset=utf-8`,
    'Content-Disposition': `attachment; filename="sotto-${file.name}-${day}.${file.format}"`,
  });
}
