/** The English sentences that answer first. */
import type { Child } from 'hono/jsx';
import { type Format, isDivided, type Part } from '../format.ts';
import type {
  AnswerFacts,
  ChannelFacts,
  ContentFacts,
  LeftOut,
  PeriodWords,
  SampleFacts,
} from '../sentences.ts';

const SPELLED = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const spelled = (count: number, { number }: Format) => SPELLED[count] ?? number(count);
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** How long a preset period is. */
export const LAST = {
  '7d': '7\u00a0days',
  '30d': '30\u00a0days',
  '90d': '90\u00a0days',
  '12m': '12\u00a0months',
} as const;

const inPeriod = (period: PeriodWords, { day }: Format) =>
  period.preset === null
    ? `from ${day(period.from)} to ${day(period.to, 'year')}`
    : `in the last ${LAST[period.preset]}`;
const thanBefore = (period: PeriodWords) =>
  period.preset === null ? 'in as many days before' : `in the ${LAST[period.preset]} before`;
const clicks = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'click', 'clicks')}`;

/** A part as a percentage, or as a count if there are few. */
const countOf = (part: Part, format: Format) => format.share(part) ?? format.number(part.part);
/** Which part of few clicks is private. */
const inPrivate = ({ part, whole }: Part, { number, plural }: Format) => {
  if (whole === 1) return part === 1 ? 'through a private channel' : 'not through a private channel';
  return `${number(part)} of them through ${plural(part, 'a private channel', 'private channels')}`;
};

export const enAnswer = {
  nothing: 'Nothing has been shared yet.',
  noClicks: (period: PeriodWords, format: Format) => `No clicks ${inPeriod(period, format)}.`,
  today: (privates: Part, format: Format): Child => (
    <>
      <strong>{clicks(privates.whole, format)}</strong> today so far, {inPrivate(privates, format)}.
    </>
  ),
  plain: (period: PeriodWords, count: number, format: Format): Child => (
    <>
      <strong>{clicks(count, format)}</strong> {inPeriod(period, format)}.
    </>
  ),
  few: ({ period, clicks: count, privates }: AnswerFacts, format: Format): Child => (
    <>
      <strong>{clicks(count, format)}</strong> {inPeriod(period, format)}, {inPrivate(privates, format)}.
    </>
  ),
  usual: (facts: AnswerFacts, format: Format): Child => {
    const { period, privates, top, spreading, spreadingLink } = facts;
    const pages = `${spelled(spreading, format)} older ${format.plural(spreading, 'page is', 'pages are')} spreading again`;
    return (
      <>
        {upper(inPeriod(period, format))}, <strong>{format.percent(privates)} of clicks</strong> came through
        private channels. {top} carries the most
        {spreading > 0 ? <>, and {spreadingLink(pages)}</> : null}.
      </>
    );
  },
  ofChannel: ({ period, channel, clicks: count, before }: ChannelFacts, format: Format): Child => {
    const times = format.plural(count, 'once', `${format.number(count)} times`);
    const change = Math.round((Math.abs(count - before) / before) * 100);
    const compared = !format.isMany(before)
      ? `${format.number(before)} ${thanBefore(period)}`
      : change === 0
        ? `as often as ${thanBefore(period)}`
        : `${format.number(change)}% ${count > before ? 'more' : 'less'} than ${thanBefore(period)}`;
    return (
      <>
        {channel} links were clicked <strong>{times}</strong> {inPeriod(period, format)}
        {before === 0 ? '' : `, ${compared}`}.
      </>
    );
  },
  sample: ({ period, privates, before }: SampleFacts, format: Format) => {
    const { part, whole } = privates;
    const difference = Math.abs(whole - before);
    const change = format.isMany(before) ? ` (${format.change(whole, before)})` : '';
    const more = format.plural(difference, 'click', 'clicks');
    const compared =
      difference === 0
        ? `as many clicks as ${thanBefore(period)}`
        : `${format.number(difference)} ${whole > before ? 'more' : 'fewer'} ${more} than ${thanBefore(period)}${change}`;
    const ofThem = isDivided(privates) ? `, ${format.number(part)} of them private` : '';
    // Without clicks before, there may have been no links.
    return `${clicks(whole, format)}${ofThem}${before === 0 ? '' : `; ${compared}`}.`;
  },
  notCounted: (out: LeftOut, { number, plural }: Format) => {
    const names: Record<keyof LeftOut, [one: string, other: string]> = {
      previews: ['preview', 'previews'],
      bots: ['bot', 'bots'],
      repeats: ['double click', 'double clicks'],
      prefetches: ['prefetch', 'prefetches'],
      scanners: ['mail scanner', 'mail scanners'],
    };
    const kinds = (Object.keys(names) as (keyof LeftOut)[]).filter((kind) => out[kind] > 0);
    const texts = kinds
      .sort((a, b) => out[b] - out[a])
      .map((kind) => `${number(out[kind])} ${plural(out[kind], ...names[kind])}`);
    return texts.length === 0 ? 'Nothing was left out.' : `Not counted: ${texts.join(', ')}.`;
  },
  ofContent: (
    { clicks: count, days, today, privates, firstWeek, spreading }: ContentFacts,
    format: Format,
  ): Child => {
    const since = `in ${format.number(days)} ${format.plural(days, 'day', 'days')}`;
    const mostlyFirst = firstWeek.part / Math.max(1, firstWeek.whole) >= 0.6;
    return (
      <>
        <strong>{clicks(count, format)}</strong> {since},{' '}
        {privates.whole === 1 ? inPrivate(privates, format) : `${countOf(privates, format)} of them private`}
        {today === 0 ? '' : `, and ${format.number(today)} today so far`}.
        {spreading ? <> {enAnswer.cameBack(spreading, format)}</> : null}
        {!spreading && days >= 14 && mostlyFirst ? (
          <> {format.percent(firstWeek)} came in its first week.</>
        ) : null}
      </>
    );
  },
  cameBack: (
    { since, factor, wasQuiet, channel, part }: NonNullable<ContentFacts['spreading']>,
    format: Format,
  ): Child => (
    <>
      {wasQuiet ? 'Quiet for a month, it ' : 'It '}
      <span class="marker">came back on {format.day(since)}</span>
      {factor === null ? '' : `: ${format.number(factor)} times its usual weekly clicks`}
      {channel === null ? '' : `, ${countOf(part, format)} of them from ${channel}`}.
    </>
  ),
};
