/** The one schema of all settings: the entry parses it once, `.env.example` and the docs are read off it. */
import { PLACE_DETAILS } from './hits/place.ts';
import { type Cidr, parseCidr } from './net/cidr.ts';
import type { Deps } from './ports.ts';

/** One setting: what the docs say of it, `default` as it is shown, and how its text is read, undefined for none. */
interface Setting<T> {
  default: string;
  meaning: string;
  read(text: string | undefined): Reading<T>;
}

type Reading<T> = { value: T } | { wrong: string };
type Read<T> = (text: string) => Reading<T>;

/** A setting that always has a value. */
function given<T>(fallback: string, meaning: string, read: Read<T>): Setting<T> {
  return { default: fallback, meaning, read: (text = fallback) => read(text) };
}

/** A setting that is null until somebody sets it. */
function optional<T>(shown: string, meaning: string, read: Read<T>): Setting<T | null> {
  return { default: shown, meaning, read: (text) => (text === undefined ? { value: null } : read(text)) };
}

/** Networks between commas or blanks; none until somebody sets it. */
function networks(meaning: string): Setting<Cidr[]> {
  const read: Read<Cidr[]> = (text) => {
    const wrong = wrongEntries(text);
    if (wrong.length === 0) return { value: readNetworks(text) };
    return {
      wrong: `must be networks like 10.0.0.0/8 or 2001:db8::/32 between commas or blanks; wrong: entry ${wrong.join(', ')}`,
    };
  };
  return { default: 'none', meaning, read: (text = '') => read(text) };
}

/** What passes the test, turned into its value; anything else is wrong, in these words. */
const checked =
  <T>(test: (text: string) => boolean, wrong: string, turn: (text: string) => T): Read<T> =>
  (text) =>
    test(text) ? { value: turn(text) } : { wrong };

const matching = (pattern: RegExp, wrong: string) =>
  checked(
    (text) => pattern.test(text),
    wrong,
    (text) => text,
  );

/** One of the words, with `wrong` for all others. */
const oneOf =
  <const W extends string>(words: readonly W[], wrong: string): Read<W> =>
  (text) => {
    const value = words.find((word) => word === text);
    return value === undefined ? { wrong } : { value };
  };

