/** The schema of all settings. The entry parses the environment with it once, and tests compare the docs with it. */
import { PLACE_DETAILS } from '../hits/geographic-place.ts';
import { CLIENT_HEADERS } from '../net/client.ts';
import type { Deps } from '../ports.ts';
import {
  blocklist,
  checked,
  matching,
  networks,
  oneOf,
  optional,
  origin,
  portNumber,
  type Setting,
  shareOrigins,
  withDefault,
} from './parsers.ts';
import { type Environment, unknownNames } from './unknown-names.ts';

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
  SOTTO_SHARE_HOSTS: shareOrigins(
    'Hosts whose pages visitors may share before they have a content, separated by commas or blanks',
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
  SOTTO_READ_PAGES: withDefault(
    'on',
    'on reads title, description and image of a page when a member enters its address; off never does',
    checked(
      (text) => text === 'off' || text === 'on',
      'must be off or on',
      (text) => text === 'on',
    ),
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
  SOTTO_SMTP_URL: optional(
    'none',
    'Mail server for invitations and new passwords: `smtp://user:password@host:587`, or `smtps://` with TLS from the start; on Node only',
    matching(
      /^smtps?:\/\/(?:[^\s/?#@:]+:[^\s/?#@:]+@)?(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?\/?$/i,
      'must be smtp:// or smtps:// with a host, and optionally a port, a user and a password, percent-encoded',
    ),
  ),
  SOTTO_MAIL_FROM: optional(
    'none',
    'Sender of these emails: an address, or `Name <address>`; needed with SOTTO_SMTP_URL',
    matching(
      /^(?:[^<>@"\r\n]*<[^<>\s@"]+@[^<>\s@"]+>|[^<>\s@",;]+@[^<>\s@",;]+)$/,
      'must be an email address, or a name followed by an email address in angle brackets',
    ),
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

type ReadFile = (path: string) => string;

/**
 * Parses an environment, in which `NAME_FILE` may name a file that contains the value of `NAME`. An empty value counts as
 * not set. Returns all mistakes at once, one line each, and never shows a value.
 */
export function parseConfig(env: Environment, readFile: ReadFile): ParsedConfig {
  const { mistakes, warnings } = unknownNames(env, NAMES);
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
  mistakes.push(...invalid, ...missingSender(values));
  // Each name has the value that its own parser returned.
  return mistakes.length === 0 ? { ok: true, config: values as Config, warnings } : { ok: false, mistakes };
}

/** A mail server is of no use without a sender. */
const missingSender = ({ SOTTO_SMTP_URL: server, SOTTO_MAIL_FROM: sender }: Record<string, unknown>) =>
  typeof server === 'string' && sender === null
    ? ['SOTTO_MAIL_FROM must be set, too: it is the sender of the emails that SOTTO_SMTP_URL sends']
    : [];

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
    readPages: config.SOTTO_READ_PAGES,
    shareOrigins: config.SOTTO_SHARE_HOSTS,
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
