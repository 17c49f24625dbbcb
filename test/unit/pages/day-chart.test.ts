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
      expect(draw(barsOf(days, { 1: 3 }).map((bar) => ({ ...bar, of })))).toContain('<svg class="ch"');
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
