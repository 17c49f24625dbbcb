/** The summary of a week: what a team reads on Monday. */
import type { RefusalReason } from '../../../hits/hit.ts';
import { hasClicks } from '../charts/bar.ts';
import { DayChart } from '../charts/days.tsx';
import type { View } from '../frame/view.ts';
import { LeadFigures } from '../overview/answer.tsx';
import { Channels } from '../overview/channels.tsx';
import { barsOfOverview } from '../overview/overview-page.tsx';
import { Change } from '../parts/figures.tsx';
import { appName, channelLabel, isChannel } from '../parts/name-texts.ts';
import { ListTitle } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import { dayOfInstant } from '../period.ts';
import type { FirstSeen, Mover, Weekly } from './read-weekly.ts';
import { WEEKLY_WORDS } from './words.ts';

const LISTED_SIGHTINGS = 8;

interface PageOf {
  view: View;
  weekly: Weekly;
}

export function WeeklyPage({ view, weekly }: PageOf) {
  const { series, sightings, week } = weekly;
  return (
    <div class="wrap">
      <Weeks view={view} weekly={weekly} />
      <Lead view={view} weekly={weekly} />
      <Days view={view} weekly={weekly} />
      <Movers view={view} weekly={weekly} />
      <NewSightings view={view} weekly={weekly} />
      <SpreadsAgain view={view} weekly={weekly} />
      <Channels view={view} period={week.period} series={series} sightings={sightings} />
      <TurnedAway view={view} weekly={weekly} />
    </div>
  );
}

function Weeks({ view, weekly: { week } }: PageOf) {
  const words = WEEKLY_WORDS[view.language];
  const { here, to, format } = view;
  return (
    <div class="controls">
      <p class="crumb">
        <a href={to('/app')}>{view.words.nav.overview}</a>
      </p>
      <span class="muted range">{words.week(week.period.from, week.period.to, format)}</span>
      <nav aria-label={words.nav} class="tail">
        <ul class="seg">
          <li>
            <a href={here({ week: week.previous })} rel="prev">
              {words.previous}
            </a>
          </li>
          {week.next === null ? null : (
            <li>
              <a href={here({ week: week.next })} rel="next">
                {words.next}
              </a>
            </li>
          )}
        </ul>
      </nav>
    </div>
  );
}

function Lead({ view, weekly: { week, series, sightings } }: PageOf) {
  const words = WEEKLY_WORDS[view.language];
  const { format } = view;
  const { period } = week;
  const [now, before] = [series.sum(period), series.sum(period.before)];
  const facts = {
    from: period.from,
    to: period.to,
    clicks: now.clicks,
    before: before.clicks,
    privates: { part: series.byKind(period).private, whole: now.clicks },
  };
  return (
    <div class="lead">
      <div class="answer">
        <h1>{now.clicks === 0 ? words.quiet(facts, format) : words.answer(facts, format)}</h1>
        <p class="sample left-out">
          {view.words.answer.notCounted(now, format)} <a href="/docs">{view.words.nav.howWeCount}</a>
        </p>
      </div>
      <LeadFigures sightings={sightings} view={view} now={now} before={before} />
    </div>
  );
}

function Days({ view, weekly: { week, series } }: PageOf) {
  const words = WEEKLY_WORDS[view.language];
  const bars = barsOfOverview({ series, period: week.period }).filter(({ of }) => of !== 'today');
  return (
    <Section id="time" head={words.days} notes={hasClicks(bars) ? [words.daysNote] : []} isFirst>
      <DayChart view={view} bars={bars} beforeLabel={words.before} height={150} />
    </Section>
  );
}

function Movers({ view, weekly: { risers, fallers } }: PageOf) {
  const words = WEEKLY_WORDS[view.language];
  const lists = [
    ['up', words.risers, risers],
    ['down', words.fallers, fallers],
  ] as const;
  return (
    <Section id="movers" head={words.movers} notes={[words.moversNote]}>
      {risers.length + fallers.length === 0 ? <p class="note">{words.noMovers}</p> : null}
      <div class="cols">
        {lists.map(([name, head, movers]) =>
          movers.length === 0 ? null : (
            <div id={name}>
              <h3>{head}</h3>
              <ul class="movers tn">
                {movers.map((mover) => (
                  <MoverRow view={view} mover={mover} />
                ))}
              </ul>
            </div>
          ),
        )}
      </div>
    </Section>
  );
}

