/**
 * Gives each published page its short links, and keeps them when a page moves (publish-hook.md).
 *
 *   node publish-hook.ts links.json [pages.json]      without a second file, the pages are read from stdin
 *
 * Exit codes: 0 all pages have links, 1 some pages were refused, 2 wrong use or input, 3 Sotto cannot be used now.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Requests at the same time. */
const CONCURRENCY = 8;
/** How long one request is repeated before the script gives up. */
const PATIENCE_MS = 5 * 60_000;
const TIMEOUT_MS = 60_000;
const LONGEST_WAIT_MS = 30_000;
const FIELDS = ['url', 'title', 'externalId', 'tags', 'channels'];

type Json = Record<string, unknown>;
interface Page {
  externalId: string;
  body: Json;
}
interface Link {
  channel: string;
  shortUrl: string;
  url: string;
  campaign: string | null;
  archived: boolean;
}
interface Content {
  url: string;
  campaign: string | null;
  links: Link[];
}
interface Answer {
  status: number;
  body: Json;
  /** Seconds after which the server wants the request again. */
  retryAfter: number | null;
}
/** Short links by channel, by the external id of the page. */
type LinkFile = Record<string, Record<string, string>>;

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
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function setting(name: string): string {
  const value = process.env[name]?.trim();
  if (!value) throw new Stop(2, `Set ${name} in the environment.`);
  return value;
}

/** Sends a PUT until it has a final answer: it is the same however often it arrives. */
async function put(path: string, body: Json): Promise<Answer> {
  const end = Date.now() + PATIENCE_MS;
  for (let attempt = 0; ; attempt++) {
    let problem: string;
    let wait = Math.min(1000 * 2 ** attempt, LONGEST_WAIT_MS);
    try {
      const answer = await putOnce(path, body);
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

async function putOnce(path: string, body: Json): Promise<Answer> {
  const response = await fetch(new URL(`/api/v1${path}`, setting('SOTTO_URL')), {
    method: 'PUT',
    headers: { Authorization: `Bearer ${setting('SOTTO_KEY')}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await response.text();
  const { status, headers } = response;
  const seconds = Number.parseInt(headers.get('Retry-After') ?? '', 10);
  return { status, body: readObject(text), retryAfter: Number.isNaN(seconds) ? null : seconds };
}

/** The object, or an empty one if a proxy answered with a page of its own. */
function readObject(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function readJson(file: string | 0): unknown {
  const name = file === 0 ? 'stdin' : file;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Stop(2, `The JSON of ${name} cannot be read: ${messageOf(error)}`);
  }
}

function readPages(list: unknown): Page[] {
  if (!Array.isArray(list)) throw new Stop(2, 'The pages must be a JSON list.');
  const pages = list.map((item: unknown, index) => {
    if (!isObject(item)) throw new Stop(2, `Page ${index + 1} must be an object.`);
    const externalId = String(item.externalId ?? '').trim();
    if (externalId === '') throw new Stop(2, `Page ${index + 1} has no externalId.`);
    if (typeof item.url !== 'string') throw new Stop(2, `Page ${index + 1} (${externalId}) has no url.`);
    const { url, title, tags, channels } = item;
    return { externalId, body: { url, title, tags, channels } };
  });
  const ids = pages.map(({ externalId }) => externalId);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Stop(2, `Two pages have the externalId ${twice}.`);
  const others = new Set(list.flatMap(Object.keys).filter((name) => !FIELDS.includes(name)));
  if (others.size > 0) say(`Not sent to Sotto: the fields ${[...others].join(', ')}.`);
  return pages;
}

/** The links of the earlier runs; none if the file does not exist. */
function readLinks(file: string): LinkFile {
  try {
    readFileSync(file);
  } catch {
    return {};
  }
  const links = readJson(file);
  if (!isObject(links)) throw new Stop(2, `${file} is not a file of this script.`);
  return links as LinkFile; // as this script wrote it
}

/** One link per channel: the oldest that leads to the page itself. */
function byChannel({ url, campaign, links }: Content): Record<string, string> {
  const isOwn = (link: Link) => link.url === url && link.campaign === campaign;
  const live = links.filter(({ archived }) => !archived);
  const chosen = [...live.filter(isOwn), ...live];
  return Object.fromEntries(
    chosen.toReversed().map(({ channel, shortUrl }): [string, string] => [channel, shortUrl]),
  );
}

/** Sends all pages, and keeps the links of those that Sotto took. Returns the others, with the reason. */
async function publish(pages: Page[], links: LinkFile) {
  const refused: { page: Page; reason: string; isConflict: boolean }[] = [];
  const queue = pages.values();
  const work = async () => {
    for (const page of queue) {
      const { status, body } = await put(`/contents/ext_${encodeURIComponent(page.externalId)}`, page.body);
      if (status === 200 || status === 201)
        links[page.externalId] = byChannel(body as unknown as Content); // as the API documents it
      else refused.push({ page, reason: reasonOf(status, body), isConflict: status === 409 });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return refused;
}

/** Why a page was refused. What would be the same for every page ends the script. */
function reasonOf(status: number, body: Json): string {
  const reason = `${body.detail ?? body.title ?? `status ${status}`}`;
  if (status === 401 || status === 403) throw new Stop(3, `SOTTO_KEY is not accepted: ${reason}`);
  if (body.code === undefined || status === 404)
    throw new Stop(3, `No Sotto API at SOTTO_URL: it answered with status ${status}.`);
  const errors = Array.isArray(body.errors) ? body.errors.filter(isObject) : [];
  return [reason, ...errors.map(({ pointer, detail }) => `${pointer}: ${detail}`)].join(' ');
}

/** Replaces the file at once, so that a reader never finds half of it. An equal file is left alone. */
function writeLinks(file: string, links: LinkFile): boolean {
  const sorted = Object.entries(links).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
  try {
    if (readFileSync(file, 'utf8') === text) return false;
  } catch {
    // The first run.
  }
  const draft = `${file}.${process.pid}.tmp`;
  writeFileSync(draft, text, { flush: true });
  renameSync(draft, file);
  return true;
}

async function main([file, input]: string[]): Promise<number> {
  if (!file) throw new Stop(2, 'Usage: node publish-hook.ts links.json [pages.json]');
  if (!URL.canParse(setting('SOTTO_URL')))
    throw new Stop(2, 'SOTTO_URL must be an address: https://go.example');
  setting('SOTTO_KEY');
  const pages = readPages(readJson(input === undefined || input === '-' ? 0 : input));
  const links = readLinks(file);
  let refused = await publish(pages, links);
  // A page may take the address that another page of the list has just left.
  for (let before = pages.length; refused.some(({ isConflict }) => isConflict) && refused.length < before; ) {
    before = refused.length;
    refused = await publish(
      refused.map(({ page }) => page),
      links,
    );
  }
  const isNew = writeLinks(file, links);
  for (const { page, reason } of refused) say(`Refused: ${page.externalId}: ${reason}`);
  say(
    `${pages.length - refused.length} pages have links, ${refused.length} were refused. ${file} ${isNew ? 'was written' : 'is unchanged'}.`,
  );
  return refused.length > 0 ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  say(error instanceof Stop ? error.message : `Unexpected: ${messageOf(error)}`);
  process.exit(error instanceof Stop ? error.code : 3);
}
