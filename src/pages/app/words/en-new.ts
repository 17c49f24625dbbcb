/** The English texts of the pages that make links. */
import type { Format } from './format.ts';

export const enNew = {
  title: 'New links',
  note: 'One address in, one short link per channel out.',
  url: 'Address of the page',
  urlHint: 'We keep the address unchanged. Tracking parameters do not create a second content.',
  channels: 'Channels',
  channelsHint: 'Choose where it will be shared. You can add channels later.',
  slug: 'Readable slug',
  slugHint: 'Optional. Each channel adds its ending: guide-wa, guide-mail …',
  more: 'Title, campaign, tags',
  pageTitle: 'Title',
  pageTitleHint: 'Optional; shown in lists and share messages.',
  campaign: 'Campaign',
  tags: 'Tags',
  tagsHint: 'Separated by commas',
  make: 'Make the links',
  willGet: 'You will get',
  willGetEach:
    'One short link for each channel, to be used only there: that is how we know where it was shared.',
  known: 'If this page is already known, you get its existing links, unchanged.',
  problems: 'The links were not made.',
  badUrl: 'This is not the address of a web page, such as https://example.org/guide.',
  badSlug: 'A slug has letters, digits, - and _, and begins and ends with a letter or a digit.',
  slugTaken: 'This slug is taken. Choose another one.',
  noChannel: 'Choose at least one channel.',
  tooLong: (most: number, { number }: Format) => `At most ${number(most)} characters.`,
  tooManyTags: (most: number, { number }: Format) => `At most ${number(most)} tags.`,
  ready: (count: number, { number, plural }: Format) =>
    `${number(count)} ${plural(count, 'link is', 'links are')} ready`,
  readyNote: 'Use each link only in its channel: that is how we know where it was shared.',
  seeContent: 'See the content',
  copyTable: 'Copy all as a table',
  copyMarkdown: 'Copy as Markdown',
  another: 'Another page',
  test: 'To try a link without counting, add “.test” to it.',
};
