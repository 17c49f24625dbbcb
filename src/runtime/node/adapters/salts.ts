/** Daily random salts of the visitor hash, kept in a file of their own and deleted within 48 hours. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Clock, VisitorHash } from '../../../ports.ts';
import { DAY, dayOf, HOUR } from '../../../time.ts';
import { createVisitorHmac, type VisitorHmac } from '../../visitor-hmac.ts';
import { writePrivateFile } from './private-file.ts';

// An hour less than two days, because `tidy` runs only once a minute.
const LIFETIME = 47 * HOUR;
const SALT_BYTES = 32;

export interface SaltStore {
  /** Hashes with the salt of the UTC day of `at`: 64 bits as 11 characters. Never throws. */
  visitorHash: VisitorHash;
  /** Deletes old salts, and writes the file if it has changed. Throws if the file cannot be written. */
  tidy(): void;
}

interface Salt {
  bytes: Buffer;
  hash: VisitorHmac;
}

/** Opens the salts in the file at `path`. A missing or broken file counts as an empty one. */
export function openSalts(path: string, clock: Clock): SaltStore {
  const salts = readSalts(path);
  let stored = true;

  const deleteOld = () => {
    const now = clock();
    for (const day of salts.keys()) {
      // Tomorrow's salt is kept: a day must not get a second salt after the clock was set back.
      const isCurrent = now < day * DAY + LIFETIME && day <= dayOf(now) + 1;
      if (!isCurrent && salts.delete(day)) stored = false;
    }
  };

  const tidy = () => {
    deleteOld();
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
      // A redirect must not fail because of it; the next `tidy` retries and reports the failure.
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
