/** The result of a list as CSV: one row for each link, and one for each line without any. */
import { csvText } from '../../../../csv.ts';
import { lineInput } from '../../../../link-lists/line-input.ts';
import { type LinkList, type ListLine, MAX_LINES } from '../../../../link-lists/link-list.ts';
import type { Link } from '../../../../links/link.ts';
import { shortUrl } from '../../../../urls/short-url.ts';
import { MOST_LINKS } from '../../contents/read-content.ts';
import type { PageDeps } from '../../env.ts';
import type { View } from '../../frame/view.ts';
import { channelLabel } from '../../parts/name-texts.ts';
import { reasonsOf } from './list-lines.tsx';

export async function listCsv(deps: PageDeps, list: LinkList, view: View): Promise<string> {
  const lines = await deps.store.linkLists.lines(list.id, { after: -1, limit: MAX_LINES, state: null });
  const links = await linksByContent(deps, lines);
  const { columns } = view.words.make;
  const rows = lines.flatMap((line) =>
    rowsOf(line, { list, view, links, publicUrl: deps.settings.publicUrl }),
  );
  const { line, address, title, result, reason, channel, shortLink } = columns;
  return csvText([[line, address, title, result, reason, channel, shortLink], ...rows], { isFirst: true });
}

async function linksByContent({ store }: PageDeps, lines: ListLine[]): Promise<Map<string, Link[]>> {
  const ids = [...new Set(lines.flatMap(({ contentId }) => contentId ?? []))];
  const contents = await store.contents.byIds(ids);
  const rowIds = contents.map(({ rowId }) => rowId);
  const links = rowIds.length === 0 ? [] : await store.links.firstOfContents(rowIds, MOST_LINKS);
  return Map.groupBy(links, ({ contentId }) => contentId);
}

interface RowsOf {
  list: LinkList;
  view: View;
  links: Map<string, Link[]>;
  publicUrl: string;
}

/** Of the links of a content, those in the channels that the line asks for. */
function rowsOf(each: ListLine, { list, view, links, publicUrl }: RowsOf): unknown[][] {
  const { line, fields, planned, state, problems, contentId } = each;
  const shown = state ?? planned;
  const reasons = reasonsOf(view, shown, problems).join(' ');
  const head = [line, fields.url, fields.title ?? '', view.words.many.states[shown], reasons];
  const { channels } = lineInput(fields, list.channels).input;
  const own = (links.get(contentId ?? '') ?? []).filter(({ channel }) => channels.includes(channel));
  if (own.length === 0) return [[...head, '', '']];
  return own.map((link) => [...head, channelLabel(link.channel, view.language), shortUrl(publicUrl, link)]);
}
