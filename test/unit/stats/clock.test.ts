import { describe, expect, it } from 'vitest';
import { type ClockState, firstOpenDay, readClock } from '../../../src/sums/clock.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.UTC(2026, 9, 7, 12);

/** The trusted times of a clock that is checked at these times, with every new state stored. */
function read(times: number[], state: ClockState = { clockAt: 0, jumpedAt: null }): (number | null)[] {
  let known = state;
  return times.map((now) => {
    const { trusted, next } = readClock(known, now);
    known = next ?? known;
    return trusted;
  });
}

describe('a clock', () => {
  it('is trusted at first, and as long as it advances steadily', () => {
    const times = [0, 1, 60, 24 * 60, 3 * 24 * 60 - 1].map((minutes) => NOW + minutes * 60_000);
    expect(read(times)).toEqual(times);
  });

  it('is not trusted after a jump ahead by years, and is trusted again once it is corrected', () => {
    const year = 365 * DAY;
    expect(read([NOW, NOW + year, NOW + year + 75_000, NOW + 80_000])).toEqual([
      NOW,
      null,
      null,
      NOW + 80_000,
    ]);
  });

  it('is trusted again a day after a jump: it was not checked for long', () => {
    const later = NOW + 30 * DAY;
    expect(read([NOW, later, later + 23 * HOUR, later + 24 * HOUR, later + 25 * HOUR])).toEqual([
      ...[NOW, null, null],
      ...[later + 24 * HOUR, later + 25 * HOUR],
    ]);
  });

  it('is not trusted for another day if it jumps again', () => {
    const [one, two] = [NOW + 30 * DAY, NOW + 400 * DAY];
    expect(read([NOW, one, two, two + HOUR, two + 24 * HOUR])).toEqual([
      ...[NOW, null, null, null],
      two + 24 * HOUR,
    ]);
  });

  it('is stored once an hour, not at every check', () => {
    const state = { clockAt: NOW, jumpedAt: null };
    expect(readClock(state, NOW + HOUR - 1).next).toBeNull();
    expect(readClock(state, NOW + HOUR).next).toEqual({ clockAt: NOW + HOUR, jumpedAt: null });
  });
});

describe('a UTC day', () => {
  it('stays open for ten minutes after its end, for hits that are stored late', () => {
    const midnight = Date.UTC(2026, 9, 8);
    const day = midnight / DAY;
    expect([midnight, midnight + 599_999, midnight + 600_000].map(firstOpenDay)).toEqual([
      day - 1,
      day - 1,
      day,
    ]);
  });
});
