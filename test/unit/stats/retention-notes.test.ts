import { describe, expect, it } from 'vitest';
import { retentionNotes, wholeDay } from '../../../src/stats/retention.ts';
import type { StatsPlan } from '../../../src/stats/stats-plan.ts';
import { plan } from '../../support/fixtures/stats-plan.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
/** 2025-10-22. */
const COARSE = Date.UTC(2025, 9, 22) / DAY;
const NOTHING = { wholeDaysBefore: null, rareAsOtherBefore: null, rawSince: null };
const WHOLE_DAYS = { ...NOTHING, wholeDaysBefore: '2025-10-22' };
const PARIS = { offsets: [{ from: 0, offset: 2 * HOUR }] };

const notes = (changes: Partial<StatsPlan>, coarseDay = COARSE) => retentionNotes(plan(changes), coarseDay);

describe('an answer that includes compacted days', () => {
  it.each<[string, Partial<StatsPlan>]>([
    ['all time', {}],
    ['UTC days', { groupBy: ['day', 'link'] }],
    ['UTC weeks by country', { groupBy: ['week', 'country'] }],
    [
      'a period of whole UTC days',
      { from: (COARSE - 9) * DAY, to: (COARSE - 2) * DAY, groupBy: ['channel'] },
    ],
    ['links in another zone', { ...PARIS, groupBy: ['link'] }],
    ['hours of newer days', { groupBy: ['hour'], from: COARSE * DAY }],
    ['two facts of newer hits', { groupBy: ['mark', 'country'], from: COARSE * DAY + HOUR }],
  ])('lacks nothing for %s', (_, asked) => {
    expect(notes(asked)).toEqual(NOTHING);
  });

  it.each<[string, Partial<StatsPlan>]>([
    ['hours', { groupBy: ['hour'] }],
    ["another zone's days", { ...PARIS, groupBy: ['day'] }],
    [
      "another zone's months from a compacted day on",
      { ...PARIS, groupBy: ['month'], from: (COARSE - 1) * DAY },
    ],
    ['a period that begins within a day', { from: (COARSE - 1) * DAY + HOUR }],
    ['a period that ends within a day', { to: (COARSE - 1) * DAY + HOUR }],
  ])('notes that older hits count by whole day for %s', (_, asked) => {
    expect(notes(asked)).toEqual(WHOLE_DAYS);
  });

  it('notes before which day rare marks and referrers count as (other)', () => {
    const rare = { ...NOTHING, rareAsOtherBefore: '2025-10-22' };
    expect(notes({ groupBy: ['mark'] })).toEqual(rare);
    expect(notes({ groupBy: ['day'], filters: { referrer: ['t.co'] } })).toEqual(rare);
  });

  it('notes since when two facts of a hit can be combined', () => {
    const raw = { ...NOTHING, rawSince: '2025-10-22' };
    expect(notes({ groupBy: ['mark', 'country'] })).toEqual(raw);
    expect(notes({ groupBy: ['browser'], filters: { country: ['FR'] }, from: DAY })).toEqual(raw);
    expect(notes({ groupBy: ['browser', 'os'] })).toEqual(NOTHING);
  });

  it('lacks nothing while no day is compacted', () => {
    expect(notes({ groupBy: ['hour'] }, 0)).toEqual(NOTHING);
    expect(notes({ groupBy: ['mark', 'country'] }, 0)).toEqual(NOTHING);
  });
});

describe('the bound of a period within compacted days', () => {
  it.each([-11, -5, 0, 2, 5.75, 14])('moves to the date that begins there, %d hours from UTC', (hours) => {
    const offsets = [{ from: 0, offset: hours * HOUR }];
    const midnight = COARSE * DAY - hours * HOUR;
    expect(wholeDay(midnight, offsets)).toBe(COARSE);
    expect(wholeDay(midnight + 11 * HOUR, offsets)).toBe(COARSE);
    expect(wholeDay(midnight - 11 * HOUR, offsets)).toBe(COARSE);
    expect(wholeDay(midnight + 13 * HOUR, offsets)).toBe(COARSE + 1);
  });
});
