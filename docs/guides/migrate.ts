/**
 * Moves links from the CSV export of another shortener to Sotto, with their slugs (migrate.md).
 *
 *   node migrate.ts links.csv [--domain go.example]      --domain replaces the domains of the file
 *
 * Rows that Sotto refuses are written to links.csv.refused.csv, each with its reason.
 * Exit codes: 0 all links are there, 1 some rows were refused, 2 wrong use or input, 3 Sotto cannot be used now.
 */
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

/** The names of the columns. Add those of your own file. */
const COLUMNS = {
  slug: ['slug', 'short_code', 'keyword', 'back_half', 'short_url', 'link'],
  url: ['url', 'long_url', 'destination', 'target'],
  title: ['title'],
  tags: ['tags'],
  expires_at: ['expires_at', 'valid_until'],
  domain: ['domain'],
};
const MAX_LINKS = 1000;
/** A request may have 2 MiB. */
const MAX_BYTES = 1_500_000;
/** How long one request is repeated before the script gives up. */
const PATIENCE_MS = 5 * 60_000;
const TIMEOUT_MS = 120_000;
const LONGEST_WAIT_MS = 30_000;
/** How often rows are sent that Sotto could not store. */
const ATTEMPTS = 10;

type Json = Record<string, unknown>;
type Field = keyof typeof COLUMNS;
interface Line {
  /** The number of the line in the file. */
  line: number;
  cells: string[];
}
interface Row extends Line {
  /** The link as `POST /links/bulk` takes it. */
  link: Json;
}
interface Refused extends Line {
  reason: string;
}
interface Answer {
  status: number;
  body: Json;
  /** Seconds after which the server wants the request again. */
  retryAfter: number | null;
  /** Whether this is the kept answer to an earlier request. */
  isReplay: boolean;
}
/** One link of the answer. */
interface Result {
  status: number;
  link?: { ignored: string[] };
  problem?: Json;
}

const NO_RESULT: Result = { status: 500 };

/** What ends the script. */
class Stop extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const say = (text: string) => process.stderr.write(`${text}\n`);
const messageOf = (error: unknown) => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  return cause instanceof Error ? cause.message || cause.name : String(cause);
};

function setting(name: string): string {
  const value = process.env[name]?.trim();
  if (!value) throw new Stop(2, `Set ${name} in the environment.`);
  return value;
}

/** Sends a batch until it has a final answer. The key makes sure that it is carried out once. */
async function post(links: Json[], key: string): Promise<Answer> {
  const end = Date.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt++) {
    let problem: string;
    let wait = Math.min(1000 * 2 ** attempt, LONGEST_WAIT_MS);
    try {
      const answer = await postOnce(links, key);
      const isFinal = answer.status !== 429 && answer.status < 500 && answer.retryAfter === null;
      if (isFinal) return answer;
      if (answer.retryAfter !== null) wait = answer.retryAfter * 1000;
      problem = `Sotto answered ${answer.status}: ${`${answer.body.detail ?? 'no details'}`.replace(/[.]$/, '')}`;
    } catch (error) {
      problem = `Sotto cannot be reached: ${messageOf(error)}`;
    }
    if (Date.now() + wait > end) throw new Stop(3, `${problem}. Run the script again later.`);
    say(`${problem}. Next attempt in ${wait / 1000} s.`);
    await sleep(wait);
  }
}

