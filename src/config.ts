/** The schema of all settings. The entry parses the environment with it once, and tests compare the docs with it. */
import leven from 'leven';
import { PLACE_DETAILS } from './hits/place.ts';
import { type Cidr, parseCidr } from './net/cidr.ts';
import { CLIENT_HEADERS } from './net/client.ts';
import type { Deps } from './ports.ts';

/** One setting: its default as shown in the docs, its description, and the parser of its text (undefined if not set). */
interface Setting<T> {
  default: string;
  description: string;
  parse(text: string | undefined): Parsed<T>;
}

/** A value, or what the text must be instead. */
type Parsed<T> = { value: T } | { problem: string };
type Parse<T> = (text: string) => Parsed<T>;

/** A setting with a default value. */
function withDefault<T>(fallback: string, description: string, parse: Parse<T>): Setting<T> {
  return { default: fallback, description, parse: (text = fallback) => parse(text) };
}

/** A setting that is null unless it is set. */
function optional<T>(shown: string, description: string, parse: Parse<T>): Setting<T | null> {
  return {
    default: shown,
    description,
    parse: (text) => (text === undefined ? { value: null } : parse(text)),
  };
}

/** A list of networks, separated by commas or blanks; empty unless it is set. */
function networks(description: string): Setting<Cidr[]> {
  const parse: Parse<Cidr[]> = (text) => {
    const invalid = invalidEntries(text);
    if (invalid.length === 0) return { value: parseNetworks(text) };
    return {
      problem: `must be networks such as 10.0.0.0/8 or 2001:db8::/32, separated by commas or blanks. Invalid: entry ${invalid.join(', ')}`,
    };
  };
  return { default: 'none', description, parse: (text = '') => parse(text) };
}

/** Sources of block lists; none unless it is set. */
function blocklist(description: string): Setting<string[]> {
  const parse: Parse<string[]> = (text) => {
    const sources = entries(text);
    const invalid = sources.flatMap((source, index) => (isSource(source) ? [] : [index + 1]));
    if (invalid.length === 0 && sources.length <= MAX_SOURCES) return { value: sources };
    return {
      problem: `must be at most ${MAX_SOURCES} paths or http(s) URLs without a user name, separated by commas or blanks. Invalid: entry ${invalid.join(', ')}`,
    };
  };
  return { default: 'none', description, parse: (text = '') => parse(text) };
}

const MAX_SOURCES = 4;

function isSource(text: string): boolean {
  if (!text.includes('://')) return true;
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
}

/** Converts a text that passes the test; any other text has this problem. */
const checked =
  <T>(isValid: (text: string) => boolean, problem: string, convert: (text: string) => T): Parse<T> =>
  (text) =>
    isValid(text) ? { value: convert(text) } : { problem };

const matching = (pattern: RegExp, problem: string) =>
  checked(
    (text) => pattern.test(text),
    problem,
    (text) => text,
  );

