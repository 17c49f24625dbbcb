import { describe, expect, it } from 'vitest';
import { endOf, parseWeek, readWeek } from '../../../src/pages/app/weekly/week.ts';

const SUNDAY_EVENING = Date.UTC(2026, 10, 29, 22, 30);

describe('a week', () => {
  it('has the name of ISO 8601', () => {
    expect(String(parseWeek('2026-W47'))).toBe('2026-11-16');
    expect(String(parseWeek('2026-W01'))).toBe('2025-12-29');
    expect(String(parseWeek('2026-W53'))).toBe('2026-12-28');
    for (const text of ['2025-W53', '2026-W00', '2026-W54', '2026-47', 'W47', ''])
      expect(parseWeek(text)).toBeNull();
  });

  it('is the last one that is over, in the reader’s zone', () => {
    const { name, period, previous, next } = readWeek(null, SUNDAY_EVENING, 'UTC');
    expect([name, previous, next]).toEqual(['2026-W47', '2026-W46', null]);
    expect(period).toMatchObject({ from: '2026-11-16', to: '2026-11-22', length: 7 });
    expect(period.before).toEqual({ from: '2026-11-09', to: '2026-11-15' });
    // In Auckland it is Monday.
    expect(readWeek(null, SUNDAY_EVENING, 'Pacific/Auckland').name).toBe('2026-W48');
  });

  it('is the week that the address names, unless that is not over or none', () => {
    expect(readWeek('2026-W40', SUNDAY_EVENING, 'UTC')).toMatchObject({ name: '2026-W40', next: '2026-W41' });
    for (const text of ['2026-W48', '2031-W01', 'soon'])
      expect(readWeek(text, SUNDAY_EVENING, 'UTC').name).toBe('2026-W47');
  });

  it('ends at midnight in the reader’s zone', () => {
    const end = endOf(readWeek('2026-W43', SUNDAY_EVENING, 'Europe/Paris'), 'Europe/Paris');
    expect(new Date(end).toISOString()).toBe('2026-10-25T23:00:00.000Z');
  });
});
