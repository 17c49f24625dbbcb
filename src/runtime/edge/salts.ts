/** Daily salts of the visitor hash, kept in KV alone and gone within 27 hours. */

import { createHmac } from 'node:crypto';
import type { Clock, Log, VisitorHash } from '../../ports.ts';
import { DAY, dayOf, HOUR, isoDay, MINUTE, SECOND } from '../../time.ts';
import type { Later } from './defer.ts';
import type { EdgeEnv } from './env.ts';

/** Tomorrow's salt is made so long before its day: KV needs a minute to tell everybody. */
const AHEAD = 2 * HOUR;
/** A salt ends so long after its day. Requests that began in it have ended by then. */
const LEFT_OVER = HOUR;
/** How soon an isolate sees that KV holds another salt than its own, and asks again where there was none. */
const KNOWN_FOR = 5 * MINUTE;
const MISSED_FOR = 5 * SECOND;
/** The least that KV takes. */
const SHORTEST_TTL = MINUTE;
const SALT_BYTES = 32;
const HASH_BYTES = 8;

export interface Salts {
  /** 64 bits as 11 characters, under the salt of the UTC day of `at`; null while it is not known here. */
  visitorHash: VisitorHash;
  /**
   * Until the salt of this day is known, or cannot be; undefined where nothing is to be waited for. The first to ask
   * makes it. Never rejects.
   */
  learn(later: Later): Promise<void> | undefined;
  /** Makes tomorrow's salt, shortly before midnight; today's, if nobody came yet. */
  prepare(): Promise<void>;
}

interface Known {
  day: number;
  /** Null: none could be had. */
  key: Buffer | null;
  /** As KV holds it. */
  text: string;
  askAgainAt: number;
}

/**
 * KV cannot elect one writer: of two isolates that make a salt at once the last wins, and the other learns of it
 * within minutes. So that nobody has to, cron makes each salt hours before its day. Without KV there is none.
 */
export function createSalts(kv: EdgeEnv['SALTS'], { clock, log }: { clock: Clock; log: Log }): Salts {
  let known: Known | undefined;

  const make = async (day: number, to: KVNamespace): Promise<string> => {
    const text = Buffer.from(crypto.getRandomValues(new Uint8Array(SALT_BYTES))).toString('base64url');
    const lifetime = Math.max((day + 1) * DAY + LEFT_OVER - clock(), SHORTEST_TTL);
    await to.put(nameOf(day), text, { expirationTtl: Math.floor(lifetime / SECOND) });
    return text;
  };

  const saltOf = async (day: number, from: KVNamespace): Promise<string> => {
    const stored = await from.get(nameOf(day));
    return isSalt(stored) ? stored : make(day, from);
  };

  const ask = async (from: KVNamespace, now: number) => {
    const day = dayOf(now);
    try {
      const text = await saltOf(day, from);
      const key = known?.text === text ? known.key : Buffer.from(text, 'base64url');
      known = { day, key, text, askAgainAt: now + KNOWN_FOR };
    } catch (err) {
      log.error({ err }, 'The salt of the day cannot be had from KV');
      // What this isolate knows of the day still serves it.
      const kept = known?.day === day ? known : { day, key: null, text: '' };
      known = { ...kept, askAgainAt: now + MISSED_FOR };
    }
  };

  const learn = (later: Later) => {
    const now = clock();
    if (!kv) return undefined;
    if (known?.day !== dayOf(now)) return ask(kv, now);
    if (now < known.askAgainAt) return undefined;
    known.askAgainAt = now + MISSED_FOR; // one request asks for all
    later(ask(kv, now), 'The salt of the day could not be asked for again');
    return undefined;
  };

  return {
    visitorHash(parts, at) {
      if (!known?.key || dayOf(at) !== known.day) return null;
      // Of bytes: a key object costs more here, and so do the two one-shot hashes that are cheaper in Node.
      const hmac = createHmac('sha256', known.key);
      return hmac.update(JSON.stringify(parts)).digest().subarray(0, HASH_BYTES).toString('base64url');
    },
    learn,
    async prepare() {
      if (kv) await saltOf(dayOf(clock() + AHEAD), kv);
    },
  };
}

const nameOf = (day: number) => `salt:${isoDay(day)}`;

function isSalt(text: string | null): text is string {
  return text !== null && Buffer.from(text, 'base64url').length === SALT_BYTES;
}
