import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSalts } from '../../../src/runtime/node/adapters/salts.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOON = Date.UTC(2026, 4, 12, 12);
const VISITOR = ['203.0.113.7', 'Mozilla/5.0', 'go.example'];

const folder = mkdtempSync(join(tmpdir(), 'sotto-salts-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newPath = () => join(folder, `salts-${files++}`);

/** `time.now` is what the clock shows, `time.held` how long the process has run. */
function open(path = newPath(), start = NOON) {
  const time = { now: start, held: 0 };
  const salts = openSalts(path, { monotonic: () => time.held });
  const tidyNow = () => salts.tidy(time.now);
  return { ...salts, path, time, tidyNow, hashNow: () => salts.visitorHash(VISITOR, time.now) };
}

const daysIn = (path: string) =>
  JSON.parse(readFileSync(path, 'utf8'))
    .map(([day]: [number]) => day)
    .toSorted();

describe('the visitor hash', () => {
  it('is 64 bits in 11 URL-safe characters', () => {
    expect(open().hashNow()).toMatch(/^[A-Za-z0-9_-]{11}$/);
  });

  it('is an HMAC-SHA-256 under the salt of the day', () => {
    const { hashNow, path } = open();
    const hash = hashNow();
    const [[day, salt]] = JSON.parse(readFileSync(path, 'utf8'));
    const hmac = createHmac('sha256', Buffer.from(salt, 'base64')).update(JSON.stringify(VISITOR)).digest();
    expect(day).toBe(Math.floor(NOON / DAY));
    expect(Buffer.from(salt, 'base64')).toHaveLength(32);
    expect(hash).toBe(hmac.subarray(0, 8).toString('base64url'));
  });

  it('is the same for a whole UTC day and different on the next day', () => {
    const { visitorHash } = open();
    const midnight = Math.ceil(NOON / DAY) * DAY;
    expect(visitorHash(VISITOR, midnight - 1)).toBe(visitorHash(VISITOR, NOON));
    expect(visitorHash(VISITOR, midnight)).not.toBe(visitorHash(VISITOR, NOON));
  });

  it('differs for parts that only join to the same text', () => {
    const { visitorHash } = open();
    expect(visitorHash(['ab', 'c'], NOON)).not.toBe(visitorHash(['a', 'bc'], NOON));
  });

  it('differs between two instances', () => {
    expect(open().hashNow()).not.toBe(open().hashNow());
  });
});

describe('the salts', () => {
  it('are stored in a file that only its owner can read', () => {
    const { hashNow, path } = open();
    hashNow();
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('survive a restart on the same day', () => {
    const { hashNow, path } = open();
    const hash = hashNow();
    expect(open(path, NOON + HOUR).hashNow()).toBe(hash);
  });

  it('are kept only for today and yesterday', () => {
    const { hashNow, tidyNow, path, time } = open();
    for (let day = 0; day < 5; day += 1) {
      time.now = NOON + day * DAY;
      hashNow();
      tidyNow();
    }
    expect(daysIn(path)).toEqual([3, 4].map((day) => Math.floor(NOON / DAY) + day));
  });

  it('are deleted 48 hours after their day began, even without visitors', () => {
    const { hashNow, tidyNow, path, time } = open();
    hashNow();
    const begin = Math.floor(NOON / DAY) * DAY;
    time.now = begin + 47 * HOUR - 1;
    tidyNow();
    expect(daysIn(path)).toHaveLength(1);
    time.now = begin + 47 * HOUR;
    tidyNow();
    expect(daysIn(path)).toEqual([]);
  });

  it('that are old stay after a start until the time is trusted', () => {
    const { hashNow, path } = open();
    const hash = hashNow();
    const { tidy, tidyNow, visitorHash } = open(path, NOON + 30 * DAY);
    tidy(null);
    expect(visitorHash(VISITOR, NOON)).toBe(hash);
    tidyNow();
    expect(daysIn(path)).toEqual([]);
  });

  it('are deleted after 47 hours of a process whose clock is never trusted', () => {
    const { hashNow, tidy, path, time } = open();
    hashNow();
    const later = open(path);
    for (const { time: each } of [{ time }, later]) each.held = 47 * HOUR - 1;
    tidy(null);
    later.tidy(null);
    expect(daysIn(path)).toHaveLength(1);
    later.time.held = 47 * HOUR;
    later.tidy(null);
    expect(daysIn(path)).toEqual([]);
  });

  it('are not created twice for a day to which the clock goes back or forward', () => {
    const { hashNow, path, time } = open();
    const today = hashNow();
    time.now = NOON + DAY;
    const tomorrow = hashNow();
    time.now = NOON;
    expect(hashNow()).toBe(today);
    expect(open(path).hashNow()).toBe(today);
    time.now = NOON + DAY;
    expect(hashNow()).toBe(tomorrow);
  });

  it('of days far in the future are deleted', () => {
    const { hashNow, tidyNow, path, time } = open();
    time.now = NOON + 365 * DAY;
    hashNow();
    time.now = NOON;
    tidyNow();
    expect(daysIn(path)).toEqual([]);
    expect(hashNow()).toBe(hashNow());
  });

  it.each(['', 'garbage', '{}', '[1]', '[[1,2]]', '[["1","AA=="]]', '[[20585,"AA=="]]'])(
    'are created anew if the file contains %j',
    (text) => {
      const path = newPath();
      writeFileSync(path, text);
      const hash = open(path).hashNow();
      expect(open(path).hashNow()).toBe(hash);
    },
  );

  it('still hash while the file cannot be written, which tidy reports', () => {
    const path = join(folder, 'missing', 'salts');
    const { hashNow, tidyNow } = open(path);
    expect(hashNow()).toBe(hashNow());
    expect(tidyNow).toThrow('ENOENT');
  });
});
