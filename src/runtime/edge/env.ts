import type { HitMessage } from './queue/message.ts';

/** The bindings of the worker. Those marked `?` are optional: without one, the feature that needs it is off. */
export interface EdgeEnv extends Pick<Env, 'DB' | 'ASSETS'> {
  /** Carries hits to D1; without it they are written to D1 directly. */
  HITS?: Queue<HitMessage>;
  /** Keeps the daily salts; without it every click is anonymous. */
  SALTS?: KVNamespace;
  /** Keeps the lists of `SOTTO_BLOCKLIST`; without it they are not used. */
  BLOCKLIST?: KVNamespace;
  /** The limits of the API, counted for all isolates of a location; without them each isolate counts alone. */
  KEY_LIMIT?: RateLimit;
  STRANGER_LIMIT?: RateLimit;
}
