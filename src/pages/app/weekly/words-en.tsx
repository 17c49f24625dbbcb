/** The English texts of the weekly summary. Its type is the catalogue: French must have the same entries. */
import type { Child } from 'hono/jsx';
import type { RefusalReason } from '../../../hits/hit.ts';
import type { Format, Part } from '../words/format.ts';

export interface WeekFacts {
  from: string;
  to: string;
  clicks: number;
  before: number;
  privates: Part;
}

const refusals: Record<RefusalReason, string> = {
  archived: 'The link was archived.',
  deleted: 'The link was deleted.',
  blocked: 'The link was blocked.',
  not_started: 'The link was not open yet.',
  expired: 'The link had expired.',
  used_up: 'The link had reached its click limit.',
  password: 'The visitor was asked for the password.',
  wrong_password: 'The password was wrong.',
};

/** How a week compares with the one before, in words. */
function compared(clicks: number, before: number, { number, isMany }: Format): string {
  const difference = Math.abs(clicks - before);
  if (difference === 0) return 'as many as in the week before';
  const size = isMany(before) ? `${number(Math.round((difference / before) * 100))}%` : number(difference);
  return `${size} ${clicks > before ? 'more' : 'fewer'} than in the week before`;
}

export const en = {
  title: 'Weekly summary',
  week: (from: string, to: string, { days }: Format) => `Week of ${days(from, to)}`,
  nav: 'Weeks',
  previous: 'Previous week',
  next: 'Next week',
  answer: ({ from, to, clicks, before, privates }: WeekFacts, format: Format): Child => (
    <>
      <strong>
        {format.number(clicks)} {format.plural(clicks, 'click', 'clicks')}
      </strong>{' '}
      in the week of {format.days(from, to, 'long')}, {compared(clicks, before, format)}.{' '}
      {format.share(privates) ?? `${format.number(privates.part)} of ${format.number(privates.whole)}`} came
      through private channels.
    </>
  ),
  quiet: ({ from, to, before }: WeekFacts, format: Format) =>
    `No clicks in the week of ${format.days(from, to, 'long')}; ${before === 0 ? 'none' : format.number(before)} in the week before${before === 0 ? ' either' : ''}.`,
  days: 'Clicks per day',
  daysNote: 'The week before is shown on the left.',
  before: 'The week before',
  movers: 'Top movers',
  moversNote: 'Pages whose clicks have changed most since the week before.',
  risers: 'Up',
  fallers: 'Down',
  noMovers: 'No page has more or fewer clicks than in the week before.',
  counts: (now: number, before: number, { number }: Format) => `${number(now)} after ${number(before)}`,
  firstSeen: 'New sightings',
  firstSeenNote: 'Apps in which a page was seen for the first time (UTC days).',
  firstIn: (app: string, day: string) => `first seen in ${app} on ${day}`,
  moreSeen: (count: number, { number, plural }: Format) =>
    `And ${number(count)} ${plural(count, 'other', 'others')}.`,
  noneSeen: 'No page was seen in an app that is new to it.',
  spreading: 'Spreading again',
  spreadingNote: 'Pages at least four weeks old with at least twice their usual weekly clicks.',
  noneSpreading: 'No older page has come back this week.',
  turnedAway: 'What was turned away',
  turnedAwayNote: 'Visits to links that were not open (UTC days). They are not hits and not clicks.',
  noneTurnedAway: 'Nobody was turned away.',
  refusals,
};
