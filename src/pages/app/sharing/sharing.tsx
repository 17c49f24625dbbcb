/** How a content is shared, and how far: absent until somebody has shared it. */
import { MOST_SHARES, type ReachAnswer } from '../../../shares/read-reach.ts';
import { heightsOf, px, slotsOf } from '../charts/scale.ts';
import { ChartTable } from '../charts/table.tsx';
import type { View } from '../frame/view.ts';
import { allShared, perShare, type SharedLinks } from '../overview/read-shared.ts';
import { DefinedHeading, Definition } from '../parts/definition.tsx';
import { ChannelName } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import type { MeasureName } from '../words/measures.ts';
import { Funnel } from './funnel.tsx';
import { SpreadTree } from './spread-tree.tsx';

interface SharingOf {
  view: View;
  reach: ReachAnswer;
  /** The links that were shared, which clicks per share are about where no share has a code. */
  shared: readonly SharedLinks[];
  /** Clicks and sightings of all links of the content, for shares without codes. */
  clicks: number;
  sightings: number;
}

export function Sharing({ view, reach, shared, clicks, sightings }: SharingOf) {
  const { sharing } = view.words;
  if (reach.shares === 0) return null;
  const notes = [sharing.note, ...(reach.meta.complete ? [] : [sharing.uncounted(MOST_SHARES, view.format)])];
  return (
    <Section id="sharing" head={sharing.head} notes={notes}>
      <Figures view={view} reach={reach} shared={shared} />
      <Funnel view={view} reach={reach} clicks={clicks} sightings={sightings} />
      <Spread view={view} reach={reach} />
      <ByChannel view={view} reach={reach} />
      <SpreadTree view={view} reach={reach} />
    </Section>
  );
}

/** Clicks per share and the number of shares they are a mean of; null where nothing was shared in the whole days. */
function meanOf({ reach, shared }: Pick<SharingOf, 'reach' | 'shared'>) {
  if (reach.clicksPerShare !== null) return { mean: reach.clicksPerShare.mean, shares: reach.coded };
  const all = allShared(shared);
  return all ? { mean: perShare(all), shares: all.shares } : null;
}

function Figures({ view, reach, shared }: Pick<SharingOf, 'view' | 'reach' | 'shared'>) {
  const { format, words } = view;
  const { coded, reshareRate, ownClicks, shares } = reach;
  const perEach = meanOf({ reach, shared });
  const sample = words.sharing.ofShares(coded, format);
  const figures: [measure: MeasureName, figure: string, note: string | null][] = [
    ['shares', format.number(shares), null],
    ...(perEach === null
      ? []
      : ([
          ['clicksPerShare', format.decimal(perEach.mean), words.sharing.ofShares(perEach.shares, format)],
        ] as [MeasureName, string, string][])),
    ...(coded > 0
      ? ([
          ['reshareRate', format.decimal(reshareRate.value ?? 0), sample],
          ['ownClicks', format.number(ownClicks), null],
        ] as [MeasureName, string, string | null][])
      : []),
  ];
  return (
    <dl class="figs wide tn">
      {figures.map(([measure, figure, note]) => (
        <div>
          <dt>
            <Definition view={view} measure={measure} />
          </dt>
          <dd>
            <b>{figure}</b> {note === null ? null : <span>{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

const HEIGHT = 110;
const LABELS = 22;
const TOP = 18;

/** How many shares have how many clicks: bars, because a mean hides that most shares have few. */
function Spread({ view, reach }: { view: View; reach: ReachAnswer }) {
  const { words, format } = view;
  const { spread } = words.sharing;
  const { clicksPerShare } = reach;
  if (clicksPerShare === null) return null;
  const { buckets, mean, median, max } = clicksPerShare;
  const slots = slotsOf(buckets.length);
  const heights = heightsOf(Math.max(...buckets.map(({ shares }) => shares)), HEIGHT);
  const base = TOP + HEIGHT;
  return (
    <div class="part">
      <DefinedHeading view={view} measure="clicksPerShare">
        {spread.head}
      </DefinedHeading>
      <p class="note">{spread.average(format.decimal(mean), format.number(median), format.number(max))}</p>
      <svg class="ch spread" height={base + LABELS} role="img" aria-label={spread.label}>
        {buckets.map(({ from, to, shares }, at) => (
          <>
            <rect
              class="private"
              x={slots.x(at)}
              width={slots.width}
              y={px(base - heights.of(shares))}
              height={heights.of(shares)}
            />
            {shares > 0 ? (
              <text x={slots.middle(at)} y={px(base - heights.of(shares) - 5)} text-anchor="middle">
                {format.number(shares)}
              </text>
            ) : null}
            <text x={slots.middle(at)} y={base + 16} text-anchor="middle">
              {spread.range(from, to, format)}
            </text>
          </>
        ))}
        <line class="base" x1="0" x2="100%" y1={base + 0.5} y2={base + 0.5} />
      </svg>
      <ChartTable
        view={view}
        caption={spread.label}
        heads={[spread.clicks, spread.shares]}
        rows={buckets.map(({ from, to, shares }) => ({
          head: spread.range(from, to, format),
          cells: [format.number(shares)],
        }))}
      />
    </div>
  );
}

function ByChannel({ view, reach }: { view: View; reach: ReachAnswer }) {
  const { words, format } = view;
  const hasCodes = reach.coded > 0;
  const columns: MeasureName[] = [
    'shares',
    ...(hasCodes ? (['clicks', 'clicksPerShare', 'reshareRate'] as const) : []),
  ];
  return (
    <div class="part">
      <h3 class="h3">{words.sharing.byChannel.head}</h3>
      <table class="tn plain shares">
        <thead>
          <tr>
            <th scope="col">{words.channels.channel}</th>
            {columns.map((measure) => (
              <th scope="col" class="n">
                <Definition view={view} measure={measure} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {reach.channels.map(({ channel, shares, coded, clicks, clicksPerShare, reshareRate }) => (
            <tr>
              <th scope="row">
                <ChannelName view={view} channel={channel} />
              </th>
              <td class="n big">{format.number(shares)}</td>
              {hasCodes ? (
                <>
                  <td class="n">{coded > 0 ? format.number(clicks) : ''}</td>
                  <td class="n">{clicksPerShare === null ? '' : format.decimal(clicksPerShare.mean)}</td>
                  <td class="n">{reshareRate.value === null ? '' : format.decimal(reshareRate.value)}</td>
                </>
              ) : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