/** One of a few words; any other text has this problem. */
const oneOf =
  <const W extends string>(words: readonly W[], problem: string): Parse<W> =>
  (text) => {
    const value = words.find((word) => word === text);
    return value === undefined ? { problem } : { value };
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
  PORT: withDefault('8787', 'Port to listen on; 0 selects any free port', portNumber),
  HOST: withDefault(
    '127.0.0.1',
    'Address to listen on; 0.0.0.0 for all IPv4 networks, :: for IPv6 too',
    matching(/^[\w.:%-]+$/, 'must be an IP address or a host name, without a port'),
  ),
  SOTTO_PUBLIC_URL: optional('http://localhost:{PORT}', 'Scheme and host of the short links', origin),
  SOTTO_DATA: withDefault('./data', 'Folder of the databases and the salts', (text) => ({ value: text })),
  SOTTO_ADMIN_KEY: optional(
    'none',
    'An admin key; without it the first start creates one',
    matching(/^[!-~]{24,}$/, 'must be at least 24 printable ASCII characters without blanks'),
  ),
  SOTTO_TRUST_PROXY: networks(
    'Networks of the proxies that are trusted to name the client and its scheme (`X-Forwarded-Proto`)',
  ),
  SOTTO_CLIENT_HEADER: withDefault(
    'X-Forwarded-For',
    `The header in which these proxies name the client: ${CLIENT_HEADERS.map((name) => `\`${name}\``).join(', ')}`,
    (text) => {
      const value = CLIENT_HEADERS.find((name) => name.toLowerCase() === text.toLowerCase());
      return value === undefined ? { problem: `must be one of ${CLIENT_HEADERS.join(', ')}` } : { value };
    },
  ),
  SOTTO_EXCLUDE: networks('Your own networks: hits from there count as tests, not as clicks'),
  SOTTO_HONOUR_DNT: withDefault(
    'off',
    'on treats `DNT: 1` like `Sec-GPC: 1`: the click counts without a visitor',
    checked(
      (text) => text === 'off' || text === 'on',
      'must be off or on',
      (text) => text === 'on',
    ),
  ),
  SOTTO_BLOCKLIST: blocklist(
    'Files and http(s) URLs with lists of hosts to which no link may lead, separated by commas or blanks',
  ),
  SOTTO_BLOCKLIST_NEW: withDefault(
    'refuse',
    'New links to hosts of the list: refuse answers 422, flag creates them with `flagged`',
    oneOf(['refuse', 'flag'], 'must be refuse or flag'),
  ),
  SOTTO_BLOCKLIST_REDIRECTS: withDefault(
    'block',
    'Existing links to hosts of the list: block answers 451, report only counts',
    oneOf(['block', 'report'], 'must be block or report'),
  ),
  SOTTO_PLACES: withDefault(
    'country',
    'The most exact place to store: country, region or city; on Node only the country is known',
    oneOf(PLACE_DETAILS, 'must be country, region or city'),
  ),
  SOTTO_RETENTION_MONTHS: withDefault(
    '13',
    'How many months to keep individual hits, 1 to 25; afterwards only totals by UTC day remain',
    checked((text) => /^([1-9]|1\d|2[0-5])$/.test(text), 'must be a whole number from 1 to 25', Number),
  ),
  SOTTO_SYNCHRONOUS: withDefault(
    'normal',
    'normal survives a crash of Sotto, full also a power failure',
    oneOf(['normal', 'full'], 'must be normal or full'),
  ),
  SOTTO_LOG_LEVEL: withDefault(
    'info',
    'The lowest level to log',
    oneOf(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent'),
  ),
} satisfies Record<string, Setting<unknown>>;

type ValueOf<S> = S extends Setting<infer T> ? T : never;

export type Config = { [Name in keyof typeof TABLE]: ValueOf<(typeof TABLE)[Name]> };
export type SettingName = keyof Config;

const NAMES = Object.keys(TABLE) as SettingName[]; // a literal's own keys

/** Every setting with its default as shown and a one-line description, in the order of the docs. */
export const SETTINGS = NAMES.map((name) => ({
  name,
  default: TABLE[name].default,
  description: TABLE[name].description,
}));

/** `warnings` name variables that are not settings, such as those that Kubernetes adds for a service. */
export type ParsedConfig =
  | { ok: true; config: Config; warnings: string[] }
  | { ok: false; mistakes: string[] };

type Environment = Readonly<Record<string, string | undefined>>;
type ReadFile = (path: string) => string;

/**
 * Parses an environment, in which `NAME_FILE` may name a file that contains the value of `NAME`. An empty value counts as
 * not set. Returns all mistakes at once, one line each, and never shows a value.
 */
export function parseConfig(env: Environment, readFile: ReadFile): ParsedConfig {
  const { mistakes, warnings } = unknownNames(env);
  const invalid: string[] = [];
  const values: Record<string, unknown> = {};
  for (const name of NAMES) {
    const found = lookUp(name, env, readFile);
    if ('mistake' in found) {
      mistakes.push(found.mistake);
      continue;
    }
    const parsed = TABLE[name].parse(found.value || undefined);
    if ('value' in parsed) values[name] = parsed.value;
    else invalid.push(`${env[name] ? name : `${name}_FILE`} ${parsed.problem}`);
  }
  mistakes.push(...invalid);
  // Each name has the value that its own parser returned.
  return mistakes.length === 0 ? { ok: true, config: values as Config, warnings } : { ok: false, mistakes };
}

/** The settings that the app uses; `publicUrl` without a trailing slash. */
export function settingsOf(config: Config, publicUrl: string): Deps['settings'] {
  return {
    publicUrl,
    adminKey: config.SOTTO_ADMIN_KEY,
    trustedProxies: config.SOTTO_TRUST_PROXY,
    clientHeader: config.SOTTO_CLIENT_HEADER,
    ownNetworks: config.SOTTO_EXCLUDE,
    honourDnt: config.SOTTO_HONOUR_DNT,
    retentionMonths: config.SOTTO_RETENTION_MONTHS,
    places: config.SOTTO_PLACES,
    blocklistSources: config.SOTTO_BLOCKLIST,
    blocklist: { newLinks: config.SOTTO_BLOCKLIST_NEW, redirects: config.SOTTO_BLOCKLIST_REDIRECTS },
  };
}

type Found = { value: string | undefined } | { mistake: string };

function lookUp(name: SettingName, env: Environment, readFile: ReadFile): Found {
  const value = env[name];
  const path = env[`${name}_FILE`];
  if (!path) return { value };
  if (value) return { mistake: `${name} and ${name}_FILE are both set. Remove one of them` };
  try {
    const content = readFile(path).trim();
    return content === '' ? { mistake: `${name}_FILE names an empty file` } : { value: content };
  } catch {
    return { mistake: `${name}_FILE names a file that cannot be read` };
  }
}

/** What Kubernetes and old Docker links add for a service whose name begins with `sotto`. */
const SERVICE =
  /^SOTTO(?:_\w+)?_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT_\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)$/;
const SERVICE_PORT = /^SOTTO(?:_\w+)?_PORT$/;

const isOfService = (name: string, value = '') =>
  SERVICE.test(name) || (SERVICE_PORT.test(name) && /^(?:tcp|udp|sctp):\/\//.test(value));

/** A mistyped setting is a mistake; a variable of something else is only worth a warning. */
function unknownNames(env: Environment): { mistakes: string[]; warnings: string[] } {
  const known = NAMES.flatMap((name) => [name, `${name}_FILE`]);
  const unknown = Object.keys(env).filter((name) => name.startsWith('SOTTO_') && !known.includes(name));
  const isForeign = (name: string) => isOfService(name, env[name]) || !isNear(name, nearest(name, known));
  return {
    mistakes: unknown
      .filter((name) => !isForeign(name))
      .map((name) => `${name} is not a setting. Did you mean ${nearest(name, known)}?`),
    warnings: unknown.filter(isForeign).map((name) => `${name} is not a setting and is ignored.`),
  };
}

/** At most half of the letters differ, one is the beginning of the other, or they share a word. */
function isNear(name: string, setting: string): boolean {
  const [word, other] = [withoutPrefix(name), withoutPrefix(setting)];
  const shares = word.split('_').some((part) => part.length > 2 && other.split('_').includes(part));
  return shares || other.startsWith(word) || word.startsWith(other) || distance(word, other) <= MAX_DISTANCE;
}

const MAX_DISTANCE = 0.5;

function nearest(word: string, candidates: string[]): string {
  const distances = candidates.map((candidate) => distance(withoutPrefix(word), withoutPrefix(candidate)));
  return candidates[distances.indexOf(Math.min(...distances))] ?? '';
}

const withoutPrefix = (name: string) => name.replace('SOTTO_', '');

/** From 0 (equal) to 1 (nothing in common), relative to the length: SYNC is nearer to SYNCHRONOUS than to DATA. */
const distance = (a: string, b: string) => leven(a, b) / Math.max(a.length, b.length, 1);

const entries = (text: string) => text.split(/[\s,]+/).filter((entry) => entry !== '');

function parseNetworks(text: string): Cidr[] {
  return entries(text).flatMap((entry) => {
    const network = parseCidr(entry);
    return network ? [network] : [];
  });
}

/** The positions of invalid entries, counted from 1. Their text is never shown. */
function invalidEntries(text: string): number[] {
  return entries(text).flatMap((entry, index) => (parseCidr(entry) === null ? [index + 1] : []));
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return /^https?:$/.test(url.protocol) && url.href === `${url.origin}/`;
}
