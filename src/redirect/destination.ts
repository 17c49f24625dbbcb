/** Where a link leads: its destination with UTM values and the visitor's query, or nowhere if it must not be sent. */
import type { HostRules } from '../abuse/host-rules.ts';
import type { UtmPresets } from '../instance/instance-settings.ts';
import { channelUtm } from '../instance/utm-presets.ts';
import type { RedirectLink } from '../links/link.ts';
import { PARENT_PARAMETER } from '../shares/share-code.ts';
import { comparableHost } from '../urls/destination.ts';
import { effectiveUtm, withForwardedQuery, withUtm } from '../urls/utm.ts';
import type { OwnHosts } from './domains.ts';

/** What a destination depends on besides its link. */
export interface DestinationInput {
  /** The visitor's, without its `?`. */
  rawQuery: string;
  /** The share code of the address; null without one, and for a visitor who opted out of being followed. */
  shareCode: string | null;
  ownHosts: OwnHosts;
  hostRules: HostRules;
  utmPresets: UtmPresets;
}

export type SafeHosts = Pick<DestinationInput, 'ownHosts' | 'hostRules'>;

const withLinkUtm = (link: RedirectLink, href: string, presets: UtmPresets) =>
  withUtm(href, effectiveUtm(link.utm, channelUtm(presets, link.channel), link.campaign));

/** `href` is null if it must not be sent: it is not an http(s) URL, or leads to this server. */
export interface Target {
  href: string | null;
  fate: ReturnType<HostRules['onRedirect']>;
}

const UNSAFE: Target = { href: null, fate: 'pass' };

interface Destination extends Target {
  /** Its host as hosts are compared. */
  host: string;
}

/** The destinations of links under one set of rules. */
interface KnownDestinations
  extends Pick<DestinationInput, 'hostRules' | 'utmPresets'>,
    Pick<OwnHosts, 'listed'> {
  byLink: WeakMap<RedirectLink, Destination>;
}

// A cached link is the same object at every visit, so its destination is computed and checked once, until rules change.
let known: KnownDestinations | undefined;

function destinationsUnder({ ownHosts: { listed }, hostRules, utmPresets }: DestinationInput) {
  if (known?.listed !== listed || known.hostRules !== hostRules || known.utmPresets !== utmPresets) {
    known = { listed, hostRules, utmPresets, byLink: new WeakMap() };
  }
  return known.byLink;
}

/** The visitor's query is added first: UTM parameters never overwrite it. */
export function destinationOf(link: RedirectLink, input: DestinationInput): Target {
  const { rawQuery, ownHosts, hostRules, utmPresets } = input;
  if (link.forwardQuery) {
    return targetOf(withLinkUtm(link, withForwardedQuery(link.url, rawQuery), utmPresets), input);
  }
  const destinations = destinationsUnder(input);
  let destination = destinations.get(link);
  if (destination === undefined) {
    const url = sendableUrl(withLinkUtm(link, link.url, utmPresets));
    const host = comparableHost(url?.host ?? '');
    const target = url === null || ownHosts.listed.has(host) ? UNSAFE : judged(url, hostRules);
    destination = { ...target, host };
    destinations.set(link, destination);
  }
  return destination.host === ownHosts.requested ? UNSAFE : destination;
}

const judged = (url: URL, hostRules: HostRules): Target => ({
  href: url.href,
  fate: hostRules.onRedirect(url.hostname),
});

export function targetOf(to: string, { ownHosts: { listed, requested }, hostRules }: SafeHosts): Target {
  const url = sendableUrl(to);
  if (url === null) return UNSAFE;
  const host = comparableHost(url.host);
  return host === requested || listed.has(host) ? UNSAFE : judged(url, hostRules);
}

/** Tells the page through which share its reader comes, unless the destination is signed (`utm: false`). */
export function withParent(
  location: string,
  { shareCodes, utm }: RedirectLink,
  shareCode: string | null,
): string {
  if (shareCode === null || !shareCodes || utm === false) return location;
  return withUtm(location, [[PARENT_PARAMETER, shareCode]]);
}

/**
 * The URL as it may be sent; null if it is not http(s), has a user name, which could look like a host, is on a host of
 * this server, which could be a loop, or on a blocked host.
 */
export function safeHref(to: string, hosts: SafeHosts): string | null {
  const { href, fate } = targetOf(to, hosts);
  return fate === 'block' ? null : href;
}

function sendableUrl(text: string): URL | null {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '') return null;
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
}