const portNumber = checked(
  (text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535,
  'must be 0 to 65535',
  Number,
);

const origin = checked(
  isOrigin,
  'must be http(s)://host[:port] without user, path or query',
  (text) => new URL(text).origin,
);

const TABLE = {
  PORT: given('8787', 'Port to listen on; 0 takes any free one', portNumber),
  HOST: given(
    '127.0.0.1',
    'Address to listen on; 0.0.0.0 for every IPv4 network, :: for IPv6 too',
    matching(/^[\w.:%-]+$/, 'must be an IP address or a host name, without a port'),
  ),
  SOTTO_PUBLIC_URL: optional(
    'http://localhost:{PORT}',
    'Scheme and host that short links start with, as readers see them',
    origin,
  ),
  SOTTO_DATA: given('./data', 'Folder of the databases and of the salt', (text) => ({ value: text })),
  SOTTO_ADMIN_KEY: optional(
    'none',
    'An admin key given from outside; without it the first start makes one',
    matching(/^[!-~]{24,}$/, 'must be at least 24 printable ASCII characters without blanks'),
  ),
  SOTTO_TRUST_PROXY: networks(
    'Networks of the proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed',
  ),
  SOTTO_EXCLUDE: networks('Own networks: clicks from there are counted as tests, not as clicks'),
  SOTTO_HONOUR_DNT: given(
    'off',
    'on treats `DNT: 1` like `Sec-GPC: 1`: the click is counted without a visitor',
    checked(
      (text) => text === 'off' || text === 'on',
      'must be off or on',
      (text) => text === 'on',
    ),
  ),
  SOTTO_PLACES: given(
    'country',
    'How exact a place is kept where the platform tells it: country, region or city; on Node the country alone',
    oneOf(PLACE_DETAILS, 'must be country, region or city'),
  ),
  SOTTO_RETENTION_MONTHS: given(
    '13',
    'Months that single hits are kept, 1 to 25; older ones count on in sums by whole UTC days',
    checked((text) => /^([1-9]|1\d|2[0-5])$/.test(text), 'must be a whole number from 1 to 25', Number),
  ),
  SOTTO_SYNCHRONOUS: given(
    'normal',
    'normal survives a crash of Sotto, full also a power cut',
    oneOf(['normal', 'full'], 'must be normal or full'),
  ),
  SOTTO_LOG_LEVEL: given(
    'info',
    'The least severe lines to log',
    oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent'),
  ),
} satisfies Record<string, Setting<unknown>>;

type ValueOf<S> = S extends Setting<infer T> ? T : never;

export type Config = { [Name in keyof typeof TABLE]: ValueOf<(typeof TABLE)[Name]> };
export type SettingName = keyof Config;

const NAMES = Object.keys(TABLE) as SettingName[]; // a literal's own keys

/** Every setting with its default as shown and its one-line meaning, in the order of the docs. */
export const SETTINGS = NAMES.map((name) => ({
  name,
  default: TABLE[name].default,
  meaning: TABLE[name].meaning,
}));

export type ParsedConfig = { ok: true; config: Config } | { ok: false; mistakes: string[] };

type Environment = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => string;

/**
 * Parses an environment, where each setting may also be the content of the file that `NAME_FILE` names. An
 * empty value is none. Lists all mistakes at once, one line each, and never shows a value.
 */
export function parseConfig(env: Environment, readFile: ReadFile): ParsedConfig {
  const mistakes = unknownNames(env);
  const wrong: string[] = [];
  const values: Record<string, unknown> = {};
  for (const name of NAMES) {
    const found = lookUp(name, env, readFile);
    if ('mistake' in found) {
      mistakes.push(found.mistake);
      continue;
    }
    const reading = TABLE[name].read(found.value || undefined);
    if ('value' in reading) values[name] = reading.value;
    else wrong.push(`${env[name] ? name : `${name}_FILE`} ${reading.wrong}`);
  }
  mistakes.push(...wrong);
  // Each name has the value of its own setting's reading.
  return mistakes.length === 0 ? { ok: true, config: values as Config } : { ok: false, mistakes };
}

/** What the server is told of them; `publicUrl` without a trailing slash. */
export function settingsOf(config: Config, publicUrl: string): Deps['settings'] {
  return {
    publicUrl,
    adminKey: config.SOTTO_ADMIN_KEY,
    trustedProxies: config.SOTTO_TRUST_PROXY,
    ownNetworks: config.SOTTO_EXCLUDE,
    honourDnt: config.SOTTO_HONOUR_DNT,
    retentionMonths: config.SOTTO_RETENTION_MONTHS,
    places: config.SOTTO_PLACES,
  };
}

type Found = { value: string | undefined } | { mistake: string };

function lookUp(name: SettingName, env: Environment, readFile: ReadFile): Found {
  const value = env[name];
  const path = env[`${name}_FILE`];
  if (!path) return { value };
  if (value) return { mistake: `${name} and ${name}_FILE are both set: keep one` };
  try {
    const content = readFile(path).trim();
    return content === '' ? { mistake: `${name}_FILE names an empty file` } : { value: content };
  } catch {
    return { mistake: `${name}_FILE names a file that cannot be read` };
  }
}

function unknownNames(env: Environment): string[] {
  const known = NAMES.flatMap((name) => [name, `${name}_FILE`]);
  return Object.keys(env)
    .filter((name) => name.startsWith('SOTTO_') && !known.includes(name))
    .map((name) => `${name} is no setting; did you mean ${nearest(name, known)}?`);
}

function nearest(word: string, candidates: string[]): string {
  const distances = candidates.map((candidate) => difference(withoutPrefix(word), withoutPrefix(candidate)));
  return candidates[distances.indexOf(Math.min(...distances))] ?? '';
}

const withoutPrefix = (name: string) => name.replace('SOTTO_', '');

/** 0 for the same to 1 for nothing in common, so that SYNC is nearer to SYNCHRONOUS than to DATA. */
const difference = (a: string, b: string) => editDistance(a, b) / Math.max(a.length, b.length, 1);

/** Levenshtein's, one row of the table at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries()) {
      const swapped = (row[j] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(swapped, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

const entries = (text: string) => text.split(/[\s,]+/).filter((entry) => entry !== '');

function readNetworks(text: string): Cidr[] {
  return entries(text).flatMap((entry) => {
    const network = parseCidr(entry);
    return network ? [network] : [];
  });
}

/** By position, counted from 1: no value is ever shown. */
function wrongEntries(text: string): number[] {
  return entries(text).flatMap((entry, index) => (parseCidr(entry) === null ? [index + 1] : []));
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}
