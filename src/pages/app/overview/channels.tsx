/** The score: one stave per channel, all on the same scale, grouped by kind with their sums. */

import type { ChannelEntry } from '../../../channels/channel.ts';
import { CHANNELS, type Channel } from '../../../channels/registry.ts';
import type { ChannelShares } from '../../../shares/reach.ts';
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
  /** Null where nothing was shared in any channel. */
  shares: number | null;
}

interface ScoreOf {
  view: View;
  period: Period;
  series: Series;
  sightings: Sightings;
  /** How often its links were shared, by channel; without any there is no such column. */
  shares?: readonly ChannelShares[];
  /** Whether there is a time before to compare with. */
  isCompared?: boolean;
}

export const countOf = (groups: ShownGroup[], matches: (group: ShownGroup) => boolean): number =>
  groups.filter(matches).reduce((total, { sightings }) => total + sightings, 0);

const acceptsAny = (channel: Channel) => (CHANNELS[channel] as ChannelEntry).acceptsAnyApp === true;

function rowsOf({ series, sightings, period, shares = [] }: ScoreOf): ScoreRow[] {
  const seen = sightings.pairs.flatMap(({ channel }) => (isChannel(channel) ? [channel] : []));
  const steps = stepsOf(period, period.step);
  const shared = shares.map(({ channel }) => channel);
  return [...new Set([...series.channels, ...seen, ...shared])]
    .map((channel) => ({
      channel,
      now: series.sum(period, [channel]),
      before: series.sum(period.before, [channel]),
      bars: steps.map((step) => series.clicks(step, channel)),
      sightings: countOf(sightings.pairs, (group) => group.channel === channel),
      crossed: countOf(sightings.crossed, (group) => group.channel === channel),
      shares: shares.length === 0 ? null : (shares.find((each) => each.channel === channel)?.shares ?? 0),
    }))
    .filter((row) => row.now.clicks + row.before.clicks + row.sightings + (row.shares ?? 0) > 0)
    .sort((a, b) => b.now.clicks - a.now.clicks || b.sightings - a.sightings);
}

export function Channels(score: ScoreOf) {
  const { view, period, isCompared = true } = score;
  const { words, format } = view;
  const rows = rowsOf(score);
  if (rows.length === 0) return null;
  const most = Math.max(0, ...rows.flatMap(({ bars }) => bars));
  const whole = rows.reduce((total, { now }) => total + now.clicks, 0);
  const scale = (period.step > 1 ? words.channels.scaleByWeek : words.channels.scale)(format.number(most));
  const columns: MeasureName[] = [
    'clicks',
    'share',
    ...(isCompared ? (['change'] as const) : []),
    'uniqueClicks',
    ...(rows.some(({ shares }) => shares !== null) ? (['shares'] as const) : []),
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
              <KindRow view={view} kind={kind} rows={ofKind} whole={whole} isCompared={isCompared} />
              {ofKind.map((row) => (
                <ChannelRow view={view} row={row} most={most} whole={whole} isCompared={isCompared} />
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
}

function KindRow({ view, kind, rows, whole, isCompared }: KindRowOf) {
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
      {rows.every(({ shares }) => shares === null) ? null : (
        <td role="cell" class="n aux-d">
          {format.number(sum(({ shares }) => shares ?? 0))}
        </td>
      )}
      <td role="cell" class="n aux-d">
        {format.number(sum((row) => row.sightings))}
      </td>
      <td role="cell" class="n aux-d">
        {format.number(sum((row) => row.crossed))}
      </td>
    </tr>
  );
}

/** How often the links of a channel were shared, and the clicks for each time. */
function Shared({ view, row: { shares, now } }: { view: View; row: ScoreRow }) {
  const { words, format } = view;
  if (shares === null) return null;
  return (
    <td role="cell" class="n aux-d">
      {format.number(shares)}
      {shares > 0 ? (
        <span class="sub">
          {words.channels.eachShare(Math.round((now.clicks / shares) * 10) / 10, format)}
        </span>
      ) : null}
    </td>
  );
}

interface ChannelRowOf {
  view: View;
  row: ScoreRow;
  most: number;
  whole: number;
  isCompared: boolean;
}

function ChannelRow({ view, row, most, whole, isCompared }: ChannelRowOf) {
  const { words, format, language } = view;
  const { channel, now, before, bars, sightings, crossed } = row;
  const label = words.channels.row(channelLabel(channel, language), format.number(Math.max(0, ...bars)));
  const anyApp = acceptsAny(channel);
  const inWords = [
    words.channels.visitors(now.uniqueClicks, format),
    ...(row.shares ? [words.channels.shared(row.shares, format)] : []),
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
      <Shared view={view} row={row} />
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
