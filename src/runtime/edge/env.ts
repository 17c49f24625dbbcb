import type { HitMessage } from './queue/message.ts';

/** What the worker is bound to. Without a binding marked `?` Sotto does less, and what it does is right. */
export interface EdgeEnv extends Pick<Env, 'DB' | 'ASSETS'> {
  /** Hits on their way to D1; without it they are written straight to it. */
  HITS?: Queue<HitMessage>;
  /** The daily salts; without it nobody is told apart. */
  SALTS?: KVNamespace;
  /** The API's limits, counted for all isolates of a place; without them each isolate counts alone. */
  KEY_LIMIT?: RateLimit;
  STRANGER_LIMIT?: RateLimit;
}
