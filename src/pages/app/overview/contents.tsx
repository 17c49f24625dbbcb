/** First what spreads again, with the reason in words; then the contents with most clicks. */
import { Strip } from '../charts/strip.tsx';
import type { View } from '../frame/view.ts';
import { DefinedHeading, Definition } from '../parts/definition.tsx';
import { Change, changeText, partText, Split } from '../parts/figures.tsx';
import { channelLabel, isChannel, kindOf, shortAddress, titleText } from '../parts/name-texts.ts';
import { ChannelName, ListAddress, ListTitle } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import { type Period, stepsOf } from '../period.ts';
import type { Overview, Row, TopContent } from './read-overview.ts';

const HEIGHT = 24;

interface ContentsOf {
  view: View;
  overview: Overview;
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export function TopContents({ view, overview }: ContentsOf) {
  const { words, to } = view;
  const { top, spreading, period } = overview;
  if (top.length === 0) return null;
  const more = (
    <a class="more" href={to('/app/contents')}>
      {words.content.all}
    </a>
  );
  const bars = top.map(({ days }) => barsOf(days, period));
  const most = Math.max(1, ...bars.flat(), ...spreading.flatMap(({ days }) => barsOf(days, period)));
  return (
    <Section id="contents" head={words.content.head} notes={[words.content.note]} more={more}>
      {spreading.length > 0 ? (
        <>
          <DefinedHeading view={view} measure="spreading" id="spreading">
            {words.content.spreading}
          </DefinedHeading>
          <ul class="again">
            {spreading.map((each) => (
              <SpreadingRow view={view} period={period} spreading={each} />
            ))}
          </ul>
        </>
      ) : null}
      <table role="table" class="fold tn list">
        <Heads view={view} />
        <tbody role="rowgroup">
          {top.map((content, at) => (
            <ContentRow view={view} content={content} bars={bars[at] ?? []} most={most} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const clicksOf = (rows: Row[]) => rows.reduce((sum, { clicks }) => sum + clicks, 0);

/** The clicks of a content in each bar of the period. */
export const barsOf = (days: Row[], period: Period): number[] =>
  stepsOf(period, period.step).map(({ from, to }) =>
    clicksOf(days.filter(({ day }) => String(day) >= from && String(day) <= to)),
  );

function SpreadingRow({
  view,
  period,
  spreading,
}: {
  view: View;
  period: Period;
  spreading: Overview['spreading'][number];
}) {
  const { words, format, language, to } = view;
  const { found, days } = spreading;
  const bars = barsOf(days, period);
  const factor = found.usual < 1 ? null : Math.floor(found.clicks / found.usual);
  const channel = isChannel(found.channel) ? channelLabel(found.channel, language) : null;
  const name = found.title === null ? shortAddress(found.url) : titleText(found.title);
  return (
    <li>
      <div class="what">
        <ListTitle href={to(`/app/contents/${found.contentId}`)} title={found.title} url={found.url} />{' '}
        <span class="why">{words.content.why(factor, found.since, channel, format)}</span>
      </div>
      <div>
        <Strip
          counts={bars}
          most={Math.max(1, ...bars)}
          height={HEIGHT}
          lowest={26}
          label={`${name}: ${words.content.overTime}`}
          fill="private"
        />
      </div>
      <div class="n">
        <b>{words.content.clicksIn7Days(found.clicks, format)}</b>
      </div>
    </li>
  );
}

function Heads({ view }: { view: View }) {
  const { words } = view;
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">
          {words.content.page}
        </th>
        <th role="columnheader" scope="col" class="sp">
          {words.content.overTime}
        </th>
        {(['clicks', 'change', 'privateShare'] as const).map((measure) => (
          <th role="columnheader" scope="col" class="n">
            <Definition view={view} measure={measure} />
          </th>
        ))}
        <th role="columnheader" scope="col">
          {words.content.topChannel}
        </th>
      </tr>
    </thead>
  );
}

function ContentRow({
  view,
  content,
  bars,
  most,
}: {
  view: View;
  content: TopContent;
  bars: number[];
  most: number;
}) {
  const { words, language, to, format } = view;
  const { row, before, channels } = content;
  const title = textOrNull(row.title);
  const url = textOrNull(row.url) ?? '';
  const sorted = channels.toSorted((a, b) => b.clicks - a.clicks);
  const top = sorted[0]?.channel;
  const privates = clicksOf(
    channels.filter(({ channel }) => isChannel(channel) && kindOf(channel) === 'private'),
  );
  const part = { part: privates, whole: row.clicks };
  const name = title === null ? shortAddress(url) : titleText(title);
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <ListTitle href={to(`/app/contents/${row.contentId}`)} title={title} url={url} />
        {title === null ? null : (
          <span class="path">
            <ListAddress url={url} />
          </span>
        )}
      </th>
      <td role="cell" class="wide sp">
        <Strip
          counts={bars}
          most={most}
          height={HEIGHT}
          lowest={26}
          label={`${name}: ${words.content.overTime}`}
          fill="private"
        />
      </td>
      <td role="cell" class="n big">
        {format.number(row.clicks)}
      </td>
      <td role="cell" class="n aux-d">
        <Change view={view} now={row.clicks} before={before} />
      </td>
      <td role="cell" class="n aux-d">
        <Split view={view} part={part} />
      </td>
      <td role="cell" class="aux-d">
        {isChannel(top) ? <ChannelName view={view} channel={top} /> : null}
      </td>
      <td role="cell" class="auxrow">
        <b>{changeText(view, row.clicks, before)}</b> · {words.content.privateShare(partText(view, part))}
        {isChannel(top) ? ` · ${channelLabel(top, language)}` : ''}
      </td>
    </tr>
  );
}
