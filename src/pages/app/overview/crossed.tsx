/** Made for → seen in: where links were seen that were made for another app. Each figure opens what it shows. */
import type { ChannelEntry } from '../../../channels/channel.ts';
import { CHANNELS, type Channel } from '../../../channels/registry.ts';
import type { AppEntry } from '../../../hits/apps/app-entry.ts';
import { APPS, isApp } from '../../../hits/apps/apps.ts';
import type { ShownGroup } from '../../../sightings/group-sightings.ts';
import { Flow, type FlowLink } from '../charts/flow.tsx';
import { ChartTable } from '../charts/table.tsx';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { appName, channelLabel, isChannel } from '../parts/name-texts.ts';
import { ChannelName } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import type { Period } from '../period.ts';
import type { Part } from '../words/format.ts';
import { countSightings } from './count-sightings.ts';
import type { Scope, Sightings } from './read-overview.ts';

const MOST_ROWS = 8;
/** Rows of channels that accept any app: they come last and cross nothing. */
const MOST_OPEN = 1;
const LISTED = 5;
/** The table with all rows. */
const TABLE = 'crossed-table';

interface CrossedOf {
  view: View;
  period: Period;
  scope: Scope;
  sightings: Sightings;
}

const acceptsAny = (channel: Channel) => (CHANNELS[channel] as ChannelEntry).acceptsAnyApp === true;
/** The channels whose links are expected in an app. */
const homeOf = (app: string): readonly Channel[] => (isApp(app) ? (APPS[app] as AppEntry).channels : []);

/** The address of the sightings behind a figure. */
export function sightingsAddress(
  { to }: View,
  { from, to: until }: Period,
  scope: Scope,
  channel: string,
  app: string,
) {
  const [contentId] = scope.contentIds;
  return to('/app/sightings', { channel, app, contentId, from, to: until });
}

const channelsIn = (groups: ShownGroup[]) => [
  ...new Set(groups.flatMap(({ channel }) => (isChannel(channel) ? [channel] : []))),
];
const appsIn = (groups: ShownGroup[]) => [...new Set(groups.map(({ app }) => String(app)))];

/** The rows of both sides: channels that can cross, then those that accept any app; apps next to their own channel. */
function sidesOf({ pairs, crossed }: Sightings) {
  const seen = (channel: Channel) => countSightings(pairs, (group) => group.channel === channel);
  const byCount = (a: Channel, b: Channel) => seen(b) - seen(a);
  const all = channelsIn(pairs);
  const closed = all.filter((channel) => !acceptsAny(channel)).sort(byCount);
  const open = all.filter(acceptsAny).sort(byCount).slice(0, MOST_OPEN);
  const channels = [...closed.slice(0, MOST_ROWS - open.length), ...open];
  const known = appsIn(pairs);
  const seenIn = (app: string) => countSightings(pairs, (group) => group.app === app);
  const homes = channels.flatMap((channel) => {
    const own = known.filter((app) => homeOf(app)[0] === channel).sort((a, b) => seenIn(b) - seenIn(a));
    return own.slice(0, 1);
  });
  const others = appsIn(crossed).filter((app) => !homes.includes(app));
  others.sort(
    (a, b) =>
      countSightings(crossed, (group) => group.app === b) -
      countSightings(crossed, (group) => group.app === a),
  );
  const apps = [...homes, ...others].slice(0, MOST_ROWS);
  const drawn = {
    channels: { part: channels.length, whole: all.length },
    apps: { part: apps.length, whole: known.length },
  };
  return { channels, apps, drawn };
}

function linksOf({ pairs, crossed }: Sightings, channels: Channel[], apps: string[]): FlowLink[] {
  return pairs.flatMap(({ channel, app, sightings }): FlowLink[] => {
    if (!isChannel(channel)) return [];
    const [from, to] = [channels.indexOf(channel), apps.indexOf(String(app))];
    if (from < 0 || to < 0) return [];
    const over = countSightings(crossed, (group) => group.channel === channel && group.app === app);
    const shared = { from, to, colour: `c-${channel}` };
    if (acceptsAny(channel)) return [{ ...shared, count: sightings, kind: 'open' }];
    const stayed = sightings - over;
    const isHome = homeOf(String(app)).includes(channel);
    return [
      ...(over > 0 ? [{ ...shared, count: over, kind: 'over' as const }] : []),
      ...(stayed > 0 && isHome && from === to ? [{ ...shared, count: stayed, kind: 'stay' as const }] : []),
    ];
  });
}

