/** The kinds of a hit, in the order of their stored codes. Exactly one per hit; appended to, never reordered. */
export const KINDS = ['click', 'repeat', 'preview', 'prefetch', 'scanner', 'bot'] as const;
export type Kind = (typeof KINDS)[number];

/** How sure a named app is: by its own token, by a token a family shares, or only by its word. */
export const CERTAINTIES = ['sure', 'family', 'claimed'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** What one request tells about who asked. Empty strings mean unknown. */
export interface Agent {
  device: string;
  os: string;
  browser: string;
  app: string;
  certainty: Certainty | '';
  /** Why this is no click, or what flags it; empty for a plain click. */
  reason: string;
}

/** One hit as the redirect hands it to the log. `at` is UTC milliseconds. */
export interface NewHit extends Agent {
  linkRowId: number;
  at: number;
  kind: Kind;
  country: string;
  region: string;
  city: string;
  /** Host or app package of the referrer, never more; '' when none. */
  referrer: string;
  mark: string | null;
  /** Daily salted hash; null where none may be made, which makes a click anonymous. */
  visitor: string | null;
  /** Daily salted hash of the network; null with the visitor. */
  network: string | null;
}

/**
 * A hit with a random signed 32-bit number. With its time and its link it tells the hit from every other: what a queue
 * delivers again has the same.
 */
export interface StampedHit extends NewHit {
  nonce: number;
}

/** Answers that are no hit. */
export type TurnedAwayReason =
  | 'archived'
  | 'deleted'
  | 'blocked'
  | 'not_started'
  | 'expired'
  | 'used_up'
  | 'password'
  | 'wrong_password';
