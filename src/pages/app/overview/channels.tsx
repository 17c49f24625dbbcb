/** The score: one stave per channel, all on the same scale, grouped by kind with their sums. */

import type { ChannelEntry } from '../../../channels/channel.ts';
import { CHANNELS, type Channel } from '../../../channels/registry.ts';
import type { ShownGroup } from '../../../sightings/group-sightings.ts';
import type { Counts } from '../../../stats/measures.ts';
import { Strip } from '../charts/strip.tsx';
import type { View } from '../frame/view.ts';
import { Definition } from '../parts/definition.tsx';
import { Change, Crossed, changeText } from '../parts/figures.tsx';
import { ChannelName, channelLabel, isChannel, kindOf } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import { type Period, stepsOf } from '../period.ts';
import type { MeasureName } from '../words/measures.ts';
import type { Sightings } from './read-overview.ts';
import { perShare, type SharedLinks } from './read-shared.ts';
import type { Series } from './series.ts';

const STAVE = 41;
const LOWEST = 8;
const KINDS = ['private', 'public', 'offline'] as const;

interface ScoreRow {
  channel: Channel;
  now: Counts;
  before: Counts;
  bars: number[];
  sightings: number;
  crossed: number;
  /** Those of its links that were shared. */
  shared: SharedLinks | undefined;
}

interface ScoreOf {
  view: View;
  period: Period;
  series: Series;
  sightings: Sightings;
  /** The links that were shared, by channel. */
  shared?: readonly SharedLinks[];
  /** Whether there is a time before to compare with. */
  isCompared?: boolean;
}

export const countOf = (groups: ShownGroup[], matches: (group: ShownGroup) => boolean): number =>
  groups.filter(matches).reduce((total, { sightings }) => total + sightings, 0);

const acceptsAny = (channel: Channel) => (CHANNELS[channel] as ChannelEntry).acceptsAnyApp === true;

function rowsOf({ series, sightings, period, shared = [] }: ScoreOf): ScoreRow[] {
  const seen = sightings.pairs.flatMap(({ channel }) => (isChannel(channel) ? [channel] : []));
  const steps = stepsOf(period, period.step);
  return [...new Set([...series.channels, ...seen])]
    .map((channel) => ({
      channel,
      now: series.sum(period, [channel]),
      before: series.sum(period.before, [channel]),
      bars: steps.map((step) => series.clicks(step, channel)),
      sightings: countOf(sightings.pairs, (group) => group.channel === channel),
      crossed: countOf(sightings.crossed, (group) => group.channel === channel),
      shared: shared.find((each) => each.channel === channel),
    }))
    .filter((row) => row.now.clicks + row.before.clicks + row.sightings + row.now.shares > 0)
    .sort((a, b) => b.now.clicks - a.now.clicks || b.sightings - a.sightings);
}

export function Channels(score: ScoreOf) {
  const { view, period, isCompared = true } = score;
  const { words, format } = view;
  const rows = rowsOf(score);
  if (rows.length === 0) return null;
  const isShared = rows.some(({ now }) => now.shares > 0);
  const most = Math.max(0, ...rows.flatMap(({ bars }) => bars));
  const whole = rows.reduce((total, { now }) => total + now.clicks, 0);
  const scale = (period.step > 1 ? words.channels.scaleByWeek : words.channels.scale)(format.number(most));
  const columns: MeasureName[] = [
    'clicks',
    'share',
    ...(isCompared ? (['change'] as const) : []),
    'uniqueClicks',
    ...(isShared ? (['shares'] as const) : []),
    'sightings',
    'crossed',
  ];
  return (
    <Section id="channels" head={words.channels.head} notes={[words.channels.note]}>
      <table role="table" class="score fold tn">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {words.channels.channel}
            </th>
            <th role="columnheader" scope="col" class="stave">
              {scale}
            </th>
            {columns.map((measure) => (
              <th role="columnheader" scope="col" class="n">
                <Definition view={view} measure={measure} />
              </th>
            ))}
          </tr>
        </thead>
        {KINDS.map((kind) => {
          const ofKind = rows.filter(({ channel }) => kindOf(channel) === kind);
          if (ofKind.length === 0) return null;
          return (
            <tbody role="rowgroup">
              <KindRow
                view={view}
                kind={kind}
                rows={ofKind}
                whole={whole}
                isCompared={isCompared}
                isShared={isShared}
              />
              {ofKind.map((row) => (
                <ChannelRow
                  view={view}
                  row={row}
                  most={most}
                  whole={whole}
                  isCompared={isCompared}
                  isShared={isShared}
                />
              ))}
            </tbody>
          );
        })}
      </table>
    </Section>
  );
}

