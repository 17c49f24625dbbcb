/** The English texts of the pages that make links for many addresses. */
import type { LineField, LineState } from '../../../../link-lists/link-list.ts';
import type { Format } from '../format.ts';

const rows = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'line', 'lines')}`;

/** What follows a count of lines. */
type CountText = (count: number, format: Format) => string;

export const enList = {
  title: 'Many addresses at once',
  note: 'Paste addresses or upload a CSV file. You see what would happen to each line before anything is made.',
  paste: 'Addresses or CSV',
  pasteHint: (most: number, { number }: Format) =>
    `One address per line, or a table with a column “url”. At most ${number(most)} lines.`,
  file: 'Or a CSV file',
  fileHint: (megabytes: number) =>
    `At most ${megabytes} MB. Commas, semicolons or tabs; UTF-8, UTF-16 or Windows-1252.`,
  drop: 'Drop the file here',
  columnsHead: 'Columns',
  /** Short lines, because a line of a CSV must not look like two. */
  example:
    'url,title,channels\nhttps://example.org/a,Guide,"whatsapp,email"\nhttps://example.org/b,News,slack',
  columnsNote:
    'Only “url” is required. Others: title, description, image, campaign, tags, channels, slug, externalId, domain. French names work too. Separate several tags or channels in one cell with commas.',
  channels: 'Channels of lines that name none',
  channelsHint: 'Choose where they will be shared. You can add channels later.',
  check: 'See what would happen',
  problems: 'The list was not accepted.',
  problem: {
    empty: (_: string) => 'There is no address in the list.',
    too_large: (_: string) => 'The list is too large. Split it into several.',
    too_many_rows: (most: string) => `The list has more than ${most} lines. Split it into several.`,
    unreadable: (line: string) => `Line ${line} cannot be read: a quotation mark is not closed.`,
    no_channel: (_: string) => 'Choose at least one channel.',
  },
  unknownColumns: (names: string[], { list }: Format) => `These columns are not used: ${list(names)}.`,
  earlier: 'Earlier lists',
  earlierNote: (days: number, { number }: Format) => `Kept for ${number(days)} days.`,
  unnamed: 'Pasted list',
  ofLines: rows,
  preview: 'What would happen',
  previewNote: 'Nothing is made yet. Lines that are refused are left out; the others are made.',
  done: (count: number, format: Format) => `${rows(count, format)} done`,
  working: 'Making the links',
  doneNote: 'The result is kept here.',
  progress: (done: number, all: number, { number }: Format) => `${number(done)} of ${number(all)} lines done`,
  run: (count: number, format: Format) => `Make the links of ${rows(count, format)}`,
  goOn: 'Continue',
  running: 'Making links…',
  nothing: 'No line can be made. Correct the list and submit it again.',
  all: 'All',
  /** The choices of which lines are shown: short, so that all of them are in view on a phone. */
  kinds: {
    new: 'New',
    added: 'Known',
    exists: 'Existing',
    repeated: 'Repeated',
    refused: 'Refused',
  } as Record<LineState, string>,
  states: {
    new: 'New',
    added: 'Known, gets more links',
    exists: 'Exists already',
    repeated: 'Repeats a line above',
    refused: 'Refused',
  },
  counts: {
    new: () => 'new',
    added: () => 'known, with more links',
    exists: (count, { plural }) => plural(count, 'exists already', 'exist already'),
    repeated: (count, { plural }) => plural(count, 'repeats a line above', 'repeat a line above'),
    refused: () => 'refused',
  } as Record<LineState, CountText>,
  filter: 'Which lines',
  older: 'Next lines',
  field: (name: string, text: string) => `${name}: ${text}`,
  /** The columns as people name them: each is a name that a list may use. */
  fields: {
    url: 'url',
    title: 'title',
    description: 'description',
    image: 'image',
    campaign: 'campaign',
    tags: 'tags',
    channels: 'channels',
    slug: 'slug',
    externalId: 'externalId',
    domain: 'domain',
  } satisfies Record<LineField, string>,
  failed: 'This line failed because of a server error. Submit it again.',
  csv: 'Download the links as CSV',
  removal: {
    link: 'Remove this list…',
    title: (name: string | null) =>
      name === null ? 'Remove the pasted list?' : `Remove the list “${name}”?`,
    lostResult: (count: number, format: Format) =>
      `The list and the result of its ${rows(count, format)} are lost: which links were made, which lines were refused, and why.`,
    lostPlan: (count: number, format: Format) =>
      `The list of ${rows(count, format)} is lost, and with it what would happen to each.`,
    waiting: (count: number, format: Format) =>
      `${rows(count, format)} ${format.plural(count, 'is', 'are')} not done yet: no links are made for ${format.plural(count, 'it', 'them')}.`,
    links: 'Links that were made from the list stay, with their counts.',
    until: (day: string) => `If you do nothing, the list is kept until ${day}.`,
    undo: 'This cannot be undone.',
    button: 'Remove the list',
  },
  another: 'Another list',
};
