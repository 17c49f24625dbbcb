/** The head of the live list: the clicks of today, and the last hour by the minute. */
import type { Pulse } from '../../../hits/live/pulse.ts';
import { px, slotsOf } from '../charts/scale.ts';
import { ChartTable } from '../charts/table.tsx';
import type { View } from '../frame/view.ts';
import { Section } from '../parts/section.tsx';
import { MEASURES } from '../words/measures.ts';
import { LIVE_WORDS } from './words.ts';

const HEIGHT = 46;
const TOP = 16;
const LABEL_EVERY = 15;
/** The first minutes, whose labels would begin left of the chart. */
const EDGE = 2;

interface PulseOf {
  view: View;
  pulse: Pulse;
}

export function LiveAnswer({ view, pulse }: PulseOf) {
  const words = LIVE_WORDS[view.language];
  const { format } = view;
  const [count, rest] = words.today(pulse.clicks, format);
  const last = pulse.minutes.findLast(({ clicks }) => clicks > 0);
  return (
    <h1>
      <strong>{count}</strong>
      {rest}
      {last && pulse.clicks > 0 ? words.lastAt(format.time(last.at), pulse.clicks) : words.noLast}
    </h1>
  );
}

/** The clicks by the minute; a sentence if there are none. The script replaces the whole section. */
export function LastHour({ view, pulse }: PulseOf) {
  const words = LIVE_WORDS[view.language];
  if (pulse.minutes.every(({ clicks }) => clicks === 0))
    return (
      <Section id="hour" head={words.hour} isFirst>
        <p class="note">{words.quietHour}</p>
      </Section>
    );
  return (
    <Section id="hour" head={words.hour} notes={[words.perMinute]} isFirst>
      <figure>
        <Minutes view={view} pulse={pulse} />
        <ChartTable
          view={view}
          caption={words.perMinute}
          heads={[words.minute, MEASURES.clicks.label[view.language]]}
          rows={pulse.minutes
            .filter(({ clicks }) => clicks > 0)
            .toReversed()
            .map(({ at, clicks }) => ({ head: view.format.time(at), cells: [view.format.number(clicks)] }))}
        />
      </figure>
    </Section>
  );
}

function Minutes({ view, pulse: { minutes } }: PulseOf) {
  const words = LIVE_WORDS[view.language];
  const { format } = view;
  const most = Math.max(0, ...minutes.map(({ clicks }) => clicks));
  const slots = slotsOf(minutes.length);
  const base = TOP + HEIGHT;
  const heightOf = (clicks: number) => Math.max(1, px((clicks / most) * HEIGHT));
  return (
    <svg class="ch" height={base + 20} role="img" aria-label={words.perMinute}>
      <line class="grid" x1="0" x2="100%" y1={TOP} y2={TOP} />
      <text x="0" y={TOP - 4}>
        {view.words.time.clicks(most, format)}
      </text>
      {minutes.map(({ clicks }, at) =>
        clicks === 0 ? null : (
          <rect
            class="private"
            x={slots.x(at)}
            width={slots.width}
            y={px(base - heightOf(clicks))}
            height={heightOf(clicks)}
          />
        ),
      )}
      <line class="base" x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} />
      {minutes.map(({ at: instant }, at) =>
        Math.floor(instant / 60_000) % LABEL_EVERY === 0 && at < minutes.length - 4 ? (
          <text x={slots.middle(at)} y={base + 16} text-anchor={at < EDGE ? 'start' : 'middle'}>
            {format.time(instant)}
          </text>
        ) : null,
      )}
    </svg>
  );
}
