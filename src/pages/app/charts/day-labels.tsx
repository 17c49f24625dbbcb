/** What is written above the bars of a chart of days: totals, periods and numbered marks. */
import type { View } from '../frame/view.ts';
import type { ByKind } from '../overview/series.ts';
import { yearOf } from '../period.ts';
import { type Bar, KINDS, type Mark, totalOf } from './bar.ts';
import type { Slots } from './scale.ts';
import { BORDER_GAP, PLOTS, widthOf } from './text-room.ts';

/** The totals, which turn into the reading of a bar under the pointer. */
export function Key({ view, bars, beforeLabel }: { view: View; bars: Bar[]; beforeLabel: string }) {
  const { words, format } = view;
  const sum = (of: Bar['of'], count: (clicks: ByKind) => number) =>
    bars.filter((bar) => bar.of === of).reduce((total, { clicks }) => total + count(clicks), 0);
  const kinds = KINDS.map((kind) => ({ kind, clicks: sum('now', (clicks) => clicks[kind]) }));
  const clicked = kinds.filter(({ clicks }) => clicks > 0);
  return (
    <div class="read tn">
      {(clicked.length > 0 ? clicked : kinds.slice(0, 1)).map(({ kind, clicks }) => (
        <span>
          <span class={`sw ${kind}`} />
          {words.kinds[kind]} <b>{format.number(clicks)}</b>
        </span>
      ))}
      {bars.some(({ of }) => of === 'before') ? (
        <span class="when">
          <span class="sw ghost" />
          {beforeLabel} <b>{format.number(sum('before', totalOf))}</b>
        </span>
      ) : null}
      {bars.some(({ of }) => of === 'today') ? (
        <span class="when">
          <span class="sw today" />
          {words.period.todaySoFar} <b>{format.number(sum('today', totalOf))}</b>
        </span>
      ) : null}
    </div>
  );
}

const spansYears = (from: string, to: string) => yearOf(from) !== yearOf(to);

/** A range of days, with their years where they are of two. */
export const daysText = ({ format }: View, from: string, to: string) =>
  format.days(from, to, spansYears(from, to) ? 'shortYear' : 'short');

/** The dotted line between the time before and the period, each named. */
export function Border({ view, bars, slots, base }: { view: View; bars: Bar[]; slots: Slots; base: number }) {
  const at = bars.findIndex(({ of }) => of === 'now');
  const last = bars.findLast(({ of }) => of === 'now');
  const [first, now, end] = [bars[0], bars[at], bars[at - 1]];
  if (at <= 0 || !first || !now || !end || !last) return null;
  const x = slots.edge(at);
  return (
    <>
      <line class="split-line" x1={x} x2={x} y1="0" y2={base} />
      <text class="m-hide" x={x} dx={-BORDER_GAP} y="10" text-anchor="end">
        {daysText(view, first.from, end.to)}
      </text>
      <PeriodLabel text={daysText(view, now.from, last.to)} slots={slots} at={at} />
    </>
  );
}

/** The days of the period, right of the line at which it begins. */
export function PeriodLabel({ text, slots, at }: { text: string; slots: Slots; at: number }) {
  // Where it has no room there, it ends with the chart, and the line ends below it.
  const isWide = widthOf(text) + BORDER_GAP > PLOTS.narrow * (1 - at / slots.count);
  return (
    <>
      <text class={isWide ? 'lab-strong m-hide' : 'lab-strong'} x={slots.edge(at)} dx={BORDER_GAP} y="10">
        {text}
      </text>
      {isWide ? (
        <text class="lab-strong m-only" x="100%" y="10" text-anchor="end">
          {text}
        </text>
      ) : null}
    </>
  );
}

export function Marks({ marks, slots, base }: { marks: Mark[]; slots: Slots; base: number }) {
  return (
    <>
      {marks.map(({ at, number, isCrossing }, index) => {
        const y = index % 2 === 0 ? 11 : 32;
        return (
          <>
            <line
              class={isCrossing ? 'mark-line dotted' : 'mark-line'}
              x1={slots.middle(at)}
              x2={slots.middle(at)}
              y1={y + 9}
              y2={base}
            />
            <svg x={slots.middle(at)} y={y} overflow="visible" aria-hidden="true">
              {isCrossing ? (
                <rect class="num-mark" x="-7.5" y="-7.5" width="15" height="15" transform="rotate(45)" />
              ) : (
                <circle class="num-mark" r="8.5" />
              )}
              <text class={number > 9 ? 'two-digits' : undefined} x="0" y="4" text-anchor="middle">
                {number}
              </text>
            </svg>
          </>
        );
      })}
    </>
  );
}
