import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  bucketsBetween,
  parseInstant,
  timeBucketName,
  timeBucketOf,
  type Unit,
  zoneOffsets,
} from '../../../src/stats/period.ts';
import { isTimeZone } from '../../../src/stats/time-zone.ts';
import { ZONE_NAMES } from '../../support/fixtures/zone-names.ts';

const ZONES = [
  'UTC',
  'Europe/Paris',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'America/Santiago',
  'Pacific/Apia',
];
const YEAR = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2027, 0, 1) };

const localParts = (at: number, timeZone: string) => {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return { day: `${parts.year}-${parts.month}-${parts.day}`, hour: parts.hour };
};

describe.each(ZONES)('in %s', (zone) => {
  const offsets = zoneOffsets(zone, YEAR.from, YEAR.to);
  const instants = fc.integer({ min: YEAR.from, max: YEAR.to - 1 });
  const named = (unit: Unit, at: number) => timeBucketName(unit, timeBucketOf(unit, at, offsets), offsets);

  it('a time belongs to the day, month and hour that local clocks and calendars show', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const { day, hour } = localParts(at, zone);
        expect(named('day', at)).toBe(day);
        expect(named('month', at)).toBe(day.slice(0, 7));
        expect(named('hour', at).slice(0, 13)).toBe(`${day}T${hour}`);
      }),
    );
  });

  it('so does each quarter-hour around a change of the offset', () => {
    for (const { from } of offsets.slice(1)) {
      for (let at = from - 2 * 3_600_000; at < from + 2 * 3_600_000; at += 900_000) {
        const { day, hour } = localParts(at, zone);
        expect(named('hour', at).slice(0, 16)).toBe(`${day}T${hour}:00`);
      }
    }
  });

  it('an hour has a unique name and begins no later than any time in it', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const begins = Date.parse(named('hour', at));
        expect(at - begins).toBeGreaterThanOrEqual(0);
        expect(at - begins).toBeLessThan(5_400_000);
      }),
    );
  });

  it('a week is named after its Monday', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const monday = Date.parse(named('week', at));
        expect(new Date(monday).getUTCDay()).toBe(1);
        const days = (Date.parse(named('day', at)) - monday) / 86_400_000;
        expect(days).toBeGreaterThanOrEqual(0);
        expect(days).toBeLessThan(7);
      }),
    );
  });

  it('no hour between two times is missing', () => {
    fc.assert(
      fc.property(
        instants,
        fc.nat({ max: 40 * 86_400_000 }),
        fc.nat({ max: 1000 }),
        (start, length, within) => {
          const end = Math.min(start + length, YEAR.to - 1);
          const [first, last] = [timeBucketOf('hour', start, offsets), timeBucketOf('hour', end, offsets)];
          const between = bucketsBetween('hour', first, last, offsets, 2_000) ?? [];
          const at = start + Math.floor(((end - start) * within) / 1000);
          expect(between).toContain(timeBucketOf('hour', at, offsets));
          expect(new Set(between.map((hour) => timeBucketName('hour', hour, offsets))).size).toBe(
            between.length,
          );
        },
      ),
    );
  });

  it('a day begins and ends at its midnights', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const { day } = localParts(at, zone);
        const from = parseInstant(day, zone, 'from') ?? Number.NaN;
        const to = parseInstant(day, zone, 'to') ?? Number.NaN;
        expect(from <= at && at < to).toBe(true);
        expect([localParts(from, zone).day, localParts(to - 1, zone).day]).toEqual([day, day]);
      }),
    );
  });
});

it.each([...ZONES, 'Africa/Casablanca', 'Africa/Cairo', 'Asia/Amman', 'America/Mexico_City', 'Africa/Juba'])(
  'the offsets of %s change when Temporal says so',
  (zone) => {
    const [from, to] = [Date.UTC(2020, 2, 5, 1, 2, 3), Date.UTC(2028, 8, 9)];
    let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
    const expected = [{ from, offset: at.offsetNanoseconds / 1e6 }];
    for (;;) {
      const next = at.getTimeZoneTransition('next');
      if (!next || next.epochMilliseconds >= to) break;
      expected.push({ from: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 });
      at = next;
    }
    expect(zoneOffsets(zone, from, to)).toEqual(expected);
  },
);

it('an hour that clocks show twice counts as two hours', () => {
  const offsets = zoneOffsets('Europe/Paris', YEAR.from, YEAR.to);
  const [first, last] = [Date.UTC(2026, 9, 24, 23), Date.UTC(2026, 9, 25, 2)];
  const names = bucketsBetween('hour', first, last, offsets, 100)?.map((hour) =>
    timeBucketName('hour', hour, offsets),
  );
  expect(names).toEqual([
    '2026-10-25T01:00:00+02:00',
    '2026-10-25T02:00:00+02:00',
    '2026-10-25T02:00:00+01:00',
    '2026-10-25T03:00:00+01:00',
  ]);
});

it('more buckets than the limit are refused', () => {
  const offsets = zoneOffsets('UTC', YEAR.from, YEAR.to);
  expect(bucketsBetween('day', 0, 100, offsets, 100)).toBeUndefined();
  expect(bucketsBetween('day', 0, 99, offsets, 100)).toHaveLength(100);
  expect(bucketsBetween('hour', YEAR.from, YEAR.to, offsets, 100)).toBeUndefined();
});

it.each(['2026-02-30', '2026-10-07T10:00', 'yesterday', '', '2026'])('%j is not an instant', (text) => {
  expect(parseInstant(text, 'UTC', 'from')).toBeNull();
});

it('accepts names of time zones, not offsets', () => {
  expect(ZONES.every(isTimeZone)).toBe(true);
  expect(['Mars/Olympus', '+02:00', '', 'Europe/Paris '].some(isTimeZone)).toBe(false);
});

it('accepts no name that it could not use', () => {
  expect(
    ZONE_NAMES.filter((name) => isTimeZone(name) && parseInstant('2026-10-07', name, 'to') === null),
  ).toEqual([]);
  expect(() =>
    ZONE_NAMES.filter(isTimeZone).map((name) => zoneOffsets(name, YEAR.from, YEAR.to)),
  ).not.toThrow();
  const links = ['EST5EDT', 'GB-Eire', 'US/Pacific', 'Asia/Calcutta', 'europe/paris', 'Zulu', 'NZ-CHAT'];
  expect(links.every(isTimeZone)).toBe(true);
});
