import { describe, expect, it } from 'vitest';
import { Axis, daysText } from '../../../src/pages/app/charts/day-labels.tsx';
import { slotsOf } from '../../../src/pages/app/charts/scale.ts';
import { viewOf } from '../../../src/pages/app/frame/view.ts';
import { daysOf, stepsOf } from '../../../src/pages/app/period.ts';

const view = viewOf('https://sotto.test/app', { language: 'en', zone: 'UTC' }, Date.UTC(2026, 10, 29));
const labels = (bars: { from: string; to: string }[]) => {
  const given = bars.map((bar) => ({ ...bar, of: 'now' as const }));
  const drawn = String(Axis({ view, bars: given, slots: slotsOf(bars.length), base: 0 }));
  return [...drawn.matchAll(/>([^<>]+)<\/text>/g)].map(([, text = '']) => text.replaceAll('\u00a0', ' '));
};
const days = (from: string, to: string) => daysOf({ from, to }).map((day) => ({ from: day, to: day }));

describe('the labels of days', () => {
  it('are Mondays, without the year where it is the same', () => {
    expect(labels(days('2026-11-01', '2026-11-28'))).toEqual(['2 Nov', '9 Nov', '16 Nov', '23 Nov']);
  });

  it('name a year that begins, also if the labels between are hidden', () => {
    expect(labels(days('2025-12-20', '2026-01-31'))).toEqual([
      '22 Dec 2025',
      '29 Dec',
      '5 Jan 2026',
      '12 Jan 2026',
      '19 Jan',
      '26 Jan',
    ]);
    const years = labels(stepsOf({ from: '2024-12-01', to: '2026-11-28' }, 7));
    expect(years.filter((text) => /\d{4}$/.test(text)).map((text) => text.slice(-4))).toEqual([
      '2024',
      ...['2025', '2025'],
      ...['2026', '2026'],
    ]);
  });

  it('name both years of a range', () => {
    expect(
      daysText(view, '2025-12-01', '2026-11-28').replaceAll('\u2060', '').replaceAll('\u00a0', ' '),
    ).toBe('1 Dec 2025 – 28 Nov 2026');
    expect(daysText(view, '2026-11-01', '2026-11-28')).not.toContain('2026');
  });
});
