/** What to answer, from the link and the request alone. Nothing here reads a clock or touches a store. */
import { CHANNELS } from '../channels/registry.ts';
import type { Kind, TurnedAwayReason } from '../hits/hit.ts';
import type { Card, RedirectLink, StatusCode } from '../links/link.ts';
import { comparableHost } from '../urls/destination.ts';
import { effectiveUtm, withForwardedQuery, withUtm } from '../urls/utm.ts';

/** `now` is UTC milliseconds. */
export interface Ask {
  method: string;
  kind: Kind;
  refusePrefetch: boolean;
  /** Not to be led on, but to be told where the link leads. */
  asksWhere: boolean;
  /** What the form brought; null before anybody looked. */
  password: 'right' | 'wrong' | null;
  rawQuery: string;
  now: number;
  /** In their comparable form. */
  ownHosts: ReadonlySet<string>;
}

/** `takesClick`: one of the link's clicks must be had first. 303 after a form: the password stays here. */
type Redirecting = {
  answer: 'redirect';
  link: RedirectLink;
  status: StatusCode | 303;
  location: string;
  takesClick: boolean;
};

type LockedLink = RedirectLink & { passwordHash: string };

/** What the state of a link says. */
type Outcome =
  | Redirecting
  | { answer: 'card'; link: RedirectLink; location: string }
  /** Somebody must look at the form and decide again. */
  | { answer: 'check_password'; link: LockedLink }
  | { answer: 'turn_away'; link: RedirectLink; reason: TurnedAwayReason }
  /** The destination is no place to send anybody to, however it came to be stored. */
  | { answer: 'unsafe_destination'; link: RedirectLink };

export type Decision =
  | Outcome
  | { answer: 'method_not_allowed'; allow: string }
  /** A hit on `link`, or none where a person would not be redirected. */
  | { answer: 'refuse_prefetch'; link: RedirectLink | null }
  | { answer: 'unknown' }
  /** Null `location`: only who knows the password may see it. */
  | { answer: 'show'; link: RedirectLink; location: string | null }
  | { answer: 'nothing_to_show' };

const READING = ['GET', 'HEAD'];

/** The first that applies wins: method, prefetch, unknown, the link's state, password, card, redirect. */
export function decide(link: RedirectLink | undefined, ask: Ask): Decision {
  const methods = link && takesForm(link, ask) ? [...READING, 'POST'] : READING;
  if (!methods.includes(ask.method)) return { answer: 'method_not_allowed', allow: methods.join(', ') };
  if (ask.asksWhere) return whereTo(link, ask);
  const outcome = link && outcomeOf(link, ask);
  if (ask.refusePrefetch) {
    return { answer: 'refuse_prefetch', link: outcome?.answer === 'redirect' ? outcome.link : null };
  }
  return outcome ?? { answer: 'unknown' };
}

/** The same link once all its clicks are taken. */
export function usedUp(link: RedirectLink): RedirectLink {
  return { ...link, clicksTaken: link.maxClicks ?? link.clicksTaken };
}

/** A link that has not started must answer every method like one that does not exist. */
function takesForm(link: RedirectLink, { asksWhere, now }: Ask): boolean {
  return link.passwordHash !== null && !asksWhere && turnedAwayReason(link, now) !== 'not_started';
}

/** Where a person would be led. The query is left out: a page shows nothing that its address says. */
function whereTo(link: RedirectLink | undefined, ask: Ask): Decision {
  const outcome =
    link && outcomeOf(link, { ...ask, method: 'GET', kind: 'click', rawQuery: '', password: null });
  if (outcome?.answer === 'redirect') {
    return { answer: 'show', link: outcome.link, location: outcome.location };
  }
  const locked = outcome?.answer === 'turn_away' && outcome.reason === 'password';
  return locked ? { answer: 'show', link: outcome.link, location: null } : { answer: 'nothing_to_show' };
}

function outcomeOf(link: RedirectLink, ask: Ask): Outcome {
  const reason = turnedAwayReason(link, ask.now);
  const isOver = reason === 'expired' || reason === 'used_up';
  if (isOver && link.expiredUrl !== null) {
    return leadOn(link, ask, { to: safeHref(link.expiredUrl, ask.ownHosts), status: 302 });
  }
  if (reason) return { answer: 'turn_away', link, reason };
  const { passwordHash } = link;
  if (passwordHash !== null && ask.password !== 'right') return locked({ ...link, passwordHash }, ask);
  const outcome = leadOn(link, ask, { to: destinationOf(link, ask), status: link.statusCode });
  if (outcome.answer !== 'redirect') return outcome;
  const { location } = outcome;
  if (ask.kind === 'preview' && ask.method === 'GET' && isOwnCard(link.card)) {
    return { answer: 'card', link, location };
  }
  return { ...outcome, takesClick: link.maxClicks !== null && ask.kind === 'click' };
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

function locked(link: LockedLink, { method, password }: Ask): Outcome {
  if (method !== 'POST') return { answer: 'turn_away', link, reason: 'password' };
  if (password === 'wrong') return { answer: 'turn_away', link, reason: 'wrong_password' };
  return { answer: 'check_password', link };
}

/** Enough to make a card of: what it lacks, messengers would not find at the destination either. */
function isOwnCard({ title, description, image }: Card): boolean {
  return image !== null || (title !== null && description !== null);
}

const withItsUtm = (link: RedirectLink, href: string) =>
  withUtm(href, effectiveUtm(link.utm, CHANNELS[link.channel].utm, link.campaign));

// A remembered link is the same object at every visit: where it leads, and whether it may, is worked out once.
const destinations = new WeakMap<RedirectLink, { ownHosts: Ask['ownHosts']; href: string | null }>();

/** The visitor's query goes before UTM, which never overwrites: who forwards queries wants theirs to win. */
function destinationOf(link: RedirectLink, { rawQuery, ownHosts }: Ask): string | null {
  if (link.forwardQuery) {
    return safeHref(withItsUtm(link, withForwardedQuery(link.url, rawQuery)), ownHosts);
  }
  const known = destinations.get(link);
  if (known?.ownHosts === ownHosts) return known.href;
  const href = safeHref(withItsUtm(link, link.url), ownHosts);
  destinations.set(link, { ownHosts, href });
  return href;
}

function leadOn(
  link: RedirectLink,
  { method }: Ask,
  { to: location, status }: { to: string | null; status: StatusCode },
): Redirecting | Extract<Outcome, { answer: 'unsafe_destination' }> {
  if (location === null) return { answer: 'unsafe_destination', link };
  return { answer: 'redirect', link, status: method === 'POST' ? 303 : status, location, takesClick: false };
}

/** The URL as it may be sent. A destination among our own hosts would lead round in circles, whatever its scheme. */
export function safeHref(to: string, ownHosts: ReadonlySet<string>): string | null {
  const url = URL.parse(to);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  return ownHosts.has(comparableHost(url.host)) ? null : url.href;
}
