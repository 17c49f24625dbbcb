import { pairName, queryPairs } from './raw-query.ts';

/** Query parameters that say how a visitor came, not which page it is. `*` stands for any ending. */
export const TRACKING = [
  'utm_*',
  'fbclid',
  'gclid',
  'gbraid',
  'wbraid',
  'dclid',
  'msclkid',
  'twclid',
  'li_fat_id',
  'ttclid',
  'igshid',
  'mc_cid',
  'mc_eid',
  '_hsenc',
  '_hsmi',
  'sotto_id',
] as const;

/**
 * Normalizes an http or https URL for comparison, never as a destination. URLs with the same key are the same content.
 * A key is itself a URL of the page, and its own key. Throws what `new URL` throws.
 */
export function contentKey(href: string): string {
  const url = new URL(href);
  const port = DEFAULT_PORTS.has(url.port) ? '' : `:${url.port}`;
  // Several trailing slashes all stay. Otherwise the key of a key would lose another one.
  const path = url.pathname.replace(/(?<!\/)\/$/, '');
  const fragment = /^#[/!]/.test(url.hash) ? url.hash : '';
  return `https://${url.hostname}${port}${path}${keyQuery(url.search.slice(1))}${fragment}`;
}

// The default ports of both schemes, since the scheme is not part of the key.
const DEFAULT_PORTS = new Set(['', '80', '443']);

const names = new Set<string>(TRACKING);
const prefixes = TRACKING.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));

function keyQuery(query: string): string {
  const pairs = queryPairs(query)
    .map((text) => ({ text, name: pairName(text) }))
    .filter(({ name }) => !isTracking(name.toLowerCase()))
    .sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  return pairs.length === 0 ? '' : `?${pairs.map(({ text }) => text).join('&')}`;
}

function isTracking(name: string): boolean {
  return names.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}
