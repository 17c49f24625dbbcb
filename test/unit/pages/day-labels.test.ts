import { describe, expect, it } from 'vitest';
import { Axis, daysText } from '../../../src/pages/app/charts/day-labels.tsx';
import { slotsOf } from '../../../src/pages/app/charts/scale.ts';
import { viewOf } from '../../../src/pages/app/frame/view.ts';
import { daysOf, stepsOf } from '../../../src/pages/app/period.ts';

const view = viewOf('https://sotto.test/app', { language: 'en', zone: 'UTC' }, Date.UTC(2026, 10, 29));
type Screen = 'wide' | 'narrow';
const HIDDEN = { wide: 'm-only', narrow: 'm-hide' };
const labels = (bars: { from: string; to: string }[], screen: Screen = 'wide') => {
  const given = bars.map((bar) => ({ ...bar, of: 'now' as const }));
  const drawn = String(Axis({ view, bars: given, slots: slotsOf(bars.length), base: 0 }));
  const texts = [...drawn.matchAll(/<text([^>]*)>([^<]+)/g)];
  return texts
    .filter(([, attributes = '']) => !attributes.includes(HIDDEN[screen]))
    .map(([, , text = '']) => text.replaceAll('\u00a0', ' '));
};
const days = (from: string, to: string) => daysOf({ from, to }).map((day) => ({ from: day, to: day }));

describe('the labels of days', () => {
  it('are Mondays, without the year where it is the same', () => {
    expect(labels(days('2026-11-01', '2026-11-28'))).toEqual(['2 Nov', '9 Nov', '16 Nov', '23 Nov']);
  });

  it('name a year once, where it begins, whatever labels a narrow screen shows', () => {
    const newYear = days('2025-12-20', '2026-01-31');
    expect(labels(newYear)).toEqual(['22 Dec 2025', '29 Dec', '5 Jan 2026', '12 Jan', '19 Jan', '26 Jan']);
    expect(labels(newYear, 'narrow')).toEqual(['29 Dec 2025', '12 Jan 2026', '26 Jan']);
    const years = stepsOf({ from: '2024-12-01', to: '2026-11-28' }, 7);
    const named = (screen: Screen) => labels(years, screen).flatMap((text) => /\d{4}$/.exec(text)?.[0] ?? []);
    expect(named('wide')).toEqual(['2024', '2025', '2026']);
    expect(named('narrow')).toEqual(['2025', '2026']);
  });

  it('name the year of days in another year than this', () => {
    const past = days('2025-11-01', '2025-11-28');
    expect(labels(past)).toEqual(['3 Nov 2025', '10 Nov', '17 Nov', '24 Nov']);
    expect(labels(past, 'narrow')).toEqual(['10 Nov 2025', '24 Nov']);
    expect(labels(days('2025-11-03', '2025-11-09'), 'narrow')).toEqual(['3 Nov 2025']);
  });

  it('name both years of a range', () => {
    expect(
      daysText(view, '2025-12-01', '2026-11-28').replaceAll('\u2060', '').replaceAll('\u00a0', ' '),
    ).toBe('1 Dec 2025 – 28 Nov 2026');
    expect(daysText(view, '2026-11-01', '2026-11-28')).not.toContain('2026');
  });
});
