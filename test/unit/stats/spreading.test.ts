import { describe, expect, it } from 'vitest';
import { judgeDays } from '../../../src/stats/spreading.ts';

/** Five weeks of days, of which each week has these clicks on each day. */
const weeks = (...perDay: number[]) =>
  perDay.flatMap((clicks, week) =>
    Array.from({ length: 7 }, (_, day) => ({
      day: new Date(Date.UTC(2026, 9, 1 + week * 7 + day)).toISOString().slice(0, 10),
      clicks,
    })),
  );

describe('a content spreads again', () => {
  it('if the last week has twice the median of the four before', () => {
    expect(judgeDays(weeks(2, 2, 2, 2, 4))).toMatchObject({ clicks: 28, usual: 14, wasSteady: true });
    expect(judgeDays(weeks(2, 2, 2, 2, 3))).toBeNull();
    expect(judgeDays(weeks(2, 2, 2, 9, 4))).toMatchObject({ usual: 14, wasSteady: false });
  });

  it('only with 20 clicks in the last week', () => {
    expect(judgeDays(weeks(0, 0, 0, 0, 2))).toBeNull();
    expect(judgeDays(weeks(0, 0, 0, 0, 3))).toMatchObject({ clicks: 21, usual: 0 });
  });

  it('since the first day of its present run, which survives a weekend', () => {
    const daily = weeks(2, 2, 2, 2, 0);
    [3, 0, 0, 30, 30, 30, 30].forEach((clicks, at) => {
      const day = daily[28 + at];
      if (day) day.clicks = clicks;
    });
    expect(judgeDays(daily)?.since).toBe(daily[31]?.day);
    const busyFriday = daily[28];
    if (busyFriday) busyFriday.clicks = 9;
    expect(judgeDays(daily)?.since).toBe(daily[28]?.day);
  });
});
