/** The English texts of the pages about content and links. */
import type { Format } from '../format.ts';

export const enContent = {
  back: 'Content',
  leadsTo: 'Leads to',
  tags: 'Tags',
  campaign: 'Campaign',
  none: 'none',
  reference: 'Your reference',
  watchLive: 'See live',
  addChannels: 'Add channels',
  edit: 'Edit',
  see: 'See it',
  nobody: 'Nobody has clicked yet.',
  links: {
    head: 'Links',
    note: 'One per channel. Use each link only in its channel: that is how we know where it was shared. Clicks include those of today.',
    link: 'Link',
    actions: 'Copy, Share, QR code',
    copy: 'Copy',
    copied: 'Copied',
    copyOf: (channel: string) => `Copy the ${channel} link`,
    shareOf: (channel: string) => `Share the ${channel} link`,
    qrOf: (channel: string) => `QR code of the ${channel} link`,
    qr: 'QR code',
    qrNote: 'Scans count under the placement “.qr”.',
    lastClick: 'Last click',
    never: 'never',
    lastClickWas: (ago: string) => `Last click: ${ago}`,
    turnedAway: (count: number, { number }: Format) => `${number(count)} turned away`,
    clicksIn: (count: number, { number, plural }: Format) =>
      `${number(count)} ${plural(count, 'click', 'clicks')}`,
    archived: 'archived',
    blocked: 'blocked',
    expired: 'expired',
    notYet: 'not yet open',
    protected: 'password',
    more: (count: number, { number }: Format) => `Only the oldest ${number(count)} links are shown.`,
  },
  life: {
    head: 'Life so far',
    none: 'No clicks so far.',
    made: (day: string, ago: string) => `Made on ${day}, ${ago}.`,
    daysAgo: (days: number, { number, plural }: Format) =>
      days === 0 ? 'today' : `${number(days)} ${plural(days, 'day', 'days')} ago`,
    order: 'What happened, in order',
    firstSeen: (apps: string[], { list }: Format) => `First seen in ${list(apps)}`,
    crossed: (channel: string, app: string) => `${channel} link seen in ${app}`,
    spreading: 'Spreading again',
    added: (channels: string[], { list, plural }: Format) =>
      `${list(channels)} ${plural(channels.length, 'link', 'links')} added`,
    moved: (channels: string[], { list }: Format) => `Destination changed: ${list(channels)}`,
    expired: (channels: string[], { list, plural }: Format) =>
      `${list(channels)} ${plural(channels.length, 'link', 'links')} expired`,
    usedUp: (channels: string[], { list, plural }: Format) =>
      `${list(channels)} ${plural(channels.length, 'link', 'links')} used up`,
    archived: (channels: string[], { list, plural }: Format) =>
      `${list(channels)} ${plural(channels.length, 'link', 'links')} archived`,
    contentArchived: 'Content archived',
    /** Between two of these, and how the second begins: a name keeps its capital. */
    and: '; ',
    later: (text: string) =>
      text.replace(/^(Content|Destination|First|Spreading) /, (word) => word.toLowerCase()),
  },
  placements: {
    head: 'Placements',
    note: 'Add a dot and a word to any link, and its clicks are counted under this word. The link stays the same.',
    link: 'Link',
    copyOf: (mark: string) => `Copy the link for .${mark}`,
  },
  mix: {
    head: 'Channel mix',
    note: 'Which part of the clicks came through each channel, as time went on. Most clicks first.',
    days: 'Days',
    mix: 'Channels',
    none: 'no clicks',
    part: (channel: string, part: string) => `${channel} ${part}`,
    others: (count: number, { number, plural }: Format) =>
      `${number(count)} ${plural(count, 'other', 'others')}`,
  },
  link: {
    open: 'See this link',
    of: (channel: string) => `${channel} link`,
    clicked: (
      { clicks, today, days, last }: { clicks: number; today: number; days: number; last: string },
      { number, plural }: Format,
    ) => {
      const counted = (count: number) => `${number(count)} ${plural(count, 'click', 'clicks')}`;
      if (clicks === 0)
        return today === 0
          ? 'Nobody has clicked yet.'
          : `${counted(today)} today so far, the last one ${last}.`;
      const since = `${counted(clicks)} in ${number(days)} ${plural(days, 'day', 'days')}`;
      return today === 0
        ? `${since}, the last one ${last}.`
        : `${since}, and ${number(today)} today so far; the last one ${last}.`;
    },
    channel: 'Channel',
    opens: 'Opens',
    expires: 'Expires',
    limit: 'Limit',
    clicks: (count: number, { number, plural }: Format) =>
      `${number(count)} ${plural(count, 'click', 'clicks')}`,
    afterwards: 'Afterwards',
    redirect: 'Redirect',
    state: 'State',
    made: 'Made',
    history: 'Former destinations',
    historyNote: 'Where this link led before. Its counts have stayed.',
    until: 'Until',
  },
  list: {
    title: 'Content',
    contents: 'Content',
    links: 'Links',
    show: 'Content or links',
    search: 'Search',
    searchHint: 'Title, address or reference',
    apply: 'Apply',
    state: 'State',
    states: { live: 'Live', archived: 'Archived', any: 'All' },
    sort: 'Sort by',
    sorts: {
      clicks: 'Most clicks',
      gain: 'Gained most',
      loss: 'Lost most',
      lastClick: 'Last clicked',
      newest: 'Newest',
      oldest: 'Oldest',
      updated: 'Last changed',
      title: 'Title',
      slug: 'Slug',
    },
    domain: 'Domain',
    none: 'Nothing matches.',
    withoutFilters: 'Show everything',
    noneYet: 'There is no content yet. Paste an address, and get a link for each channel.',
    pages: 'Pages of the list',
    next: 'Next',
    first: 'Back to the first',
    channels: 'Channels',
    made: 'Made',
    withoutToday: 'without today',
    todayIsOut: 'Today is not over, and not in the count.',
    csv: 'CSV',
  },
  csv: {
    title: 'Title',
    address: 'Address',
    links: 'Links',
    channels: 'Channels',
    shortLink: 'Short link',
    channel: 'Channel',
    clicks: 'Clicks',
    clicksWithoutToday: 'Clicks without today',
    before: 'Clicks before',
    change: 'Change',
    privateClicks: 'Private clicks',
    privateClicksWithoutToday: 'Private clicks without today',
    lastClick: 'Last click',
    campaign: 'Campaign',
    tags: 'Tags',
    reference: 'Reference',
    made: 'Made',
    state: 'State',
    live: 'live',
    archived: 'archived',
    id: 'Id',
    tooLong: (most: number, { number }: Format) =>
      `A file has at most ${number(most)} rows. Use filters to make the list shorter.`,
  },
};
