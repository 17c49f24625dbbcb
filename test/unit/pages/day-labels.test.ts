import { describe, expect, it } from 'vitest';
import { Axis } from '../../../src/pages/app/charts/axis.tsx';
import { daysText } from '../../../src/pages/app/charts/day-labels.tsx';
import { slotsOf } from '../../../src/pages/app/charts/scale.ts';
import { viewOf } from '../../../src/pages/app/frame/view.ts';
import { daysOf, stepsOf } from '../../../src/pages/app/period.ts';

const view = viewOf('https://sotto.test/app', { language: 'en', zone: 'UTC' }, Date.UTC(2026, 10, 29));
type Screen = 'wide' | 'narrow';
const HIDDEN = { wide: 'm-only', narrow: 'm-hide' };
const texts = (bars: { from: string; to: string }[], screen: Screen, of = view) => {
  const given = bars.map((bar) => ({ ...bar, of: 'now' as const }));
  const drawn = String(Axis({ view: of, bars: given, slots: slotsOf(bars.length), base: 0 }));
  return [...drawn.matchAll(/<text([^>]*)>([^<]+)/g)].filter(
    ([, attributes = '']) => !attributes.includes(HIDDEN[screen]),
  );
};
const labels = (bars: { from: string; to: string }[], screen: Screen = 'wide', of = view) =>
  texts(bars, screen, of).map(([, , text = '']) => text.replaceAll('\u00a0', ' '));
const days = (from: string, to: string) => daysOf({ from, to }).map((day) => ({ from: day, to: day }));

describe('the labels of days', () => {
  it('are Mondays, without the year where it is the same', () => {
    expect(labels(days('2026-11-01', '2026-11-28'))).toEqual(['2 Nov', '9 Nov', '16 Nov', '23 Nov']);
  });

  it('name a year once, where it begins, whatever labels a narrow screen shows', () => {
    const newYear = days('2025-12-20', '2026-01-31');
    expect(labels(newYear)).toEqual(['22 Dec 2025', '29 Dec', '5 Jan 2026', '12 Jan', '19 Jan', '26 Jan']);
    expect(labels(newYear, 'narrow')).toEqual(['22 Dec 2025', '12 Jan 2026']);
    const years = stepsOf({ from: '2024-12-01', to: '2026-11-28' }, 7);
    const named = (screen: Screen) => labels(years, screen).flatMap((text) => /\d{4}$/.exec(text)?.[0] ?? []);
    expect(named('wide')).toEqual(['2024', '2025', '2026']);
    expect(named('narrow')).toEqual(['2024', '2025', '2026']);
  });

  it('of two years are the first and the last week, and some between that do not touch', () => {
    const years = stepsOf({ from: '2024-12-01', to: '2026-11-28' }, 7);
    const wide = ['1 Dec 2024', '27 Apr 2025', '14 Sept', '8 Feb 2026', '28 Jun', '22 Nov'];
    expect(labels(years)).toEqual(wide);
    expect(labels(years, 'narrow')).toEqual(['1 Dec 2024', '30 Nov 2025', '22 Nov 2026']);
    const french = ['1er déc. 2024', '30 nov. 2025', '22 nov. 2026'];
    expect(
      labels(years, 'narrow', viewOf('https://sotto.test/app', { language: 'fr', zone: 'UTC' }, view.now)),
    ).toEqual(french);
  });

  it('are under the middles of their bars where there is room, and end with the chart', () => {
    const anchors = (bars: { from: string; to: string }[]) =>
      texts(bars, 'wide').map(([, attributes = '']) => /text-anchor="(\w+)"/.exec(attributes)?.[1]);
    expect(anchors(days('2026-11-09', '2026-11-22'))).toEqual(['middle', 'middle']);
    expect(anchors(days('2026-10-05', '2026-11-23'))).toEqual(['start', ...Array(6).fill('middle'), 'end']);
  });

  it('name the year of days in another year than this', () => {
    const past = days('2025-11-01', '2025-11-28');
    expect(labels(past)).toEqual(['3 Nov 2025', '10 Nov', '17 Nov', '24 Nov']);
    expect(labels(past, 'narrow')).toEqual(['3 Nov 2025', '17 Nov']);
    expect(labels(days('2025-11-03', '2025-11-09'), 'narrow')).toEqual(['3 Nov 2025']);
  });

  it('name both years of a range', () => {
    expect(
      daysText(view, '2025-12-01', '2026-11-28').replaceAll('\u2060', '').replaceAll('\u00a0', ' '),
    ).toBe('1 Dec 2025 – 28 Nov 2026');
    expect(daysText(view, '2026-11-01', '2026-11-28')).not.toContain('2026');
  });
});
