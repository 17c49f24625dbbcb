/** The kinds of a hit. Each hit has exactly one. */
export const HIT_KINDS = ['click', 'repeat', 'preview', 'prefetch', 'scanner', 'bot'] as const;
export type HitKind = (typeof HIT_KINDS)[number];

/** How certain an app is: by its own token, by a token that a family of apps shares, or only claimed. */
export const CERTAINTIES = ['sure', 'family', 'claimed'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What one request shows of its client. Empty strings mean unknown. */
export interface Agent {
  device: string;
  os: string;
  browser: string;
  app: string;
  certainty: Certainty | '';
  /** Why this is not a click, or the sign that flags it; empty for a plain click. */
  reason: string;
}

/** One hit as the redirect gives it to the log. `at` is UTC milliseconds. */
export interface NewHit extends Agent {
  linkRowId: number;
  at: number;
  kind: HitKind;
  country: string;
  region: string;
  city: string;
  /** Host or app package of the referrer; '' if there is none. */
  referrer: string;
  mark: string | null;
  /** Daily salted hash of the visitor; null if none may be made, which makes a click anonymous. */
  visitor: string | null;
  /** Daily salted hash of the client's network; null if `visitor` is. */
  network: string | null;
}

/**
 * A hit with a random signed 32-bit number. Together with time and link it identifies the hit, also when a queue
 * delivers it twice.
 */
export interface StampedHit extends NewHit {
  nonce: number;
}

/** Why a request got neither a redirect nor a card. Such a request is not a hit. */
export type RefusalReason =
  | 'archived'
  | 'deleted'
  | 'blocked'
  | 'not_started'
  | 'expired'
  | 'used_up'
  | 'password'
  | 'wrong_password';
