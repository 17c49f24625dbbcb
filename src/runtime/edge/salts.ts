/** Daily salts of the visitor hash. They are stored in KV only, and expire within 27 hours. */
import { createHmac } from 'node:crypto';
import type { Clock, Log, VisitorHash } from '../../ports.ts';
import { DAY, dayOf, HOUR, isoDay, MINUTE, SECOND } from '../../time.ts';
import type { DeferWork } from './defer.ts';
import type { EdgeEnv } from './env.ts';
import { within } from './time-limit.ts';

/** How long before its day a salt is created. KV takes a minute to replicate it. */
const LEAD_TIME = 2 * HOUR;
/** How long after its day a salt expires. The requests of that day have ended by then. */
const GRACE = HOUR;
/** How long an isolate uses a salt before it reads KV again: another isolate may have overwritten it. */
const REFRESH_AFTER = 5 * MINUTE;
/** How long an isolate waits after KV has failed. */
const RETRY_AFTER = 5 * SECOND;
/** How long a visitor waits for KV. */
const TIMEOUT_MS = SECOND / 2;
/** The shortest that KV accepts. */
const MIN_TTL = MINUTE;
const SALT_BYTES = 32;
const HASH_BYTES = 8;

export interface Salts {
  /** 64 bits as 11 characters, under the salt of the UTC day of `at`; null while this isolate does not know that salt. */
  visitorHash: VisitorHash;
  /**
   * Resolves once this isolate knows the salt of the day or cannot get it soon; undefined if there is nothing to wait for.
   * Creates a missing salt. Never rejects.
   */
  learn(defer: DeferWork): Promise<void> | undefined;
  /** Creates the salt that will be needed after `LEAD_TIME`, unless it exists. */
  prepare(): Promise<void>;
}

interface Known {
  day: number;
  /** Null if KV has failed. */
  key: Buffer | null;
  /** The salt as stored in KV. */
  text: string;
  refreshAt: number;
}

/**
 * KV has no atomic writes: if two isolates make a salt at the same time, the last one wins, and the other uses its own
 * for some minutes. Cron avoids this by making each salt hours before its day. Without KV every click is anonymous.
 */
export function createSalts(kv: EdgeEnv['SALTS'], { clock, log }: { clock: Clock; log: Log }): Salts {
  let known: Known | undefined;

  const make = async (day: number, to: KVNamespace): Promise<string> => {
    const text = Buffer.from(crypto.getRandomValues(new Uint8Array(SALT_BYTES))).toString('base64url');
    const lifetime = Math.max((day + 1) * DAY + GRACE - clock(), MIN_TTL);
    await to.put(nameOf(day), text, { expirationTtl: Math.floor(lifetime / SECOND) });
    return text;
  };

  const saltOf = async (day: number, from: KVNamespace): Promise<string> => {
    const stored = await from.get(nameOf(day));
    return isSalt(stored) ? stored : make(day, from);
  };

  const refresh = async (from: KVNamespace, now: number) => {
    const day = dayOf(now);
    try {
      const text = await saltOf(day, from);
      const key = known?.text === text ? known.key : Buffer.from(text, 'base64url');
      known = { day, key, text, refreshAt: now + REFRESH_AFTER };
    } catch (err) {
      log.error({ err }, 'The salt of the day is not available from KV');
      // A salt of the same day that this isolate knows remains in use.
      const kept = known?.day === day ? known : { day, key: null, text: '' };
      known = { ...kept, refreshAt: now + RETRY_AFTER };
    }
  };

  /** KV may answer later, and then this isolate knows the salt. Until then clicks are anonymous and do not wait. */
  const refreshSoon = async (from: KVNamespace, now: number, defer: DeferWork) => {
    const refreshing = refresh(from, now);
    try {
      await within(TIMEOUT_MS, refreshing);
    } catch (err) {
      log.error({ err }, 'The salt of the day is not available from KV');
      if (known?.day !== dayOf(now)) {
        known = { day: dayOf(now), key: null, text: '', refreshAt: now + RETRY_AFTER };
      }
      defer(refreshing, 'The salt of the day could not be refreshed');
    }
  };

  const learn = (defer: DeferWork) => {
    const now = clock();
    if (!kv) return undefined;
    if (known?.day !== dayOf(now)) return refreshSoon(kv, now, defer);
    if (now < known.refreshAt) return undefined;
    known.refreshAt = now + RETRY_AFTER; // one request refreshes it for all
    defer(refresh(kv, now), 'The salt of the day could not be refreshed');
    return undefined;
  };

  return {
    visitorHash(parts, at) {
      if (!known?.key || dayOf(at) !== known.day) return null;
      // Bytes as the key: in workerd a key object costs more, and so do the one-shot hashes that are cheaper in Node.
      const hmac = createHmac('sha256', known.key);
      return hmac.update(JSON.stringify(parts)).digest().subarray(0, HASH_BYTES).toString('base64url');
    },
    learn,
    async prepare() {
      if (kv) await saltOf(dayOf(clock() + LEAD_TIME), kv);
    },
  };
}

const nameOf = (day: number) => `salt:${isoDay(day)}`;

function isSalt(text: string | null): text is string {
  return text !== null && Buffer.from(text, 'base64url').length === SALT_BYTES;
}
