import { CHANNEL_NAMES, CHANNELS } from '../channels/registry.ts';
import { APP_NAMES } from '../hits/apps/apps.ts';
import { BROWSER_NAMES, DEVICE_NAMES, SYSTEM_NAMES } from '../hits/classify/agent.ts';
import { shortUrl } from '../urls/short-url.ts';
import type { Facet } from './facets.ts';

type Fields = Record<string, string | number | null>;

interface Shared {
  label: { en: string; fr: string };
  /** All values there are; absent if anybody can add some. */
  values?: readonly string[];
  /** What every value looks like. */
  form?: { pattern: RegExp; detail: string };
}

/**
 * A fact of the link. `key` is the SQL expression to group and filter by, `shows` are the fields of a row with
 * theirs.
 */
export interface LinkDimension extends Shared {
  of: 'link';
  key: string;
  shows: Record<string, string>;
  /** Turns a row's fields into those that the API shows; without it they are shown unchanged. */
  present?: (fields: Fields, publicUrl: string) => Fields;
  /** Turns a caller's filter value into the stored one. */
  stored?: (value: string, publicUrl: string) => string;
  /** A link may have several values: rows then add up to more than the total. */
  many?: true;
}

/** A unit of time in the time zone of the question. */
export interface TimeDimension extends Shared {
  of: 'time';
  unit: 'hour' | 'day' | 'week' | 'month';
}

/** A fact of the hit: a column of the facet's dictionary, or the facet's own value. */
export interface HitDimension extends Shared {
  of: 'hit';
  facet: Facet;
  key: string;
}

export type Dimension = LinkDimension | TimeDimension | HitDimension;

// The campaign of the link, else of its content, else null.
const CAMPAIGN = "coalesce(nullif(links.campaign, ''), nullif(contents.campaign, ''))";

// The kind of the link's channel, from the registry.
const CHANNEL_KIND = `CASE links.channel ${Object.entries(CHANNELS)
  .map(([name, { kind }]) => `WHEN '${name}' THEN '${kind}'`)
  .join(' ')} END`;

/** Everything that hits can be grouped and filtered by. API, SQL and tests derive from this list. */
export const DIMENSIONS = {
  link: {
    of: 'link',
    label: { en: 'Link', fr: 'Lien' },
    key: 'links.public_id',
    form: { pattern: /^lnk_/, detail: 'Must be an id that begins with lnk_.' },
    shows: { linkId: 'links.public_id', slug: 'links.slug', linkDomain: 'links.domain' },
    present: ({ linkId = null, slug, linkDomain }, publicUrl) => {
      const link = { slug: String(slug), domain: String(linkDomain) };
      return { linkId, slug: link.slug, shortUrl: shortUrl(publicUrl, link) };
    },
  },
  content: {
    of: 'link',
    label: { en: 'Content', fr: 'Contenu' },
    key: 'contents.public_id',
    form: { pattern: /^cnt_/, detail: 'Must be an id that begins with cnt_.' },
    shows: { contentId: 'contents.public_id', title: 'contents.title', url: 'contents.url' },
  },
  channel: {
    of: 'link',
    label: { en: 'Channel', fr: 'Canal' },
    key: 'links.channel',
    shows: { channel: 'links.channel' },
    values: CHANNEL_NAMES,
  },
  channelKind: {
    of: 'link',
    label: { en: 'Kind of channel', fr: 'Type de canal' },
    key: CHANNEL_KIND,
    shows: { channelKind: CHANNEL_KIND },
    values: [...new Set(Object.values(CHANNELS).map(({ kind }) => kind))],
  },
  domain: {
    of: 'link',
    label: { en: 'Domain', fr: 'Domaine' },
    key: 'links.domain',
    shows: { domain: 'links.domain' },
    present: ({ domain }, publicUrl) => ({ domain: domain || new URL(publicUrl).host }),
    stored: (domain, publicUrl) => (domain === new URL(publicUrl).host ? '' : domain),
  },
  campaign: {
    of: 'link',
    label: { en: 'Campaign', fr: 'Campagne' },
    key: CAMPAIGN,
    shows: { campaign: CAMPAIGN },
  },
  tag: {
    of: 'link',
    label: { en: 'Tag', fr: 'Étiquette' },
    key: 'tags.value',
    shows: { tag: 'tags.value' },
    many: true,
  },
  mark: { of: 'hit', label: { en: 'Mark', fr: 'Marque' }, facet: 'mark', key: 'mark' },
  hour: { of: 'time', label: { en: 'Hour', fr: 'Heure' }, unit: 'hour' },
  day: { of: 'time', label: { en: 'Day', fr: 'Jour' }, unit: 'day' },
  week: { of: 'time', label: { en: 'Week', fr: 'Semaine' }, unit: 'week' },
  month: { of: 'time', label: { en: 'Month', fr: 'Mois' }, unit: 'month' },
  country: {
    of: 'hit',
    label: { en: 'Country', fr: 'Pays' },
    facet: 'place',
    key: 'country',
    form: { pattern: /^[A-Z][A-Z0-9]$/, detail: 'Must be a country code of two letters, such as FR.' },
  },
  region: { of: 'hit', label: { en: 'Region', fr: 'Région' }, facet: 'place', key: 'region' },
  city: { of: 'hit', label: { en: 'City', fr: 'Ville' }, facet: 'place', key: 'city' },
  device: {
    of: 'hit',
    label: { en: 'Device', fr: 'Appareil' },
    facet: 'agent',
    key: 'device',
    values: DEVICE_NAMES,
  },
  os: {
    of: 'hit',
    label: { en: 'System', fr: 'Système' },
    facet: 'agent',
    key: 'os',
    values: SYSTEM_NAMES,
  },
  browser: {
    of: 'hit',
    label: { en: 'Browser', fr: 'Navigateur' },
    facet: 'agent',
    key: 'browser',
    values: BROWSER_NAMES,
  },
  app: {
    of: 'hit',
    label: { en: 'App', fr: 'Appli' },
    facet: 'agent',
    key: 'app',
    values: APP_NAMES,
  },
  referrer: { of: 'hit', label: { en: 'Referrer', fr: 'Provenance' }, facet: 'referrer', key: 'host' },
} as const satisfies Record<string, Dimension>;

export type DimensionName = keyof typeof DIMENSIONS;

export const DIMENSION_NAMES = Object.keys(DIMENSIONS) as [DimensionName, ...DimensionName[]];

/** The entry with its widest type, for code that must treat all dimensions alike. */
export const dimension = (name: DimensionName): Dimension => DIMENSIONS[name];
