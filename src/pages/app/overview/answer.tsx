/** The answer first: one sentence that a reader could forward, the sample behind it, and the main figures. */
import type { Child } from 'hono/jsx';
import type { Counts } from '../../../stats/measures.ts';
import type { View } from '../frame/view.ts';
import { Definition } from '../parts/definition.tsx';
import { Change } from '../parts/figures.tsx';
import { channelLabel, isChannel } from '../parts/name-texts.ts';
import type { Part } from '../words/format.ts';
import type { MeasureName } from '../words/measures.ts';
import { countSightings } from './count-sightings.ts';
import type { Overview, Sightings } from './read-overview.ts';
import { allShared, perShare, type SharedLinks } from './read-shared.ts';

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
      <LeadFigures
        sightings={overview.sightings}
        shared={overview.shared}
        view={view}
        now={now}
        before={before}
      />
    </div>
  );
}

interface FiguresOf {
  sightings: Sightings;
  /** The links that were shared; figures about shares are left out if nothing was. */
  shared?: readonly SharedLinks[];
  view: View;
  now: Counts;
  before: Counts;
}

export function LeadFigures({ sightings, shared = [], view, now, before }: FiguresOf) {
  const { words } = view;
  const crossedBefore = sightings.before.filter(({ crossed }) => crossed === true);
  const { ofWhichCrossed } = words.figures;
  return (
    <dl class="figs tn">
      <Figure view={view} measure="clicks" counts={[now.clicks, before.clicks]} />
      <Figure view={view} measure="uniqueClicks" counts={[now.uniqueClicks, before.uniqueClicks]} />
      {now.shares > 0 ? <Figure view={view} measure="shares" counts={[now.shares, before.shares]} /> : null}
      <ClicksPerShare view={view} shared={shared} />
      <Figure
        view={view}
        measure="sightings"
        counts={[countSightings(sightings.apps), countSightings(sightings.before)]}
      />
      <Figure
        view={view}
        measure="crossed"
        label={ofWhichCrossed}
        counts={[countSightings(sightings.crossed), countSightings(crossedBefore)]}
      />
    </dl>
  );
}

interface FigureOf {
  view: View;
  measure: MeasureName;
  label?: string;
  counts: [now: number, before: number];
}

function Figure({ view, measure, label, counts: [now, before] }: FigureOf) {
  return (
    <div>
      <dt>
        <Definition view={view} measure={measure} {...(label === undefined ? {} : { label })} />
      </dt>
      <dd>
        <b>{view.format.number(now)}</b>{' '}
        <span>
          <Change view={view} now={now} before={before} />
        </span>
      </dd>
    </div>
  );
}

/** With the size of the sample instead of a change: a mean of few shares moves by chance. */
function ClicksPerShare({ view, shared }: Pick<FiguresOf, 'view'> & { shared: readonly SharedLinks[] }) {
  const { format, words } = view;
  const all = allShared(shared);
  if (!all) return null;
  return (
    <div class="sampled">
      <dt>
        <Definition view={view} measure="clicksPerShare" />
      </dt>
      <dd>
        <b>{format.decimal(perShare(all))}</b> <span />
      </dd>
      <dd>{words.sharing.ofShares(all.shares, format)}</dd>
    </div>
  );
}
