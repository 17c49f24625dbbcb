/** Writes the statistics of one day, by link, to a file: docs/guides/nightly-export.md. */
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const EXIT_REFUSED = 1;
const EXIT_USAGE = 64;
const EXIT_TRY_LATER = 75;
const DAY = 86_400_000;

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

const say = (text: string) => process.stderr.write(`${new Date().toISOString()} ${text}\n`);

function setting(name: 'SOTTO_URL' | 'SOTTO_KEY'): string {
  const text = process.env[name]?.trim();
  if (!text) throw new Failure(EXIT_USAGE, `Set ${name}.`);
  return text;
}

/** The date of a time in a zone, as YYYY-MM-DD: Swedish dates look like that. */
function dateOf(time: number, timezone: string): string {
  try {
    return new Date(time).toLocaleDateString('sv-SE', { timeZone: timezone });
  } catch {
    throw new Failure(EXIT_USAGE, `Unknown time zone: ${timezone}`);
  }
}

function readOptions() {
  const options = {
    day: { type: 'string' },
    timezone: { type: 'string', default: 'UTC' },
    format: { type: 'string', default: 'ndjson' },
    folder: { type: 'string', default: '.' },
    attempts: { type: 'string', default: '8' },
  } as const;
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    throw new Failure(EXIT_USAGE, error instanceof Error ? error.message : String(error));
  }
  const { timezone, format, folder } = values;
  const today = dateOf(Date.now(), timezone);
  const day = values.day ?? new Date(Date.parse(today) - DAY).toISOString().slice(0, 10);
  const attempts = Number(values.attempts);
  if (!/^\d{4}-\d\d-\d\d$/.test(day)) throw new Failure(EXIT_USAGE, `--day must be a date, not ${day}`);
  if (day >= today) throw new Failure(EXIT_USAGE, `${day} is not over in ${timezone}.`);
  if (format !== 'ndjson' && format !== 'csv')
    throw new Failure(EXIT_USAGE, '--format must be ndjson or csv');
  if (!(attempts >= 1)) throw new Failure(EXIT_USAGE, '--attempts must be a number from 1');
  return { day, timezone, format, folder, attempts };
}

/** Asks the API; resolves with an answer that has the status 200. */
async function ask(path: string): Promise<Response> {
  const url = new URL(`api/v1/${path}`, setting('SOTTO_URL').replace(/\/*$/, '/'));
  const response = await fetch(url, { headers: { Authorization: `Bearer ${setting('SOTTO_KEY')}` } });
  if (response.ok) return response;
  const text = `The server answered ${response.status}: ${(await response.text()).slice(0, 500)}`;
  if (response.status !== 429 && response.status < 500) throw new Failure(EXIT_REFUSED, text);
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  throw new Temporary(text, Number.isFinite(wait) ? wait : undefined);
}

/** The hits of a line; `header` is the first line of a CSV file. */
function hitsIn(line: string, header: string | undefined): number {
  if (header === undefined) return JSON.parse(line).hits;
  return Number(line.split(',')[header.split(',').indexOf('"hits"')]?.replaceAll('"', ''));
}

/** Downloads to a new file; resolves with the numbers of links and hits in it. */
async function download(query: URLSearchParams, path: string): Promise<{ links: number; hits: number }> {
  const { body } = await ask(`stats?${query}`);
  const file = await open(path, 'w', 0o640);
  try {
    const decoder = new TextDecoder();
    let [header, rest, links, hits]: [string | undefined, string, number, number] = [undefined, '', 0, 0];
    for await (const chunk of body ?? []) {
      await file.writeFile(chunk);
      const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      if (query.get('format') === 'csv') header ??= lines.shift();
      for (const line of lines) hits += hitsIn(line, header);
      links += lines.length;
    }
    if (rest !== '') throw new Temporary('The answer ended in the middle of a line');
    await file.sync();
    return { links, hits };
  } finally {
    await file.close();
  }
}

/** Downloads once and compares with the total. Only a whole file gets the final name. */
async function exportOnce(query: URLSearchParams, path: string): Promise<string> {
  const part = `${path}.${process.pid}.part`;
  try {
    const { links, hits } = await download(query, part);
    const totals = new URLSearchParams(query);
    totals.delete('groupBy');
    totals.set('format', 'json');
    const answer = await ask(`stats?${totals}`);
    const { total } = (await answer.json()) as { total: { hits: number } }; // as the API documents it
    if (total.hits !== hits)
      throw new Temporary(`The file has ${hits} hits of ${total.hits}: it was cut, or hits arrived late`);
    await rename(part, path);
    return `${path}: ${links} links, ${hits} hits`;
  } finally {
    await rm(part, { force: true });
  }
}

/** What another attempt may mend: a broken connection, an overloaded server. Everything else is thrown again. */
function temporary(error: unknown): Temporary {
  if (error instanceof Temporary) return error;
  // fetch fails with a TypeError, whose cause says more; half an answer is not JSON.
  if (error instanceof TypeError) return new Temporary(`${error.message}: ${error.cause}`);
  if (error instanceof SyntaxError) return new Temporary('The answer was cut');
  throw error;
}

async function main(): Promise<void> {
  const { day, timezone, format, folder, attempts } = readOptions();
  const query = new URLSearchParams({ groupBy: 'link', from: day, to: day, timezone, format });
  const path = join(folder, `links-${day}.${format}`);
  for (let attempt = 1; ; attempt++) {
    try {
      say(await exportOnce(query, path));
      return;
    } catch (error) {
      const { message, wait = Math.min(2 ** (attempt - 1), 60) } = temporary(error);
      if (attempt >= attempts)
        throw new Failure(EXIT_TRY_LATER, `${message}. Gave up; run this again later.`);
      say(`${message}. Next attempt in ${wait} s.`);
      await sleep(wait * 1000);
    }
  }
}

try {
  await main();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof Failure ? error.code : EXIT_REFUSED;
}
