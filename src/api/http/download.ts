/** Rows as a file: CSV for spreadsheets, NDJSON for programs. Both are streamed. */
import { csvText } from '../../csv.ts';
import { dayOf, isoDay } from '../../time.ts';
import type { ApiContext } from './env.ts';
import { type Format, TYPES } from './format.ts';
import type { RunningExport } from './limits/export-limit.ts';

type FileFormat = Extract<Format, 'csv' | 'ndjson'>;
type Row = Record<string, unknown>;

/** Rows in slices, either in memory or read one slice at a time. */
type Slices = Iterable<Row[]> | AsyncIterable<Row[]>;

interface Writer {
  head(columns: string[]): string;
  rows(columns: string[], rows: Row[]): string;
}

const WRITERS: Record<FileFormat, Writer> = {
  csv: {
    head: (columns) => csvText([columns], { isFirst: true }),
    rows: (columns, rows) => csvText(rows.map((row) => columns.map((column) => row[column]))),
  },
  ndjson: {
    head: () => '',
    rows: (_, rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  },
};

/** `name` is the file name without date and extension; `columns` are in the order of the header. */
export interface Download {
  name: string;
  format: FileFormat;
  columns: string[];
}

async function* textsOf({ format, columns }: Download, slices: Slices): AsyncGenerator<string, void> {
  const writer = WRITERS[format];
  let head = writer.head(columns);
  for await (const rows of slices) {
    yield head + writer.rows(columns, rows);
    head = '';
  }
  if (head !== '') yield head;
}

/** Seconds after which a caller who downloads enough files may try again. */
const RETRY_AFTER = '10';

/** Begins an export of the caller, which ends with the transfer. A HEAD transfers nothing, and one page is read already. */
function begin(c: ApiContext, slices: Slices): RunningExport {
  if (c.req.method === 'HEAD' || Array.isArray(slices)) return { touch() {}, end() {} };
  try {
    return c.get('beginExport')(c.get('caller')?.keyId ?? '');
  } catch (error) {
    c.header('Retry-After', RETRY_AFTER);
    throw error;
  }
}

/**
 * The same function, whose calls always belong to the request that runs now: a pull comes from the connection, and a
 * runtime could not see whose queries it makes. One call must end before the next.
 */
function inThisRequest<T>(call: () => Promise<T>): () => Promise<T> {
  type Answer = (result: Promise<T>) => void;
  let ask: (answer: Answer) => void = () => {};
  const answerCalls = async () => {
    for (;;) {
      const answer = await new Promise<Answer>((resolve) => {
        ask = resolve;
      });
      answer(call());
    }
  };
  void answerCalls();
  return () => new Promise((resolve) => ask(resolve));
}

/**
 * Answers with a file. Slices are read as the client consumes them. The first is read before the answer begins, so
 * that its failure becomes a problem. A later failure aborts the transfer, so half a file never looks complete.
 */
export async function download(c: ApiContext, file: Download, slices: Slices): Promise<Response> {
  const { deps } = c.var;
  const running = begin(c, slices);
  try {
    const body = await streamOf(c, textsOf(file, slices), running);
    const day = isoDay(dayOf(deps.clock()));
    return c.body(body, 200, {
      'Content-Type': `${TYPES[file.format]}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="sotto-${file.name}-${day}.${file.format}"`,
    });
  } catch (error) {
    running.end();
    throw error;
  }
}

async function streamOf(c: ApiContext, texts: AsyncGenerator<string, void>, running: RunningExport) {
  const { deps, requestId } = c.var;
  const encoder = new TextEncoder();
  const read = inThisRequest(() => texts.next());
  let next: IteratorResult<string, void> | undefined = await read();
  let cancelled = false;

  const pull = async (controller: ReadableStreamDefaultController<Uint8Array>) => {
    running.touch();
    // A slice may be empty, and a stream that got nothing is not pulled again.
    while (next === undefined || next.value === '') next = await read();
    if (cancelled) return;
    if (next.done) {
      running.end();
      return controller.close();
    }
    controller.enqueue(encoder.encode(next.value));
    next = undefined;
  };
  const source: UnderlyingDefaultSource<Uint8Array> = {
    pull: (controller) =>
      pull(controller).catch((err: unknown) => {
        running.end();
        if (cancelled) return; // the client has hung up, and nobody misses the rest
        deps.log.error({ requestId, err }, 'An export was aborted');
        throw err;
      }),
    cancel: async () => {
      cancelled = true;
      running.end();
      await texts.return();
    },
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}