function MoverRow({ view, mover }: { view: View; mover: Mover }) {
  const words = WEEKLY_WORDS[view.language];
  const { contentId, title, url, now, before } = mover;
  return (
    <li>
      <ListTitle href={view.to(`/app/contents/${contentId}`)} title={title} url={url} />
      <b>
        <Change view={view} now={now} before={before} />
      </b>
      <span class="muted">{words.counts(now, before, view.format)}</span>
    </li>
  );
}

function NewSightings({ view, weekly: { firstSeen } }: PageOf) {
  const words = WEEKLY_WORDS[view.language];
  const days = byContentAndDay(firstSeen);
  const more = days.length - LISTED_SIGHTINGS;
  return (
    <Section id="seen" head={words.firstSeen} notes={[words.firstSeenNote]}>
      {firstSeen.length === 0 ? <p class="note">{words.noneSeen}</p> : null}
      <ul class="said">
        {days.slice(0, LISTED_SIGHTINGS).map((each) => (
          <Seen view={view} seen={each} />
        ))}
      </ul>
      {more > 0 ? <p class="note">{words.moreSeen(more, view.format)}</p> : null}
    </Section>
  );
}

/** The apps in which a content was first seen on one day, together. */
const byContentAndDay = (all: FirstSeen[]): FirstSeen[][] => [
  ...Map.groupBy(all, ({ contentId, at }) => `${contentId} ${dayOfInstant(at, 'UTC')}`).values(),
];

function Seen({ view, seen }: { view: View; seen: FirstSeen[] }) {
  const words = WEEKLY_WORDS[view.language];
  const { contentId = '', title = null, url = '', at = 0 } = seen[0] ?? {};
  const day = view.format.day(dayOfInstant(at, 'UTC'), 'weekday');
  const apps = view.format.list(seen.map(({ app }) => appName(app, view.language)));
  return (
    <li>
      <ListTitle href={view.to(`/app/contents/${contentId}`)} title={title} url={url} />{' '}
      <span class="why">{words.firstIn(apps, day)}</span>
    </li>
  );
}

function SpreadsAgain({ view, weekly: { spreading } }: PageOf) {
  const words = WEEKLY_WORDS[view.language];
  const { format, language } = view;
  return (
    <Section id="spreading" head={words.spreading} notes={[words.spreadingNote]}>
      {spreading.length === 0 ? <p class="note">{words.noneSpreading}</p> : null}
      <ul class="said counted">
        {spreading.map(({ contentId, title, url, clicks, usual, since, channel }) => {
          const factor = usual < 1 ? null : Math.floor(clicks / usual);
          const most = isChannel(channel) ? channelLabel(channel, language) : null;
          return (
            <li>
              <span>
                <ListTitle href={view.to(`/app/contents/${contentId}`)} title={title} url={url} />{' '}
                <span class="why">{view.words.content.why(factor, since, most, format)}</span>
              </span>{' '}
              <b>{view.words.content.clicksIn7Days(clicks, format)}</b>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}

const isReason = (text: unknown, reasons: Record<RefusalReason, string>): text is RefusalReason =>
  typeof text === 'string' && Object.hasOwn(reasons, text);

function TurnedAway({ view, weekly: { turnedAway } }: PageOf) {
  const words = WEEKLY_WORDS[view.language];
  const { number } = view.format;
  return (
    <Section id="out" head={words.turnedAway} notes={[words.turnedAwayNote]}>
      {turnedAway.total.times === 0 ? <p class="note">{words.noneTurnedAway}</p> : null}
      <ul class="bars partless tn">
        {turnedAway.data.map(({ reason, times }) => (
          <li>
            <span>{isReason(reason, words.refusals) ? words.refusals[reason] : reason}</span>
            <span class="num">{number(times)}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
