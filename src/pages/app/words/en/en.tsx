/** The English texts of the application. Its type is the catalogue: every other language must have the same entries. */

import type { Format, Part } from '../format.ts';
import type { PeriodWords } from '../sentences.ts';
import { enAnswer, LAST } from './answer.tsx';
import { enContent } from './content.ts';
import { enList } from './list.ts';
import { enNew } from './new.ts';
import { enQr } from './qr.ts';
import { enRules } from './rules.ts';
import { enSharing } from './sharing.ts';

const clicks = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'click', 'clicks')}`;
export const en = {
  nav: {
    main: 'Main',
    overview: 'Overview',
    content: 'Content',
    live: 'Live',
    weekly: 'Weekly summary',
    share: 'Share this view',
    report: 'Share a report',
    newLinks: 'New links',
    new: 'New',
    account: 'Account and settings',
    skip: 'Skip to content',
    otherLanguage: 'Français',
    dark: 'Dark',
    light: 'Light',
    system: 'As the system',
    settings: 'Settings',
    docs: 'API documentation',
    signOut: 'Sign out',
    privacy: 'Privacy',
    howWeCount: 'How\u00a0we\u00a0count',
  },
  foot: (upTo: string, zone: string) => `Counted up to ${upTo}, ${zone}`,
  footPromise: 'Visitors are counted per link and day. No cookies, no stored addresses.',
  period: {
    label: 'Period',
    '7d': '7\u00a0days',
    '30d': '30\u00a0days',
    '90d': '90\u00a0days',
    '12m': '12\u00a0months',
    dates: 'Dates',
    from: 'From',
    to: 'To',
    show: 'Show',
    before: (period: PeriodWords) =>
      period.preset === null ? 'As many days before' : `The ${LAST[period.preset]} before`,
    todaySoFar: 'Today so far',
    tooFew: 'A period consists of whole days and ends yesterday at the latest.',
  },
  filter: {
    label: 'Filter',
    any: 'Any',
    channel: 'Channel',
    campaign: 'Campaign',
    tag: 'Tag',
    placement: 'Placement',
    remove: (what: string) => `Remove the filter ${what}`,
  },
  answer: enAnswer,
  contents: enContent,
  make: enNew,
  many: enList,
  rules: enRules,
  qr: enQr,
  sharing: enSharing,
  figures: { label: 'Figures', ofWhichCrossed: 'of which crossed', new: 'new' },
  kinds: { private: 'Private', public: 'Public', offline: 'Offline' },
  table: {
    show: 'Show as a table',
    named: (caption: string) => `Table: ${caption}`,
    day: 'Day',
    total: 'total',
    isNew: 'new',
    anyApp: 'any app',
  },
  time: {
    head: 'Clicks per day',
    headByWeek: 'Clicks per week',
    note: 'Each bar is a whole day. Today is hatched: it is not over, and not in the totals.',
    noteByWeek: 'Each bar is seven whole days. Today is hatched: it is not over, and not in the totals.',
    how: 'Clicks per day. Point at a day, or use the arrow keys.',
    none: 'No clicks in this period.',
    clicks,
    peak: (count: string, day: string) => `${count} on ${day}`,
    peakWeek: (count: string, from: string) => `${count} in the week of ${from}`,
    peakWeekShort: (count: string, from: string) => `${count} · ${from}`,
  },
  channels: {
    head: 'Channels',
    note: 'The same scale in every row, so that heights compare.',
    channel: 'Channel',
    scale: (most: string) => `Clicks per day, 0–${most}`,
    scaleByWeek: (most: string) => `Clicks per week, 0–${most}`,
    row: (channel: string, most: string) => `${channel}: clicks per day, 0–${most}`,
    visitors: (count: number, { number, plural }: Format) =>
      `${number(count)} daily ${plural(count, 'visitor', 'visitors')}`,
    sightings: (count: number, { number, plural }: Format) =>
      `${number(count)} ${plural(count, 'sighting', 'sightings')}`,
    crossed: (count: number, { number }: Format) => `${number(count)} crossed`,
    shared: (count: number, { number, plural }: Format) =>
      `shared ${number(count)} ${plural(count, 'time', 'times')}`,
    eachShare: (clicks: number, { decimal }: Format) => `${decimal(clicks)} clicks each`,
  },
  crossing: {
    head: 'Crossed channels',
    note: ({ part, whole }: Part, { number, plural }: Format) =>
      `A link made for one app, seen in another: ${number(part)} of ${number(whole)} ${plural(whole, 'sighting', 'sightings')} that could cross. Straight lines are links that stayed where they were meant to be.`,
    none: 'No link was seen in an app that it was not made for.',
    proves:
      'A sighting proves that the link was placed in the app that day at least once. It does not show how often, by whom, or whether it was sent.',
    madeFor: 'Made for',
    seenIn: 'Seen in',
    both: 'Made for ↓ / Seen in →',
    plus: (count: number, { number }: Format) => `+ ${number(count)} crossed`,
    seen: 'seen in',
    /** Where there are more than are drawn. */
    drawn: ({ channels, apps }: { channels: Part; apps: Part }, { number, plural }: Format) =>
      `Drawn: ${number(channels.part)} of ${number(channels.whole)} ${plural(channels.whole, 'channel', 'channels')}, ${number(apps.part)} of ${number(apps.whole)} ${plural(apps.whole, 'app', 'apps')}.`,
    listed: ({ part, whole }: Part, { number }: Format) =>
      `Listed: the ${number(part)} largest of ${number(whole)} crossed channels.`,
    all: 'All in the table',
    links: (count: number, { number, plural }: Format) =>
      `${number(count)} ${plural(count, 'link', 'links')}`,
  },
  seen: {
    head: 'Where links were seen',
    note: 'Each square is a day (UTC). The stronger it is, the more links were seen in that app.',
    noteByWeek: 'Each square is seven days (UTC). The stronger it is, the more links were seen in that app.',
    none: 'No app has fetched the preview of a link in this period.',
    links: 'Links',
    daysOf: (seen: number, all: number, { number, plural }: Format) =>
      `${number(seen)} of ${number(all)} ${plural(all, 'day', 'days')}`,
    ofItsKind: 'or an app of its kind',
    ofItsMaker: 'one of its apps',
  },
  content: {
    head: 'Content',
    note: 'Ordered by clicks in the period.',
    all: 'All content',
    spreading: 'Spreading again',
    why: (factor: number | null, since: string, channel: string | null, { number, day }: Format) => {
      const often = factor === null ? 'clicked again' : `${number(factor)} times its usual weekly clicks`;
      return `${often} since ${day(since)}${channel === null ? '' : `, mostly ${channel}`}`;
    },
    clicksIn7Days: (count: number, format: Format) => `${clicks(count, format)} in 7\u00a0days`,
    page: 'Content',
    overTime: 'Clicks over time',
    topChannel: 'Top channel',
    privateShare: (text: string) => `${text} private`,
    few: ({ part, whole }: Part, { number }: Format) => `${number(part)} of ${number(whole)}`,
    what: (label: string) => `What is “${label}”?`,
    untitled: 'Without a title',
  },
  readers: {
    head: 'Readers',
    note: 'Of clicks. Countries come from the network, never from a stored address.',
    countries: 'Countries',
    placements: 'Placements',
    devices: 'Devices',
    device: { mobile: 'Phone', desktop: 'Computer', tablet: 'Tablet', other: 'Other' },
    unknown: 'Unknown',
    others: (count: number, { number, plural }: Format) =>
      `${number(count)} ${plural(count, 'other', 'others')}`,
    noPlacement: 'No placement',
    none: 'None in this period.',
  },
  out: {
    head: 'What was not counted',
    note: (hits: number, count: number, format: Format) =>
      `Of ${format.number(hits)} ${format.plural(hits, 'request', 'requests')}, ${clicks(count, format)} were by people. The rest is counted separately: the six numbers add up to all requests.`,
    each: (label: string, count: number, { number }: Format) =>
      `${label}: see each of the ${number(count)}, with its reason`,
    turnedAway: (times: number, { number, plural }: Format) =>
      `Also ${number(times)} ${plural(times, 'visit', 'visits')} to links that were not open.`,
  },
  sightings: {
    title: 'Sightings',
    head: (channel: string, app: string) => `${channel} links seen in ${app}`,
    headOf: (app: string) => `Links seen in ${app}`,
    proves:
      'A sighting shows that the link was placed in the app at least once that day (UTC), or that previews of an earlier sighting went on. It does not show how often, by whom, or whether it was sent.',
    none: 'No sighting matches in this period.',
    all: 'All sightings',
    how: 'Sightings appear when somebody shares a link in an app that shows previews, such as WhatsApp or Slack.',
    older: 'Older sightings',
    link: 'Link',
    statement: 'What it shows',
  },
  first: {
    note: 'Make one link per channel for a page, and share each in its own channel. Then this page shows where it travels.',
    steps: [
      ['Paste an address', 'Sotto makes one short link for each channel you choose.'],
      ['Share each link in its channel', 'The WhatsApp link in WhatsApp, the email link in emails.'],
      ['Come back here', 'Clicks, apps and days appear as they happen.'],
    ],
  },
};
