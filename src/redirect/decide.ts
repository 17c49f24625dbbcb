/** What to answer, from the link and the request alone. Nothing here reads a clock or touches a store. */
import { CHANNELS } from '../channels/registry.ts';
import type { Kind, TurnedAwayReason } from '../hits/hit.ts';
import type { RedirectLink, StatusCode } from '../links/link.ts';
import { effectiveUtm, withForwardedQuery, withUtm } from '../links/utm.ts';

/** `now` is UTC milliseconds; `publicUrl` has no trailing slash. */
export interface Ask {
  method: string;
  kind: Kind;
  refusePrefetch: boolean;
  rawQuery: string;
  now: number;
  publicUrl: string;
}

export type Decision =
  | { answer: 'method_not_allowed' }
  /** A hit on `link`, or none where a person would not be redirected. */
  | { answer: 'refuse_prefetch'; link: RedirectLink | null }
  | { answer: 'unknown' }
  | { answer: 'turn_away'; link: RedirectLink; reason: TurnedAwayReason }
  /** The destination is no place to send anybody to, however it came to be stored. */
  | { answer: 'unsafe_destination'; link: RedirectLink }
  /** `takesClick`: one of the link's clicks must be had first. */
  | { answer: 'redirect'; link: RedirectLink; status: StatusCode; location: string; takesClick: boolean };

/** Whether a short link answers the method at all. */
export function allows(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** The first that applies wins: method, prefetch, unknown, the link's state, redirect. */
export function decide(link: RedirectLink | undefined, ask: Ask): Decision {
  if (!allows(ask.method)) return { answer: 'method_not_allowed' };
  const reason = link && turnedAwayReason(link, ask.now);
  if (ask.refusePrefetch) return { answer: 'refuse_prefetch', link: link && !reason ? link : null };
  if (!link) return { answer: 'unknown' };
  if (reason) return { answer: 'turn_away', link, reason };
  const location = locationOf(link, ask);
  if (location === null) return { answer: 'unsafe_destination', link };
  const takesClick = link.maxClicks !== null && ask.kind === 'click';
  return { answer: 'redirect', link, status: link.statusCode, location, takesClick };
}

/** Undefined while the link leads on. It starts at `startsAt` and has expired at `expiresAt`. */
function turnedAwayReason(link: RedirectLink, now: number): TurnedAwayReason | undefined {
  if (link.blocked) return 'blocked';
  if (link.deleted) return 'deleted';
  if (link.archived) return 'archived';
  if (link.startsAt !== null && now < link.startsAt) return 'not_started';
  if (link.expiresAt !== null && now >= link.expiresAt) return 'expired';
  if (link.maxClicks !== null && link.clicksTaken >= link.maxClicks) return 'used_up';
  return undefined;
}

/** The visitor's query goes before UTM, which never overwrites: who forwards queries wants theirs to win. */
function locationOf(link: RedirectLink, ask: Ask): string | null {
  const forwarded = link.forwardQuery ? withForwardedQuery(link.url, ask.rawQuery) : link.url;
  const utm = effectiveUtm(link.utm, CHANNELS[link.channel].utm, link.campaign);
  const url = URL.parse(withUtm(forwarded, utm));
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  // A destination among our own would lead round in circles, whatever its scheme.
  return ask.publicUrl.endsWith(`//${url.host}`) ? null : url.href;
}
