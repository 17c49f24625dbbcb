/** The answer first: one sentence that a reader could forward, the sample behind it, and four figures. */
import type { Child } from 'hono/jsx';
import type { ChannelShares } from '../../../shares/reach.ts';
import type { ShownGroup } from '../../../sightings/group-sightings.ts';
import type { Counts } from '../../../stats/measures.ts';
import type { View } from '../frame/view.ts';
import { Definition } from '../parts/definition.tsx';
import { Change } from '../parts/figures.tsx';
import { channelLabel, isChannel } from '../parts/names.tsx';
import type { Part } from '../words/format.ts';
import type { MeasureName } from '../words/measures.ts';
import type { Overview, Sightings } from './read-overview.ts';

/** Below this many clicks, a percentage would say more than is known. */
const FEW_CLICKS = 30;

interface Figures {
  now: Counts;
  before: Counts;
  privates: Part;
}

export function figuresOf({ series, period }: Overview): Figures {
  const now = series.sum(period);
  const privates = { part: series.byKind(period).private, whole: now.clicks };
  return { now, before: series.sum(period.before), privates };
}

/** The clicks of today, which is in no period: all there is on the first day. */
export const soFarOf = ({ series, period }: Pick<Overview, 'series' | 'period'>): Part => {
  const today = { from: period.today, to: period.today };
  return { part: series.byKind(today).private, whole: series.sum(today).clicks };
};

const countOf = (shares: readonly ChannelShares[]) => shares.reduce((total, each) => total + each.shares, 0);
const sum = (groups: ShownGroup[]) => groups.reduce((total, { sightings }) => total + sightings, 0);

/** The sentence, by case. */
export function answerOf(overview: Overview, view: View): Child {
  const { words, format, language } = view;
  const { period, series, scope, spreading } = overview;
  const { now, before, privates } = figuresOf(overview);
  if (now.clicks === 0) {
    const today = soFarOf(overview);
    if (today.whole > 0) return words.answer.today(today, format);
    return overview.hasContents ? words.answer.noClicks(period.words, format) : words.answer.nothing;
  }
  const channel = scope.filters.channel?.[0];
  if (isChannel(channel)) {
    const facts = { period: period.words, channel: channelLabel(channel, language) };
    return words.answer.ofChannel({ ...facts, clicks: now.clicks, before: before.clicks }, format);
  }
  const [top] = series.channels.toSorted((a, b) => series.clicks(period, b) - series.clicks(period, a));
  const facts = {
    period: period.words,
    clicks: now.clicks,
    privates,
    top: top ? <a href="#channels">{channelLabel(top, language)}</a> : '',
    spreading: spreading.length,
    spreadingLink: (text: Child) => (
      <a href="#spreading" class="marker">
        {text}
      </a>
    ),
  };
  return now.clicks < FEW_CLICKS ? words.answer.few(facts, format) : words.answer.usual(facts, format);
}

export function Lead({ overview, view }: { overview: Overview; view: View }) {
  const { words, format } = view;
  const { period } = overview;
  const { now, before, privates } = figuresOf(overview);
  const isFirstDay = now.clicks === 0 && soFarOf(overview).whole > 0;
  return (
    <div class="lead">
      <div class="answer">
        <h1>{answerOf(overview, view)}</h1>
        {now.clicks > 0 ? (
          <p class="sample">
            {words.answer.sample({ period: period.words, privates, before: before.clicks }, format)}
          </p>
        ) : null}
        <p class="sample">
          {isFirstDay ? null : <>{words.answer.notCounted(now, format)} </>}
          <a href="#out">{words.nav.howWeCount}</a>
        </p>
      </div>
      <FourFigures
        sightings={overview.sightings}
        shares={[countOf(overview.shares), countOf(overview.sharesBefore)]}
        view={view}
        now={now}
        before={before}
      />
    </div>
  );
}

export function FourFigures({
  sightings,
  shares: [shares, sharesBefore] = [0, 0],
  view,
  now,
  before,
}: {
  sightings: Sightings;
  /** Times shared, now and before; left out if nothing was shared. */
  shares?: [now: number, before: number];
  view: View;
  now: Counts;
  before: Counts;
}) {
  const { words, format } = view;
  const figures: [measure: MeasureName, label: string | undefined, now: number, before: number][] = [
    ['clicks', undefined, now.clicks, before.clicks],
    ['uniqueClicks', undefined, now.uniqueClicks, before.uniqueClicks],
    ...(shares > 0
      ? ([['shares', undefined, shares, sharesBefore]] as [MeasureName, undefined, number, number][])
      : []),
    ['sightings', undefined, sum(sightings.apps), sum(sightings.before)],
    [
      'crossed',
      words.figures.ofWhichCrossed,
      sum(sightings.crossed),
      sum(sightings.before.filter(({ crossed }) => crossed === true)),
    ],
  ];
  return (
    <dl class="figs tn">
      {figures.map(([measure, label, count, earlier]) => (
        <div>
          <dt>
            <Definition view={view} measure={measure} {...(label === undefined ? {} : { label })} />
          </dt>
          <dd>
            <b>{format.number(count)}</b>{' '}
            <span>
              <Change view={view} now={count} before={earlier} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
