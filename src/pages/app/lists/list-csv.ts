/** A list as a file: exactly the rows and figures that its pages show, all pages in one. */
import { csvText } from '../../../csv.ts';
import { nextTurn } from '../../../next-turn.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { timeText } from '../edit/time-text.ts';
import type { View } from '../frame/view.ts';
import { channelLabel, isChannel, kindOf } from '../parts/name-texts.ts';
import { endsYesterday, type Period } from '../period.ts';
import type { ContentItem, Figures, LinkItem, ListPage } from './read-lists.ts';

/** Rows that are read at once. */
export const CSV_SLICE = 500;
/** Longer lists are made shorter by filters. */
export const MOST_CSV_ROWS = 50_000;

type Cell = string | number | null;

/** A column: its head, and what it says of a row. */
type Column<Item> = readonly [head: string, cell: (row: Figures & { item: Item }) => Cell];

const privateClicks = ({ channels }: Figures): number =>
  channels
    .filter(({ channel }) => isChannel(channel) && kindOf(channel) === 'private')
    .reduce((sum, { clicks }) => sum + clicks, 0);

/** Times are the member's, as spreadsheets read them. */
const time = (at: number | null, { zone }: View): Cell =>
  at === null ? null : timeText(at, zone).replace('T', ' ');

function figureColumns<Item>({ words }: View, period: Period): Column<Item>[] {
  const { csv } = words.contents;
  return [
    [endsYesterday(period) ? csv.clicksWithoutToday : csv.clicks, ({ clicks }) => clicks],
    [csv.before, ({ before }) => before],
    [csv.change, ({ clicks, before }) => clicks - before],
  ];
}

export function contentColumns(view: View, period: Period): Column<ContentItem>[] {
  const { csv } = view.words.contents;
  return [
    [csv.title, ({ item }) => item.content.title],
    [csv.address, ({ item }) => item.content.url],
    [csv.links, ({ item }) => item.links.length],
    [
      csv.channels,
      ({ item }) =>
        [...new Set(item.links.map(({ channel }) => channelLabel(channel, view.language)))].join(', '),
    ],
    ...figureColumns<ContentItem>(view, period),
    [endsYesterday(period) ? csv.privateClicksWithoutToday : csv.privateClicks, privateClicks],
    [csv.lastClick, ({ lastClickAt }) => time(lastClickAt, view)],
    [csv.campaign, ({ item }) => item.content.campaign],
    [csv.tags, ({ item }) => item.content.tags.join(', ')],
    [csv.reference, ({ item }) => item.content.externalId],
    [csv.made, ({ item }) => time(item.content.createdAt, view)],
    [csv.state, ({ item }) => (item.content.archived ? csv.archived : csv.live)],
    [csv.id, ({ item }) => item.content.id],
  ];
}

interface LinkColumnsOf {
  view: View;
  period: Period;
  publicUrl: string;
  statesOf: (item: LinkItem) => string[];
}

export function linkColumns({ view, period, publicUrl, statesOf }: LinkColumnsOf): Column<LinkItem>[] {
  const { csv } = view.words.contents;
  return [
    [csv.shortLink, ({ item }) => shortUrl(publicUrl, item.link)],
    [csv.channel, ({ item }) => channelLabel(item.link.channel, view.language)],
    [csv.title, ({ item }) => item.link.title ?? item.content?.title ?? null],
    [csv.address, ({ item }) => item.link.url],
    ...figureColumns<LinkItem>(view, period),
    [csv.lastClick, ({ lastClickAt }) => time(lastClickAt, view)],
    [csv.campaign, ({ item }) => item.link.campaign || (item.content?.campaign ?? '')],
    [csv.tags, ({ item }) => item.link.tags.join(', ')],
    [csv.reference, ({ item }) => item.link.externalId],
    [csv.made, ({ item }) => time(item.link.createdAt, view)],
    [csv.state, ({ item }) => statesOf(item).join(', ') || csv.live],
    [csv.id, ({ item }) => item.link.id],
  ];
}

/** All rows, page after page. Null if there are more than a file may have. */
export async function listCsv<Item>(
  columns: Column<Item>[],
  readPage: (after: string) => Promise<ListPage<Item>>,
): Promise<string | null> {
  const parts = [csvText([columns.map(([head]) => head)], { isFirst: true })];
  let rows = 0;
  for (let after: string | null = ''; after !== null; ) {
    const { items, next }: ListPage<Item> = await readPage(after);
    rows += items.length;
    if (rows > MOST_CSV_ROWS) return null;
    parts.push(csvText(items.map((row) => columns.map(([, cell]) => cell(row)))));
    after = next;
    await nextTurn();
  }
  return parts.join('');
}