interface KindRowOf {
  view: View;
  kind: (typeof KINDS)[number];
  rows: ScoreRow[];
  whole: number;
  isCompared: boolean;
  isShared: boolean;
}

function KindRow({ view, kind, rows, whole, isCompared, isShared }: KindRowOf) {
  const { words, format } = view;
  const sum = (count: (row: ScoreRow) => number) => rows.reduce((total, row) => total + count(row), 0);
  const clicks = sum(({ now }) => now.clicks);
  return (
    <tr role="row" class="grp">
      <th role="rowheader" scope="row">
        {words.kinds[kind]}
      </th>
      <td role="cell" class="stave" />
      <td role="cell" class="n">
        {format.number(clicks)}
      </td>
      <td role="cell" class="n">
        {format.percent({ part: clicks, whole })}
      </td>
      {isCompared ? (
        <td role="cell" class="n aux-d">
          <Change view={view} now={clicks} before={sum(({ before }) => before.clicks)} />
        </td>
      ) : null}
      <td role="cell" class="n aux-d">
        {format.number(sum(({ now }) => now.uniqueClicks))}
      </td>
      {isShared ? (
        <td role="cell" class="n aux-d">
          {format.number(sum(({ now }) => now.shares))}
        </td>
      ) : null}
      <td role="cell" class="n aux-d">
        {format.number(sum((row) => row.sightings))}
      </td>
      <td role="cell" class="n aux-d">
        {format.number(sum((row) => row.crossed))}
      </td>
    </tr>
  );
}

/** How often the links of a channel were shared, and the clicks of those links for each time. */
function Shared({ view, row: { now, shared } }: { view: View; row: ScoreRow }) {
  const { words, format } = view;
  return (
    <td role="cell" class="n aux-d">
      {format.number(now.shares)}
      {shared ? <span class="sub">{words.channels.eachShare(perShare(shared), format)}</span> : null}
    </td>
  );
}

interface ChannelRowOf {
  view: View;
  row: ScoreRow;
  most: number;
  whole: number;
  isCompared: boolean;
  isShared: boolean;
}

function ChannelRow({ view, row, most, whole, isCompared, isShared }: ChannelRowOf) {
  const { words, format, language } = view;
  const { channel, now, before, bars, sightings, crossed } = row;
  const label = words.channels.row(channelLabel(channel, language), format.number(Math.max(0, ...bars)));
  const anyApp = acceptsAny(channel);
  const inWords = [
    words.channels.visitors(now.uniqueClicks, format),
    ...(now.shares > 0 ? [words.channels.shared(now.shares, format)] : []),
    words.channels.sightings(sightings, format),
    ...(crossed > 0 ? [words.channels.crossed(crossed, format)] : []),
  ].join(' · ');
  return (
    <tr role="row" class={`c-${channel}`}>
      <th role="rowheader" scope="row">
        <ChannelName view={view} channel={channel} />
      </th>
      <td role="cell" class="stave">
        <Strip counts={bars} most={most} height={STAVE} lowest={LOWEST} label={label} fill="x" />
      </td>
      <td role="cell" class="n big">
        {format.number(now.clicks)}
      </td>
      <td role="cell" class="n">
        {format.percent({ part: now.clicks, whole })}
      </td>
      {isCompared ? (
        <td role="cell" class="n aux-d">
          <Change view={view} now={now.clicks} before={before.clicks} />
        </td>
      ) : null}
      <td role="cell" class="n aux-d">
        {format.number(now.uniqueClicks)}
      </td>
      {isShared ? <Shared view={view} row={row} /> : null}
      <td role="cell" class="n aux-d">
        {format.number(sightings)}
      </td>
      <td role="cell" class="n aux-d">
        {anyApp ? <span class="anyapp">{words.table.anyApp}</span> : <Crossed view={view} count={crossed} />}
      </td>
      <td role="cell" class="auxrow">
        {isCompared ? (
          <>
            <b>{changeText(view, now.clicks, before.clicks)}</b> ·{' '}
          </>
        ) : null}
        {inWords}
      </td>
    </tr>
  );
}