async function postOnce(links: Json[], key: string): Promise<Answer> {
  const response = await fetch(new URL('/api/v1/links/bulk', setting('SOTTO_URL')), {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${setting('SOTTO_KEY')}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
    },
    body: JSON.stringify({ links }),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  const { status, headers } = response;
  const seconds = Number.parseInt(headers.get('Retry-After') ?? '', 10);
  return {
    status,
    body: readObject(text),
    retryAfter: Number.isNaN(seconds) ? null : seconds,
    isReplay: headers.has('Idempotency-Replayed'),
  };
}

/** The object, or an empty one if a proxy answered with a page of its own. */
function readObject(text: string): Json {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

/** The cells of each line of a CSV file (RFC 4180), with the number of the line. The header decides the separator. */
function parseCsv(file: string): Line[] {
  const text = file.replace(/^\uFEFF/, '').replace(/[\r\n]*$/, '\n');
  const separator = /^[^\n]*?([,;\t])/.exec(text)?.[1] ?? ',';
  const cell = new RegExp(
    `(?:"((?:[^"]|"")*)"|([^"${separator}\r\n][^${separator}\r\n]*)?)(${separator}|\r?\n)`,
    'gy',
  );
  const lines: Line[] = [];
  let [line, end, read] = [1, 0, 0];
  let cells: string[] = [];
  for (const [whole, quoted, plain = '', mark] of text.matchAll(cell)) {
    cells.push((quoted?.replaceAll('""', '"') ?? plain).trim());
    read += whole.length;
    end += whole.split('\n').length - 1;
    if (mark === separator) continue;
    if (cells.some((each) => each !== '')) lines.push({ line, cells });
    [cells, line] = [[], end + 1];
  }
  if (read < text.length) throw new Stop(2, `Line ${end + 1} of the file has a quote in the wrong place.`);
  return lines;
}

/** The position of each column; -1 if the file has none. */
function findColumns(header: string[]): Record<Field, number> {
  const names = header.map((name) => name.toLowerCase().replaceAll(' ', '_'));
  const at = Object.fromEntries(
    Object.entries(COLUMNS).map(([field, known]) => [field, names.findIndex((name) => known.includes(name))]),
  ) as Record<Field, number>; // it has the fields of COLUMNS
  if (at.slug < 0 || at.url < 0) throw new Stop(2, 'The file needs the columns slug and url.');
  const used = [...Object.values(at), names.indexOf('line'), names.indexOf('reason')];
  const others = header.filter((_, index) => !used.includes(index));
  if (others.length > 0) say(`Not imported, because Sotto cannot store it: ${others.join(', ')}.`);
  return at;
}

/** The row as a link, or why it cannot be one. */
function readRow(
  { line, cells }: Line,
  at: Record<Field, number>,
  domain: string | undefined,
): Row | Refused {
  const text = (field: Field) => cells[at[field]] || undefined;
  const slug = text('slug')?.replace(/^.*\//, '');
  const expiry = text('expires_at');
  const expiresAt = expiry && instant(expiry);
  if (!slug) return { line, cells, reason: 'The slug is empty.' };
  if (expiresAt === null) return { line, cells, reason: 'The expiry is not a time.' };
  const tags = text('tags')?.split(/[,;|]/) ?? [];
  const link = {
    ...{ slug, url: text('url'), title: text('title'), expiresAt, domain: domain ?? text('domain') },
    tags: [...new Set(tags.map((tag) => tag.trim()).filter(Boolean))],
    utm: false, // The link leads exactly where it led before.
  };
  return { line, cells, link };
}

/** ISO 8601 in UTC, from a day or a time; without an offset, the text counts as UTC. Null if it is neither. */
function instant(text: string): string | null {
  const local = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?$/.exec(text);
  const time = new Date(local ? `${local[1]}T${local[2] ?? '00:00'}Z` : text);
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}

/** The rows in their order, as many per request as it takes. Equal files always give equal batches. */
function batchesOf(rows: Row[]): Row[][] {
  const batches: Row[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const own = Buffer.byteLength(JSON.stringify(row.link)) + 1;
    const last = batches.at(-1);
    const fits = last !== undefined && last.length < MAX_LINKS && bytes + own <= MAX_BYTES;
    if (fits) last.push(row);
    else batches.push([row]);
    bytes = fits ? bytes + own : own;
  }
  return batches;
}

const counts = { created: 0, known: 0, different: 0 };

/**
 * Creates the links of a batch; returns the rows that were refused. A request whose answer was lost, and rows that an
 * earlier run was refused, are sent with a new key. This doubles nothing: a slug with the same address is only found.
 */
async function create(rows: Row[], attempt = 0): Promise<Refused[]> {
  const links = rows.map(({ link }) => link);
  const content = createHash('sha256').update(JSON.stringify(links)).digest('hex');
  const answer = await post(links, attempt === 0 ? `migrate-${content}` : randomUUID());
  if (answer.body.code === 'idempotency_conflict' && attempt < ATTEMPTS) return create(rows, attempt + 1);
  const data = answer.body.data;
  if (answer.status !== 200 || !Array.isArray(data)) throw new Stop(3, explain(answer));

  const results = data as Result[]; // as the API documents it
  const failed = rows.flatMap((row, index) => {
    const { status, link, problem = {} } = results[index] ?? NO_RESULT;
    if (link) count(status, link.ignored);
    return link ? [] : [{ row, status, reason: reasonOf(problem) }];
  });
  const mayPass = ({ status }: Result) => attempt < ATTEMPTS && (status >= 500 || answer.isReplay);
  const again = failed.filter(mayPass).map(({ row }) => row);
  const refused = failed.filter((one) => !mayPass(one)).map(({ row, reason }) => ({ ...row, reason }));
  if (again.length === 0) return refused;
  if (!answer.isReplay) await pause(again.length);
  return [...refused, ...(await create(again, attempt + 1))];
}

async function pause(rows: number): Promise<void> {
  say(`Sotto could not store ${rows} links. Next attempt in 5 s.`);
  await sleep(5000);
}

function count(status: number, ignored: string[]): void {
  counts[status === 201 ? 'created' : 'known'] += 1;
  if (ignored.length > 0) counts.different += 1;
}

function reasonOf(problem: Json): string {
  const errors: Json[] = Array.isArray(problem.errors) ? problem.errors : [];
  const details = errors.map(({ pointer, detail }) => `${pointer}: ${detail}`);
  return details.join(' ') || `${problem.detail ?? problem.title}`;
}

function explain({ status, body }: Answer): string {
  if (status === 401 || status === 403) return `SOTTO_KEY is not accepted: ${body.detail}`;
  if (body.code === undefined || status === 404)
    return `No Sotto API at SOTTO_URL: it answered with status ${status}.`;
  return `Sotto refused a batch: ${body.detail}`;
}

/** The refused rows as they were, with the line and the reason: correct them, and run the script on this file. */
function writeRefused(file: string, header: string[], refused: Refused[]): void {
  rmSync(file, { force: true });
  if (refused.length === 0) return;
  const kept = [...header.keys()].filter((index) => !['line', 'reason'].includes(header[index] ?? ''));
  const lines = refused
    .toSorted((a, b) => a.line - b.line)
    .map(({ cells, line, reason }) => [...kept.map((index) => cells[index] ?? ''), `${line}`, reason]);
  const quoted = (text: string) => (/[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const all = [[...kept.map((index) => header[index] ?? ''), 'line', 'reason'], ...lines];
  const csv = all.map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
  writeFileSync(`${file}.tmp`, csv, { flush: true });
  renameSync(`${file}.tmp`, file);
}

function readArguments(args: string[]) {
  try {
    const options = { domain: { type: 'string' } } as const;
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true });
    const [file] = positionals;
    if (file !== undefined && positionals.length === 1)
      return { file, text: readFileSync(file, 'utf8'), ...values };
  } catch (error) {
    throw new Stop(2, messageOf(error));
  }
  throw new Stop(2, 'Usage: node migrate.ts links.csv [--domain go.example]');
}

async function main(args: string[]): Promise<number> {
  const { file, text, domain } = readArguments(args);
  if (!URL.canParse(setting('SOTTO_URL')))
    throw new Stop(2, 'SOTTO_URL must be an address: https://go.example');
  setting('SOTTO_KEY');
  const [header = { cells: [] }, ...lines] = parseCsv(text);
  const at = findColumns(header.cells);
  const read = lines.map((line) => readRow(line, at, domain));
  const rows = read.filter((row) => 'link' in row);
  const refused = read.filter((row) => 'reason' in row);
  let sent = refused.length;
  for (const batch of batchesOf(rows)) {
    refused.push(...(await create(batch)));
    sent += batch.length;
    say(`${sent} of ${lines.length} rows`);
  }
  writeRefused(`${file}.refused.csv`, header.cells, refused);
  say(`${counts.created} links created, ${counts.known} existed already, ${refused.length} rows refused.`);
  if (counts.different > 0)
    say(`${counts.different} of the existing links keep another title or other tags.`);
  if (refused.length > 0) say(`The refused rows and the reasons are in ${file}.refused.csv.`);
  return refused.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Stop ? error.message : `Unexpected: ${messageOf(error)}`);
  process.exit(error instanceof Stop ? error.code : 3);
}
