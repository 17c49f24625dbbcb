import { describe, expect, it } from 'vitest';
import { type ClockState, firstOpenDay, readClock } from '../../../src/sums/trusted-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;
const NOW = Date.UTC(2026, 9, 7, 12);
const NEW: ClockState = { clockAt: 0, roundAt: 0, rounds: 0, budget: 0 };

/** A clock that is checked now and then, with every new state stored. */
function openClock({ newestHitAt = null as number | null, state = NEW } = {}) {
  let known = state;
  const check = (now: number) => {
    const { next, ...reading } = readClock(known, now, newestHitAt);
    known = next ?? known;
    return reading;
  };
  /** Checks it every minute from a time on, for so long; the last reading. */
  const run = (from: number, duration: number) => {
    for (let at = from; at < from + duration; at += MINUTE) check(at);
    return check(from + duration);
  };
  return { check, run, state: () => known };
}

const trustedAt = (at: number) => ({ trusted: { now: at, agingAt: at }, off: 0 });

/** A clock that ran steadily for a week until `NOW`. */
function steadyClock() {
  const clock = openClock();
  clock.run(NOW - 7 * DAY, 7 * DAY);
  return clock;
}

describe('a clock', () => {
  it('is trusted at first, and as long as it advances steadily', () => {
    const { run } = openClock();
    expect(run(NOW, 0)).toEqual(trustedAt(NOW));
    expect(run(NOW, 30 * DAY)).toEqual(trustedAt(NOW + 30 * DAY));
  });

  it('is trusted after stops of up to two days in all', () => {
    const { check, run } = steadyClock();
    expect(check(NOW + 47 * HOUR)).toEqual(trustedAt(NOW + 47 * HOUR));
    expect(check(NOW + 94 * HOUR).trusted).toBeNull();
    expect(run(NOW + 48 * HOUR, 12 * HOUR)).toEqual(trustedAt(NOW + 60 * HOUR));
    expect(check(NOW + 107 * HOUR)).toEqual(trustedAt(NOW + 107 * HOUR));
  });

  it('is trusted on a machine that runs eight hours a day', () => {
    const { run } = openClock();
    for (let day = 0; day < 20; day++) {
      const evening = NOW + day * DAY + 8 * HOUR;
      expect(run(evening - 8 * HOUR, 8 * HOUR)).toEqual(trustedAt(evening));
    }
  });

  it.each([
    ['ahead', 10 * YEAR],
    ['back', -10 * YEAR],
  ])('is not trusted after a jump %s by ten years, and at once when it is corrected', (_, jump) => {
    const { check, run } = steadyClock();
    expect(run(NOW + jump, 75_000)).toEqual({ trusted: null, off: jump + 75_000 });
    expect(check(NOW + 80_000)).toEqual(trustedAt(NOW + 80_000));
    expect(run(NOW + jump, 23 * HOUR).trusted).toBeNull();
    expect(check(NOW + DAY)).toEqual(trustedAt(NOW + DAY));
  });

  it('is not trusted if it jumps again and again, by little or by much', () => {
    const { check, run } = steadyClock();
    for (let jumps = 1; jumps <= 30; jumps++) {
      const at = NOW + jumps * 40 * HOUR;
      const { trusted } = check(at);
      if (jumps > 1) expect(trusted).toBeNull();
      if (jumps > 3) expect(run(at, HOUR).trusted).toBeNull();
    }
    for (let jumps = 1; jumps <= 30; jumps++) {
      expect(run(NOW + jumps * YEAR, 5 * HOUR).trusted).toBeNull();
    }
  });

  it('is trusted after a day from a jump ahead on, but then data ages at most a week per day', () => {
    const { run } = steadyClock();
    const later = NOW + 10 * YEAR;
    const first = run(later, DAY + HOUR);
    expect(first.trusted?.now).toBe(later + DAY + HOUR);
    expect(first.off).toBeGreaterThan(0);
    const week = run(later + DAY + HOUR, 7 * DAY);
    expect(week.trusted?.agingAt).toBeGreaterThan(NOW + 40 * DAY);
    expect(week.trusted?.agingAt).toBeLessThanOrEqual(NOW + 52 * DAY);
  });

  it('has caught up with a stop of a month within a week', () => {
    const { run } = steadyClock();
    const later = NOW + 30 * DAY;
    expect(run(later, 7 * DAY)).toEqual(trustedAt(later + 7 * DAY));
  });

  it('is trusted after a day far back, without aging anything that had not aged before', () => {
    const { check, run } = steadyClock();
    const earlier = NOW - 10 * YEAR;
    expect(run(earlier, DAY + HOUR)).toEqual(trustedAt(earlier + DAY + HOUR));
    expect(check(NOW + DAY + 2 * HOUR)).toEqual(trustedAt(NOW + DAY + 2 * HOUR));
  });

  it('is the same clock after it was set back by an hour', () => {
    const { check } = steadyClock();
    expect(check(NOW - HOUR)).toEqual(trustedAt(NOW - HOUR));
    expect(check(NOW + HOUR)).toEqual(trustedAt(NOW + HOUR));
  });

  it('is compared with the newest hit where no time is known yet', () => {
    expect(openClock({ newestHitAt: NOW - DAY }).check(NOW)).toEqual(trustedAt(NOW));
    expect(openClock({ newestHitAt: NOW - YEAR }).check(NOW)).toEqual({ trusted: null, off: YEAR });
    expect(openClock({ newestHitAt: NOW + YEAR }).check(NOW)).toEqual({ trusted: null, off: -YEAR });
  });

  it('is stored once an hour, not at every check', () => {
    const state = steadyClock().state();
    expect(readClock(state, NOW + HOUR - 1, null).next).toBeNull();
    expect(readClock(state, NOW + HOUR, null).next).toMatchObject({ clockAt: NOW + HOUR });
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
