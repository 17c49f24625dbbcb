/** The channel table: bars of each channel, all on the same scale, and figures, grouped by kind with their sums. */

import { Strip } from '../charts/strip.tsx';
import type { View } from '../frame/view.ts';
import { Definition } from '../parts/definition.tsx';
import { Change, Crossed, changeText, InWords } from '../parts/figures.tsx';
import { channelLabel, kindOf } from '../parts/name-texts.ts';
import { ChannelName } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import type { MeasureName } from '../words/measures.ts';
import { acceptsAny, type ChannelFacts, type ChannelFigures, channelRows } from './channel-rows.ts';
import { perShare } from './read-shared.ts';

const STAVE = 41;
const LOWEST = 8;
const KINDS = ['private', 'public', 'offline'] as const;

interface ChannelsOf extends ChannelFacts {
  view: View;
  /** Whether there is a time before to compare with. */
  isCompared?: boolean;
}

export function Channels({ view, isCompared = true, ...facts }: ChannelsOf) {
  const { period } = facts;
  const { words, format } = view;
  const rows = channelRows(facts);
  if (rows.length === 0) return null;
  const isShared = rows.some(({ now }) => now.shares > 0);
  const most = Math.max(0, ...rows.flatMap(({ bars }) => bars));
  const whole = rows.reduce((total, { now }) => total + now.clicks, 0);
  const table: RowOf = { view, whole, isCompared, isShared };
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
              <KindRow {...table} kind={kind} rows={ofKind} />
              {ofKind.map((row) => (
                <ChannelRow {...table} row={row} most={most} />
              ))}
            </tbody>
          );
        })}
      </table>
    </Section>
  );
}

/** What all rows of the table share; `whole` are the clicks of all channels. */
interface RowOf {
  view: View;
  whole: number;
  isCompared: boolean;
  isShared: boolean;
}

interface KindRowOf extends RowOf {
  kind: (typeof KINDS)[number];
  rows: ChannelFigures[];
}

function KindRow({ view, kind, rows, whole, isCompared, isShared }: KindRowOf) {
  const { words, format } = view;
  const sum = (count: (row: ChannelFigures) => number) => rows.reduce((total, row) => total + count(row), 0);
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
function Shared({ view, row: { now, shared } }: { view: View; row: ChannelFigures }) {
  const { words, format } = view;
  return (
    <td role="cell" class="n aux-d">
      {format.number(now.shares)}
      {shared ? <span class="sub">{words.channels.eachShare(perShare(shared), format)}</span> : null}
    </td>
  );
}

interface ChannelRowOf extends RowOf {
  row: ChannelFigures;
  /** The clicks of the highest bar of all channels. */
  most: number;
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
  ];
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
        <InWords texts={inWords} />
      </td>
    </tr>
  );
}
