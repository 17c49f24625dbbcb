/** Appends every settled hit to a file, once and in order: docs/guides/tail-hits.md. */
import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const EXIT_REFUSED = 1;
const EXIT_USAGE = 64;
const EXIT_TRY_LATER = 75;
const PAGE = 1000;
const TIMEOUT_MS = 60_000;
/** No line is longer than this. */
const LONGEST_LINE = 64 * 1024;
const LINE_START = '{"id":"hit_';

/** Ends the script with a message for people. */
class Failure extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** What the next attempt may mend. `wait` is in seconds. */
class Temporary extends Error {
  readonly wait: number | undefined;
  constructor(message: string, wait?: number) {
    super(message);
    this.wait = wait;
  }
}

interface Page {
  data: { id: string }[];
  nextCursor: string;
}

const say = (text: string) => process.stderr.write(`${new Date().toISOString()} ${text}\n`);

const ending = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => ending.abort());

/** Waits; a signal ends the wait at once. */
const pause = (seconds: number) =>
  sleep(seconds * 1000, undefined, { signal: ending.signal }).catch(() => {});

function setting(name: 'SOTTO_URL' | 'SOTTO_KEY'): string {
  const text = process.env[name]?.trim();
  if (!text) throw new Failure(EXIT_USAGE, `Set ${name}.`);
  return text;
}

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        after: { type: 'string', default: 'start' },
        every: { type: 'string', default: '10' },
        attempts: { type: 'string', default: '8' },
        once: { type: 'boolean', default: false },
      },
    });
    const { after, once } = values;
    const [path] = positionals;
    const [every, attempts] = [Number(values.every), Number(values.attempts)];
    if (path === undefined || positionals.length > 1) throw new Error('Name one file: tail-hits.ts FILE');
    if (!(every >= 1)) throw new Error('--every must be a number of seconds from 1');
    if (!(attempts >= 1)) throw new Error('--attempts must be a number from 1');
    return { path, after, every, attempts, once };
  } catch (error) {
    throw new Failure(EXIT_USAGE, error instanceof Error ? error.message : String(error));
  }
}

/** Reads the page behind a position. */
async function readPage(after: string): Promise<Page> {
  const url = new URL('api/v1/hits', setting('SOTTO_URL').replace(/\/*$/, '/'));
  url.search = String(new URLSearchParams({ after, limit: String(PAGE), format: 'json' }));
  const response = await fetch(url, {
    headers: { Authorization: `Bearer ${setting('SOTTO_KEY')}` },
    signal: AbortSignal.any([ending.signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const message = `The server answered ${response.status}: ${text.slice(0, 500)}`;
  if (response.status !== 429 && response.status < 500) throw new Failure(EXIT_REFUSED, message);
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  throw new Temporary(message, Number.isFinite(wait) ? wait : undefined);
}

/** What another attempt may mend. Everything else is thrown again. */
function temporary(error: unknown): Temporary {
  if (error instanceof Temporary) return error;
  // fetch fails with a TypeError, whose cause says more; half an answer is not JSON.
  if (error instanceof TypeError) return new Temporary(`${error.message}: ${error.cause}`);
  if (error instanceof DOMException) return new Temporary('The server does not answer');
  if (error instanceof SyntaxError) return new Temporary('The answer was cut');
  throw error;
}

/** Reads the page, again and again until it arrives. Undefined after a signal. */
async function readPageAgain(after: string, attempts: number): Promise<Page | undefined> {
  for (let attempt = 1; !ending.signal.aborted; attempt++) {
    try {
      return await readPage(after);
    } catch (error) {
      if (ending.signal.aborted) return undefined;
      const { message, wait = Math.min(2 ** (attempt - 1), 60) } = temporary(error);
      if (attempt >= attempts)
        throw new Failure(EXIT_TRY_LATER, `${message}. Gave up; run this again later.`);
      say(`${message}. Next attempt in ${wait} s.`);
      await pause(wait);
    }
  }
  return undefined;
}

/** Cuts off half a line, which a kill has left. Resolves with the id in the last whole line, and the size. */
async function lastLine(file: FileHandle, path: string): Promise<{ id: string | undefined; size: number }> {
  const { size } = await file.stat();
  const from = Math.max(0, size - 2 * LONGEST_LINE);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(size - from), 0, size - from, from);
  const lines = buffer.toString('utf8', 0, bytesRead).split('\n');
  const half = lines.pop() ?? '';
  const id = /^\{"id":"(hit_\w+)"/.exec(lines.at(-1) ?? '')?.[1];
  const isOwn = id !== undefined || (lines.length === 0 && from === 0);
  if (!isOwn || half.slice(0, LINE_START.length) !== LINE_START.slice(0, half.length))
    throw new Failure(EXIT_REFUSED, `${path} does not end with a hit. Name a file that this script wrote.`);
  const end = from + buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
  await file.truncate(end);
  return { id, size: end };
}

/** Appends hits to a file of this size, and waits until they are on disk; resolves with the new size. */
async function append(file: FileHandle, size: number, hits: Page['data']): Promise<number> {
  if ((await file.stat()).size !== size)
    throw new Failure(EXIT_REFUSED, 'Another program writes to the file.');
  if (hits.length === 0) return size;
  const lines = Buffer.from(hits.map((hit) => `${JSON.stringify(hit)}\n`).join(''));
  await file.appendFile(lines);
  await file.datasync();
  return size + lines.length;
}

async function follow(file: FileHandle, options: ReturnType<typeof readOptions>): Promise<void> {
  const { path, every, once } = options;
  const last = await lastLine(file, path);
  let [after, size] = [last.id ?? options.after, last.size];
  say(`${path}: going on after ${after}`);
  const attempts = once ? options.attempts : Number.POSITIVE_INFINITY;
  for (;;) {
    const page = await readPageAgain(after, attempts);
    if (page === undefined) return;
    size = await append(file, size, page.data);
    // Erased hits leave empty pages behind which there is more.
    const isLast = page.data.length > 0 ? page.data.length < PAGE : page.nextCursor === after;
    after = page.nextCursor;
    if (isLast && once) return;
    if (isLast) await pause(every);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  setting('SOTTO_URL');
  setting('SOTTO_KEY');
  const file = await open(options.path, 'a+', 0o640);
  try {
    await follow(file, options);
  } finally {
    await file.close();
  }
}

try {
  await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof Failure ? error.code : EXIT_REFUSED;
}
