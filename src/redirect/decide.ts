/** Decides what to answer, as a pure function of link and request: no clock, no store. */
import type { HitKind, RefusalReason } from '../hits/hit.ts';
import type { PreviewCard, RedirectLink, StatusCode } from '../links/link.ts';
import { type DestinationInput, destinationOf, type Target, targetOf, withParent } from './destination.ts';

/** What a decision needs of the request. `now` is UTC milliseconds. */
export interface DecisionInput extends DestinationInput {
  method: string;
  kind: HitKind;
  refusePrefetch: boolean;
  /** The request is for the information page, `/{slug}+`. */
  wantsInfo: boolean;
  /** The result of the password check; null before it. */
  password: 'right' | 'wrong' | null;
  now: number;
}

/**
 * `takesClick`: one of the link's `maxClicks` must be taken first. The status is 303 after a password form, so that the
 * browser does not send the password to the destination.
 */
type RedirectDecision = {
  answer: 'redirect';
  link: RedirectLink;
  status: StatusCode | 303;
  location: string;
  takesClick: boolean;
  /** Set if the destination is on the operator's list, which only reports. */
  isListed?: true;
};

type LockedLink = RedirectLink & { passwordHash: string };

/** What the state of a link leads to. */
type Outcome =
  | RedirectDecision
  | { answer: 'card'; link: RedirectLink; location: string }
  /** The password in the form must be checked, then decided again. */
  | { answer: 'check_password'; link: LockedLink }
  | { answer: 'refuse'; link: RedirectLink; reason: RefusalReason }
  /** The stored destination is not a valid URL, or leads to this server. */
  | { answer: 'unsafe_destination'; link: RedirectLink };

export type Decision =
  | Outcome
  | { answer: 'method_not_allowed'; allow: string }
  /** `link` gets a hit; it is null if a person would not be redirected. */
  | { answer: 'refuse_prefetch'; link: RedirectLink | null }
  | { answer: 'unknown' }
  /** `location` is null for a link with a password. */
  | { answer: 'link_info'; link: RedirectLink; location: string | null }
  | { answer: 'no_link_info' };

const SAFE_METHODS = ['GET', 'HEAD'];

/** The first case that applies wins: method, prefetch, unknown, the link's state, password, card, redirect. */
export function decide(link: RedirectLink | undefined, input: DecisionInput): Decision {
  const methods = methodsOf(link, input);
  if (methods !== 'all' && !methods.includes(input.method)) {
    return { answer: 'method_not_allowed', allow: methods.join(', ') };
  }
  if (input.wantsInfo) return linkInfo(link, input);
  const outcome = link && outcomeOf(link, input);
  if (input.refusePrefetch) {
    return { answer: 'refuse_prefetch', link: outcome?.answer === 'redirect' ? outcome.link : null };
  }
  return outcome ?? { answer: 'unknown' };
}

/** The link as it is once all its clicks are taken. */
export function withoutClicksLeft(link: RedirectLink): RedirectLink {
  return { ...link, clicksTaken: link.maxClicks ?? link.clicksTaken };
}

/**
 * A password is sent by POST; 307 and 308 pass every method on. A link that has not started must answer every method
 * like an unknown slug.
 */
function methodsOf(link: RedirectLink | undefined, { wantsInfo, now }: DecisionInput): string[] | 'all' {
  if (!link || wantsInfo || refusalReason(link, now) === 'not_started') return SAFE_METHODS;
  if (link.passwordHash !== null) return [...SAFE_METHODS, 'POST'];
  return link.statusCode === 307 || link.statusCode === 308 ? 'all' : SAFE_METHODS;
}

/** Shows where a person would be redirected, without the visitor's query: a page must not show input of its URL. */
function linkInfo(link: RedirectLink | undefined, input: DecisionInput): Decision {
  const outcome =
    link &&
    outcomeOf(link, {
      ...input,
      method: 'GET',
      kind: 'click',
      rawQuery: '',
      password: null,
      shareCode: null,
    });
  if (outcome?.answer === 'redirect') {
    return { answer: 'link_info', link: outcome.link, location: outcome.location };
  }
  const isLocked = outcome?.answer === 'refuse' && outcome.reason === 'password';
  return isLocked ? { answer: 'link_info', link: outcome.link, location: null } : { answer: 'no_link_info' };
}

function outcomeOf(link: RedirectLink, input: DecisionInput): Outcome {
  const reason = refusalReason(link, input.now);
  const isOver = reason === 'expired' || reason === 'used_up';
  if (isOver && link.expiredUrl !== null) {
    return redirectOutcome(link, input, { to: targetOf(link.expiredUrl, input), status: 302 });
  }
  if (reason) return { answer: 'refuse', link, reason };
  const to = destinationOf(link, input);
  const { passwordHash } = link;
  // Checked before the password: nobody should enter one for a blocked destination.
  if (to.fate === 'block') return { answer: 'refuse', link, reason: 'blocked' };
  if (passwordHash !== null && input.password !== 'right') return locked({ ...link, passwordHash }, input);
  const outcome = redirectOutcome(link, input, { to, status: link.statusCode });
  if (outcome.answer !== 'redirect') return outcome;
  const { location } = outcome;
  if (input.kind === 'preview' && input.method === 'GET' && isOwnCard(link.card)) {
    return { answer: 'card', link, location };
  }
  const isClick = input.kind === 'click';
  return {
    ...outcome,
    location: isClick ? withParent(location, link, input.shareCode) : location,
    takesClick: link.maxClicks !== null && isClick,
  };
}

/** Undefined if the link redirects. `startsAt` is included, `expiresAt` is not. */
function refusalReason(link: RedirectLink, now: number): RefusalReason | undefined {
  if (link.blocked) return 'blocked';
  if (link.deleted) return 'deleted';
  if (link.archived) return 'archived';
  if (link.startsAt !== null && now < link.startsAt) return 'not_started';
  if (link.expiresAt !== null && now >= link.expiresAt) return 'expired';
  if (link.maxClicks !== null && link.clicksTaken >= link.maxClicks) return 'used_up';
  return undefined;
}

function locked(link: LockedLink, { method, password }: DecisionInput): Outcome {
  if (method !== 'POST') return { answer: 'refuse', link, reason: 'password' };
  if (password === 'wrong') return { answer: 'refuse', link, reason: 'wrong_password' };
  return { answer: 'check_password', link };
}

/** Whether the card has enough to be shown instead of the destination's own. */
function isOwnCard({ title, description, image }: PreviewCard): boolean {
  return image !== null || (title !== null && description !== null);
}

function redirectOutcome(
  link: RedirectLink,
  { method }: DecisionInput,
  { to: { href: location, fate }, status }: { to: Target; status: StatusCode },
): RedirectDecision | Extract<Outcome, { answer: 'unsafe_destination' | 'refuse' }> {
  if (location === null) return { answer: 'unsafe_destination', link };
  if (fate === 'block') return { answer: 'refuse', link, reason: 'blocked' };
  const sentPassword = method === 'POST' && link.passwordHash !== null;
  return {
    answer: 'redirect',
    link,
    status: sentPassword ? 303 : status,
    location,
    takesClick: false,
    ...(fate === 'report' && { isListed: true as const }),
  };
}
