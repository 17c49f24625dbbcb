/** The life of a content from its first day, with what happened when. The list under the chart holds the texts. */
import type { Mark } from '../charts/bar.ts';
import { DayChart } from '../charts/days.tsx';
import type { View } from '../frame/view.ts';
import { barsOfOverview } from '../overview/overview-page.tsx';
import { appName, channelLabel, isChannel } from '../parts/name-texts.ts';
import { Section } from '../parts/section.tsx';
import { dayOfInstant, daysSince, stepsOf } from '../period.ts';
import { type Event, eventsOf, type LifeView } from './read-life.ts';

const HEIGHT = 170;
/** More numbers than these would cover each other. */
const MOST_EVENTS = 12;

interface LifeOf {
  view: View;
  content: LifeView & Parameters<typeof eventsOf>[0];
  isFirst?: boolean;
}

export function Life({ view, content, isFirst = false }: LifeOf) {
  const { words, format, zone, now } = view;
  const { life } = words.contents;
  const { period } = content;
  const steps = stepsOf(period, period.step);
  const made = dayOfInstant(content.madeAt, zone);
  const age = daysSince(content.madeAt, now, zone);
  const note = life.made(format.day(made), life.daysAgo(age, format));
  const all = barsOfOverview(content, false);
  // What was made today has no day before it.
  const bars = all.filter(({ to }) => to >= made);
  const barOf = (day: string) => {
    const at = steps.findIndex(({ to }) => day <= to);
    return (at < 0 ? steps.length : at) - (all.length - bars.length);
  };
  const events = eventsOf(content, view).slice(-MOST_EVENTS);
  const marks = events.map((event, at): Mark => {
    return { at: barOf(event.day), number: at + 1, isCrossing: isCrossing(event) };
  });
  return (
    <Section id="life" head={life.head} notes={[note]} isFirst={isFirst}>
      <DayChart view={view} bars={bars} height={HEIGHT} marks={marks} none={life.none}>
        {events.length > 0 ? (
          <ol class="seenlist tn" aria-label={life.order}>
            {events.map((event, at) => (
              <li>
                <span class={isCrossing(event) ? 'k x' : 'k'}>
                  <span class={at < 9 ? undefined : 'two-digits'}>{at + 1}</span>
                </span>
                <EventText view={view} event={event} />
                <span class="muted">{format.day(event.day, 'short')}</span>
              </li>
            ))}
          </ol>
        ) : null}
      </DayChart>
    </Section>
  );
}

/** Whether crossings are all that happened. */
const isCrossing = ({ apps, isReturn, isArchived, crossings, added, moved, ...ended }: Event) =>
  crossings.length > 0 &&
  !isReturn &&
  !isArchived &&
  [apps, added, moved, ended.expired, ended.usedUp, ended.archived].every(({ length }) => length === 0);

function EventText({ view, event }: { view: View; event: Event }) {
  const { words, format, language } = view;
  const { life } = words.contents;
  const named = (channels: string[]) =>
    [...new Set(channels)].map((channel) => (isChannel(channel) ? channelLabel(channel, language) : channel));
  const appNames = event.apps.map((app) => appName(app, language));
  const texts: { text: string; look?: 'em' | 'marker' }[] = [
    ...(event.added.length > 0 ? [{ text: life.added(named(event.added), format) }] : []),
    ...(event.moved.length > 0 ? [{ text: life.moved(named(event.moved), format) }] : []),
    ...(event.expired.length > 0 ? [{ text: life.expired(named(event.expired), format) }] : []),
    ...(event.usedUp.length > 0 ? [{ text: life.usedUp(named(event.usedUp), format) }] : []),
    ...(event.archived.length > 0 ? [{ text: life.archived(named(event.archived), format) }] : []),
    ...(event.isArchived ? [{ text: life.contentArchived }] : []),
    ...(event.isReturn ? [{ text: life.spreading, look: 'marker' as const }] : []),
    ...(event.apps.length > 0 ? [{ text: life.firstSeen(appNames, format) }] : []),
    ...event.crossings.map(({ channel, app }) => ({
      text: life.crossed(
        isChannel(channel) ? channelLabel(channel, language) : channel,
        appName(app, language),
      ),
      look: 'em' as const,
    })),
  ];
  return (
    <span>
      {texts.map(({ text, look }, at) => {
        const shown = at === 0 ? text : life.later(text);
        return (
          <>
            {at === 0 ? '' : life.and}
            {look === 'em' ? (
              <em>{shown}</em>
            ) : look === 'marker' ? (
              <span class="marker">{shown}</span>
            ) : (
              shown
            )}
          </>
        );
      })}
    </span>
  );
}
