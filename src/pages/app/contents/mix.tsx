/** The channels' parts of the clicks, as time goes on: one bar for each stretch of days, with its names beside it. */
import type { Channel } from '../../../channels/registry.ts';
import { percentOf } from '../charts/scale.ts';
import type { View } from '../frame/view.ts';
import { partText } from '../parts/figures.tsx';
import { channelLabel } from '../parts/name-texts.ts';
import { Section } from '../parts/section.tsx';
import { type Days, stepsOf } from '../period.ts';
import type { LifeView } from './read-life.ts';

/** More bars do not make it clearer. */
const MOST_BARS = 8;
/** Names that fit beside a bar. */
const MOST_NAMES = 3;
const GAP = 0.4;

interface Stretch {
  days: Days;
  clicks: number;
  /** Most clicks first. */
  channels: { channel: Channel; clicks: number }[];
}

/** The life in equal stretches, the oldest first; the first one may be shorter. */
export function stretchesOf({ period, series }: Pick<LifeView, 'period' | 'series'>): Stretch[] {
  return stepsOf(period, Math.ceil(period.length / MOST_BARS)).map((days) => {
    const channels = series.channels
      .map((channel) => ({ channel, clicks: series.clicks(days, channel) }))
      .filter(({ clicks }) => clicks > 0)
      .sort((a, b) => b.clicks - a.clicks);
    return { days, channels, clicks: channels.reduce((sum, { clicks }) => sum + clicks, 0) };
  });
}

/** Absent where there is nothing to compare: one channel, or one stretch. */
export function Mix({ view, life }: { view: View; life: LifeView }) {
  const { words, format } = view;
  const { mix } = words.contents;
  const stretches = stretchesOf(life);
  const channels = new Set(stretches.flatMap((each) => each.channels.map(({ channel }) => channel)));
  if (channels.size < 2 || stretches.length < 2) return null;
  return (
    <Section id="mix" head={mix.head} notes={[mix.note]}>
      <table role="table" class="fold tn mix">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {mix.days}
            </th>
            <th role="columnheader" scope="col" class="sp">
              {mix.mix}
            </th>
            <th role="columnheader" scope="col">
              <span class="vh">{words.channels.channel}</span>
            </th>
            <th role="columnheader" scope="col" class="n">
              {words.contents.csv.clicks}
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {stretches.map(({ days, clicks, channels: own }) => (
            <tr role="row">
              <th role="rowheader" scope="row">
                {format.days(days.from, days.to, 'short')}
              </th>
              <td role="cell" class="wide sp">
                <MixBar channels={own} clicks={clicks} />
              </td>
              <td role="cell" class="wide mixnames">
                {namesOf(view, own, clicks)}
              </td>
              <td role="cell" class="n big">
                {format.number(clicks)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function namesOf(view: View, channels: Stretch['channels'], whole: number): string {
  const { words, format, language } = view;
  const { mix } = words.contents;
  if (channels.length === 0) return mix.none;
  const named = channels
    .slice(0, MOST_NAMES)
    .map(({ channel, clicks }) =>
      mix.part(channelLabel(channel, language), partText(view, { part: clicks, whole })),
    );
  const others = channels.length - named.length;
  return [...named, ...(others > 0 ? [mix.others(others, format)] : [])].join(' · ');
}

/** A whole of parts; the names beside it say which is which, in the same order. */
function MixBar({ channels, clicks: whole }: Pick<Stretch, 'channels' | 'clicks'>) {
  let from = 0;
  return (
    <svg class="ch mixbar" height="16" aria-hidden="true">
      {channels.map(({ channel, clicks }) => {
        const x = from;
        const width = (clicks / whole) * 100;
        from += width;
        return (
          <rect
            class={`part c-${channel}`}
            x={percentOf(x)}
            width={percentOf(Math.max(0.2, width - GAP))}
            height="16"
          />
        );
      })}
    </svg>
  );
}
