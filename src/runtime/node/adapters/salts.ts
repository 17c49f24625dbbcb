/** Daily random salts of the visitor hash, kept in a file of their own and deleted within 48 hours. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { VisitorHash } from '../../../ports.ts';
import { DAY, dayOf, HOUR } from '../../../time.ts';
import { createVisitorHmac, type VisitorHmac } from '../../visitor-hmac.ts';
import { writePrivateFile } from './private-file.ts';

// An hour less than two days, because `tidy` runs only once a minute. It is measured from the beginning of the salt's day,
// and from when this process has had it: so even a clock that stands still or jumps keeps no salt for longer.
const LIFETIME = 47 * HOUR;
const SALT_BYTES = 32;

export interface SaltStore {
  /** Hashes with the salt of the UTC day of `at`: 64 bits as 11 characters. Never throws. */
  visitorHash: VisitorHash;
  /**
   * Deletes old salts, and writes the file if it has changed. Throws if the file cannot be written. `now` is the trusted
   * time; while it is null, only salts that this process has held for too long are deleted.
   */
  tidy(now: number | null): void;
}

interface Salt {
  bytes: Buffer;
  hash: VisitorHmac;
}

interface SaltOptions {
  /** Milliseconds that no change of the system's time affects. */
  monotonic(): number;
}

/** Opens the salts in the file at `path`. A missing or broken file counts as an empty one. */
export function openSalts(path: string, { monotonic }: SaltOptions): SaltStore {
  const salts = readSalts(path);
  /** By day: since when this process has held the salt. */
  const heldSince = new Map([...salts.keys()].map((day) => [day, monotonic()]));
  let stored = true;

  // Tomorrow's salt is kept: a day must not get a second salt after the clock was set back.
  const isOld = (day: number, now: number) => now >= day * DAY + LIFETIME || day > dayOf(now) + 1;
  const isHeldTooLong = (day: number) => monotonic() - (heldSince.get(day) ?? 0) >= LIFETIME;

  const write = () => {
    if (stored) return;
    writePrivateFile(
      path,
      JSON.stringify([...salts].map(([day, salt]) => [day, salt.bytes.toString('base64')])),
    );
    stored = true;
  };

  const saltOf = (day: number): Salt => {
    const known = salts.get(day);
    if (known) return known;
    const salt = saltFrom(randomBytes(SALT_BYTES));
    salts.set(day, salt);
    heldSince.set(day, monotonic());
    stored = false;
    try {
      write();
    } catch {
      // A redirect must not fail because of it; the next `tidy` retries and reports the failure.
    }
    return salt;
  };

  return {
    visitorHash: (parts, at) => saltOf(dayOf(at)).hash(parts),
    tidy(now) {
      for (const day of salts.keys()) {
        const isDue = isHeldTooLong(day) || (now !== null && isOld(day, now));
        if (isDue && salts.delete(day)) stored = false;
      }
      write();
    },
  };
}

const saltFrom = (bytes: Buffer): Salt => ({ bytes, hash: createVisitorHmac(bytes) });

function readSalts(path: string): Map<number, Salt> {
  try {
    const entries: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return new Map(Array.isArray(entries) ? entries.flatMap(saltEntry) : []);
  } catch {
    return new Map();
  }
}

function saltEntry(entry: unknown): [number, Salt][] {
  if (!Array.isArray(entry)) return [];
  const [day, text] = entry;
  if (!Number.isInteger(day) || typeof text !== 'string') return [];
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === SALT_BYTES ? [[day, saltFrom(bytes)]] : [];
}
