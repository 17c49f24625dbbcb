import { describe, expect, it } from 'vitest';
import type { Bar } from '../../../src/pages/app/charts/bar.ts';
import { DayChart } from '../../../src/pages/app/charts/days.tsx';
import { viewOf } from '../../../src/pages/app/frame/view.ts';
import { daysOf, stepsOf } from '../../../src/pages/app/period.ts';

const view = viewOf('https://sotto.test/app', { language: 'en', zone: 'UTC' }, Date.UTC(2026, 10, 29));

type Days = { from: string; to: string };
/** Bars with as many clicks as their place says, one without. */
const barsOf = (days: Days[], clicksAt: Record<number, number>): Bar[] =>
  days.map((each, at) => ({
    ...each,
    clicks: { private: clicksAt[at] ?? 0, public: 0, offline: 0 },
    of: 'now',
  }));
const single = (from: string, to: string) => daysOf({ from, to }).map((day) => ({ from: day, to: day }));
const draw = (bars: Bar[]) =>
  String(DayChart({ view, bars, beforeLabel: 'The week before' })).replaceAll(/\u00a0|\u2060/g, (sign) =>
    sign === '\u00a0' ? ' ' : '',
  );
const peakOf = (bars: Bar[]) => /<text class="lab [^>]*>[^<]+/.exec(draw(bars))?.[0] ?? '';

describe('a chart', () => {
  it('is a sentence where nobody clicked, also in the time before and today', () => {
    const days = single('2026-11-26', '2026-11-29');
    expect(draw(barsOf(days, {}))).toBe('<p class="note">No clicks in this period.</p>');
    for (const of of ['before', 'now', 'today'] as const)
      expect(draw(barsOf(days, { 1: 3 }).map((bar) => ({ ...bar, of })))).toContain('<svg class="ch ');
  });
});

describe('the largest bar of a chart', () => {
  it('is named by its day, or by the week that it is', () => {
    expect(peakOf(barsOf(single('2026-11-01', '2026-11-28'), { 14: 90 }))).toMatch(/>90 on 15 Nov$/);
    const weeks = stepsOf({ from: '2026-09-06', to: '2026-11-28' }, 7);
    expect(peakOf(barsOf(weeks, { 6: 90 }))).toMatch(/>90 in the week of 18 Oct$/);
  });

  it('has its label over its middle where there is room, also on a narrow screen', () => {
    const days = single('2026-11-01', '2026-11-20');
    const anchors = [0, 6, 10, 16, 19].map((at) => {
      const label = peakOf(barsOf(days, { [at]: 95 }));
      return [/n-(\w+)/.exec(label)?.[1], /text-anchor="(\w+)"/.exec(label)?.[1]];
    });
    expect(anchors).toEqual([
      ['start', 'start'],
      ['start', 'middle'],
      ['middle', 'middle'],
      ['end', 'middle'],
      ['end', 'end'],
    ]);
  });
});

describe('the largest bar of a chart with the time before', () => {
  const withBefore = (bars: Bar[], from: number) =>
    bars.map((bar, at) => ({ ...bar, of: at < from ? ('before' as const) : ('now' as const) }));
  const labelsOf = (bars: Bar[]) =>
    [...draw(bars).matchAll(/<text class="(lab [^"]*)" x="([^"]*)"(?: dx="(\d+)")?[^>]*>([^<]+)/g)].map(
      ([, ...parts]) => parts,
    );

  it('has its label right of the line at which the period begins', () => {
    const days = single('2026-11-09', '2026-11-22');
    expect(labelsOf(withBefore(barsOf(days, { 7: 752_080 }), 7))).toEqual([
      ['lab n-start', '50%', '8', '752,080 on 16 Nov'],
    ]);
    expect(labelsOf(withBefore(barsOf(days, { 13: 90 }), 7))).toEqual([
      ['lab n-end', '96.43%', undefined, '90 on 22 Nov'],
    ]);
  });

  it('has a shorter label on a narrow screen if it is a week', () => {
    const weeks = stepsOf({ from: '2024-12-01', to: '2026-11-28' }, 7);
    expect(labelsOf(withBefore(barsOf(weeks, { 103: 3_239_520 }), 52))).toEqual([
      ['lab m-hide', '99.52%', undefined, '3,239,520 in the week of 22 Nov'],
      ['lab m-only', '99.52%', undefined, '3,239,520 · 22 Nov'],
    ]);
  });
});

describe('the counts at the left of a chart', () => {
  it('have a gutter that the longest below the uppermost fits into', () => {
    const gutterFor = (most: number) =>
      /<svg class="([^"]*)"/.exec(draw(barsOf(single('2026-11-09', '2026-11-22'), { 3: most })))?.[1];
    expect([1, 4, 4_000, 400_000].map(gutterFor)).toEqual([
      'ch',
      'ch gutter-s',
      'ch gutter-m',
      'ch gutter-l',
    ]);
  });
});

describe('the table of a chart', () => {
  it('says which days are before the period, and that today is not over', () => {
    const bars = barsOf(single('2026-11-26', '2026-11-29'), { 1: 3 });
    const of = ['before', 'before', 'now', 'today'] as const;
    const html = draw(bars.map((bar, at) => ({ ...bar, of: of[at] ?? 'now' })));
    const heads = [...html.matchAll(/<th scope="row">(.*?)<\/th>/g)].map(([, head = '']) => head);
    expect(heads.map((head) => head.replaceAll(/<[^>]+>/g, ''))).toEqual([
      'Sun 29 Nov · Today so far',
      'Sat 28 Nov',
      'Fri 27 Nov · The week before',
      'Thu 26 Nov · The week before',
    ]);
    const seen = heads.map((head) => head.replaceAll(/<span class="vh">[^<]*<\/span>|<[^>]+>/g, ''));
    expect(seen).toEqual(['Sun 29 NovToday so far', 'Sat 28 Nov', 'Fri 27 NovThe week before', 'Thu 26 Nov']);
  });
});
