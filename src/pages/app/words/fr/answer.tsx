/** The French sentences that answer first. */
import type { Child } from 'hono/jsx';
import type { enAnswer } from '../en/answer.tsx';
import { type Format, isDivided, type Part } from '../format.ts';
import type {
  AnswerFacts,
  ChannelFacts,
  ContentFacts,
  LeftOut,
  PeriodWords,
  SampleFacts,
} from '../sentences.ts';

const SPELLED = ['aucun', 'un', 'deux', 'trois', 'quatre', 'cinq', 'six', 'sept', 'huit', 'neuf', 'dix'];
const spelled = (count: number, { number }: Format) => SPELLED[count] ?? number(count);
const upper = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const LAST = {
  '7d': '7\u00a0derniers\u00a0jours',
  '30d': '30\u00a0derniers\u00a0jours',
  '90d': '90\u00a0derniers\u00a0jours',
  '12m': '12\u00a0derniers\u00a0mois',
};
/** How long the time before a preset period is. */
export const BEFORE = {
  '7d': 'les 7\u00a0jours',
  '30d': 'les 30\u00a0jours',
  '90d': 'les 90\u00a0jours',
  '12m': 'les 12\u00a0mois',
};

const inPeriod = (period: PeriodWords, { day }: Format) =>
  period.preset === null
    ? `du ${day(period.from)} au ${day(period.to, 'year')}`
    : `sur les ${LAST[period.preset]}`;
const thanBefore = (period: PeriodWords) =>
  period.preset === null ? 'sur autant de jours avant' : `sur ${BEFORE[period.preset]} d’avant`;
const clicks = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'clic', 'clics')}`;
/** French elides "de" before a vowel. */
const de = (name: string) => (/^[aeiouàâéèêëîïôöùûü]/i.test(name) ? `d’${name}` : `de ${name}`);

/** A part as a percentage, or as a count if there are few. */
const countOf = (part: Part, format: Format) => format.share(part) ?? format.number(part.part);
/** Which part of few clicks is private. */
const inPrivate = ({ part, whole }: Part, { number, plural }: Format) => {
  if (whole === 1) return part === 1 ? 'par un canal privé' : 'mais pas par un canal privé';
  return `dont ${number(part)} par ${plural(part, 'un canal privé', 'des canaux privés')}`;
};

export const frAnswer: typeof enAnswer = {
  nothing: 'Rien n’a encore été partagé.',
  noClicks: (period, format) => `Aucun clic ${inPeriod(period, format)}.`,
  today: (privates: Part, format): Child => (
    <>
      <strong>{clicks(privates.whole, format)}</strong> aujourd’hui jusqu’ici, {inPrivate(privates, format)}.
    </>
  ),
  plain: (period, count, format) => (
    <>
      <strong>{clicks(count, format)}</strong> {inPeriod(period, format)}.
    </>
  ),
  few: ({ period, clicks: count, privates }: AnswerFacts, format): Child => (
    <>
      <strong>{clicks(count, format)}</strong> {inPeriod(period, format)}, {inPrivate(privates, format)}.
    </>
  ),
  usual: (facts: AnswerFacts, format): Child => {
    const { period, privates, top, spreading, spreadingLink } = facts;
    const pages = `${spelled(spreading, format)} ${format.plural(spreading, 'ancien contenu repart', 'anciens contenus repartent')}`;
    return (
      <>
        {upper(inPeriod(period, format))}, <strong>{format.percent(privates)} des clics</strong> sont venus
        par des canaux privés. {top} en apporte le plus
        {spreading > 0 ? <>, et {spreadingLink(pages)}</> : null}.
      </>
    );
  },
  ofChannel: ({ period, channel, clicks: count, before }: ChannelFacts, format): Child => {
    const change = Math.round((Math.abs(count - before) / before) * 100);
    const compared = !format.isMany(before)
      ? `contre ${format.number(before)} ${thanBefore(period)}`
      : change === 0
        ? `autant que ${thanBefore(period)}`
        : `${format.number(change)}\u00a0% de ${count > before ? 'plus' : 'moins'} que ${thanBefore(period)}`;
    return (
      <>
        Les liens {channel} ont été ouverts <strong>{format.number(count)} fois</strong>{' '}
        {inPeriod(period, format)}
        {before === 0 ? '' : `, ${compared}`}.
      </>
    );
  },
  sample: ({ period, privates, before }: SampleFacts, format) => {
    const { part, whole } = privates;
    const difference = Math.abs(whole - before);
    const change = format.isMany(before) ? ` (${format.change(whole, before)})` : '';
    const compared =
      difference === 0
        ? `autant de clics que ${thanBefore(period)}`
        : `${clicks(difference, format)} de ${whole > before ? 'plus' : 'moins'} que ${thanBefore(period)}${change}`;
    const ofThem = isDivided(privates)
      ? `, dont ${format.number(part)} ${format.plural(part, 'privé', 'privés')}`
      : '';
    // Without clicks before, there may have been no links.
    return `${clicks(whole, format)}${ofThem}${before === 0 ? '' : `\u00a0; ${compared}`}.`;
  },
  notCounted: (out: LeftOut, { number, plural }) => {
    const names: Record<keyof LeftOut, [one: string, other: string]> = {
      previews: ['aperçu', 'aperçus'],
      bots: ['robot', 'robots'],
      repeats: ['double clic', 'doubles clics'],
      prefetches: ['préchargement', 'préchargements'],
      scanners: ['scanner de messagerie', 'scanners de messagerie'],
    };
    const kinds = (Object.keys(names) as (keyof LeftOut)[]).filter((kind) => out[kind] > 0);
    const texts = kinds
      .sort((a, b) => out[b] - out[a])
      .map((kind) => `${number(out[kind])} ${plural(out[kind], ...names[kind])}`);
    return texts.length === 0 ? 'Rien n’a été écarté.' : `Non comptés\u00a0: ${texts.join(', ')}.`;
  },
  ofContent: (
    { clicks: count, days, today, privates, firstWeek, spreading }: ContentFacts,
    format,
  ): Child => {
    const since = `en ${format.number(days)} ${format.plural(days, 'jour', 'jours')}`;
    const mostlyFirst = firstWeek.part / Math.max(1, firstWeek.whole) >= 0.6;
    return (
      <>
        <strong>{clicks(count, format)}</strong> {since},{' '}
        {privates.whole === 1
          ? inPrivate(privates, format)
          : `dont ${countOf(privates, format)} ${format.plural(privates.part, 'privé', 'privés')}`}
        {today === 0 ? '' : `, et ${format.number(today)} aujourd’hui jusqu’ici`}.
        {spreading ? <> {frAnswer.cameBack(spreading, format)}</> : null}
        {!spreading && days >= 14 && mostlyFirst ? (
          <> {format.percent(firstWeek)} sont venus la première semaine.</>
        ) : null}
      </>
    );
  },
  cameBack: ({ since, factor, wasQuiet, channel, part }, format): Child => (
    <>
      {wasQuiet ? 'Après un mois calme, il ' : 'Il '}
      <span class="marker">est reparti le {format.day(since)}</span>
      {factor === null ? '' : `\u00a0: ${format.number(factor)} fois ses clics d’une semaine habituelle`}
      {channel === null ? '' : `, dont ${countOf(part, format)} ${de(channel)}`}.
    </>
  ),
};
