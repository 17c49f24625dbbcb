/** Daily salts of the visitor hash: random, in a file of their own, gone within 48 hours. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Clock, VisitorHash } from '../../../ports.ts';
import { DAY, dayOf, HOUR } from '../../../time.ts';
import { createVisitorHmac, type VisitorHmac } from '../../visitor-hmac.ts';
import { writePrivateFile } from './private-file.ts';

// An hour short of two days, so that a salt is gone in time although `tidy` runs only now and then.
const LIFETIME = 47 * HOUR;
const SALT_BYTES = 32;

export interface Salts {
  /** 64 bits as 11 characters, under the salt of the UTC day of `at`. Never throws. */
  visitorHash: VisitorHash;
  /** Forgets what is too old and writes what could not be written; throws if the file cannot be. */
  tidy(): void;
}

interface Salt {
  bytes: Buffer;
  hash: VisitorHmac;
}

/** Opens the salts in the file at `path`, which needs not exist. A broken file counts as none. */
export function openSalts(path: string, clock: Clock): Salts {
  const salts = readSalts(path);
  let stored = true;

  const forgetOld = () => {
    const now = clock();
    for (const day of salts.keys()) {
      // Tomorrow's is kept: after the clock was set back it must not get a second salt.
      const alive = now < day * DAY + LIFETIME && day <= dayOf(now) + 1;
      if (!alive && salts.delete(day)) stored = false;
    }
  };

  const tidy = () => {
    forgetOld();
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
    stored = false;
    try {
      tidy();
    } catch {
      // The redirect must not fail for it; the next `tidy` tries again and tells.
    }
    return salt;
  };

  tidy();
  return {
    visitorHash: (parts, at) => saltOf(dayOf(at)).hash(parts),
    tidy,
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