const isCut = ({ part, whole }: Part) => part < whole;

export function CrossedChannels(props: CrossedOf) {
  const { view, sightings } = props;
  const { words, format, language } = view;
  const { pairs, crossed } = sightings;
  if (pairs.length === 0) return null;
  const { channels, apps, drawn } = sidesOf(sightings);
  const over = countSightings(crossed, () => true);
  const could = countSightings(pairs, ({ channel }) => isChannel(channel) && !acceptsAny(channel));
  const note = over === 0 ? words.crossing.none : words.crossing.note({ part: over, whole: could }, format);
  const seen = (channel: Channel) => countSightings(pairs, (group) => group.channel === channel);
  const cuts = [
    ...(isCut(drawn.channels) || isCut(drawn.apps) ? [words.crossing.drawn(drawn, format)] : []),
    ...(crossed.length > LISTED
      ? [words.crossing.listed({ part: LISTED, whole: crossed.length }, format)]
      : []),
  ];
  const more =
    cuts.length === 0 ? null : (
      <a class="more" href={`#${TABLE}`}>
        {words.crossing.all}
      </a>
    );
  return (
    <Section
      id="crossed"
      head={words.crossing.head}
      notes={[note, words.crossing.proves, ...cuts]}
      more={more}
    >
      <div class="crosswrap">
        <Flow
          heads={[words.crossing.madeFor, words.crossing.seenIn]}
          left={channels.map((channel) => (
            <>
              <ChannelName view={view} channel={channel} />
              <span class="num sub">
                {acceptsAny(channel) ? words.table.anyApp : format.number(seen(channel))}
              </span>
            </>
          ))}
          right={apps.map((app) => {
            const here = countSightings(crossed, (group) => group.app === app);
            const all = countSightings(
              pairs,
              (group) => group.app === app && isChannel(group.channel) && !acceptsAny(group.channel),
            );
            return (
              <>
                <span>{appName(app, language)}</span>
                <span class="num sub">
                  {format.number(all - here)}
                  {here > 0 ? <b class="plus"> {words.crossing.plus(here, format)}</b> : null}
                </span>
              </>
            );
          })}
          links={linksOf(sightings, channels, apps)}
        />
        <Largest {...props} />
      </div>
      <Matrix {...props} />
    </Section>
  );
}

/** The largest crossings in words. */
function Largest({ view, period, scope, sightings }: CrossedOf) {
  const { words, format, language } = view;
  const largest = sightings.crossed.toSorted((a, b) => b.sightings - a.sightings).slice(0, LISTED);
  if (largest.length === 0) return null;
  return (
    <ol class="crosslist tn">
      {largest.map(({ channel, app, sightings: count, links }) => (
        <li>
          <span class="diamond" aria-hidden="true" />
          <a href={sightingsAddress(view, period, scope, String(channel), String(app))}>
            {isChannel(channel) ? channelLabel(channel, language) : channel}
            <Icon name="arrow" />
            <span class="vh"> {words.crossing.seen} </span>
            {appName(String(app), language)}
          </a>
          <b>{format.number(count)}</b>
          <span class="muted">{words.crossing.links(links, format)}</span>
        </li>
      ))}
    </ol>
  );
}

/** The whole matrix. */
function Matrix({ view, period, scope, sightings }: CrossedOf) {
  const { words, format, language } = view;
  const { pairs } = sightings;
  const channels = channelsIn(pairs);
  const apps = appsIn(pairs).sort(
    (a, b) => countSightings(pairs, ({ app }) => app === b) - countSightings(pairs, ({ app }) => app === a),
  );
  const cell = (channel: Channel, app: string) => {
    const count = countSightings(pairs, (group) => group.channel === channel && group.app === app);
    if (count === 0) return format.number(0);
    return <a href={sightingsAddress(view, period, scope, channel, app)}>{format.number(count)}</a>;
  };
  return (
    <ChartTable
      view={view}
      id={TABLE}
      caption={words.crossing.head}
      heads={[words.crossing.both, ...apps.map((app) => appName(app, language))]}
      rows={channels.map((channel) => ({
        head: channelLabel(channel, language),
        cells: apps.map((app) => cell(channel, app)),
      }))}
    />
  );
}
