/** The links of a content as texts to paste. */
import { csvText } from '../../../csv.ts';
import type { Content } from '../../../links/contents/content.ts';
import type { Link } from '../../../links/link.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import type { View } from '../frame/view.ts';
import { channelLabel } from '../parts/name-texts.ts';

export interface NamedLink {
  link: Link;
  /** The channel, in the language of the page. */
  name: string;
  url: string;
}

export const namedLinks = (links: Link[], publicUrl: string, { language }: View): NamedLink[] =>
  links.map((link) => ({ link, name: channelLabel(link.channel, language), url: shortUrl(publicUrl, link) }));

/** One line for each link. */
export const asText = (links: NamedLink[], { language }: View): string =>
  links.map(({ name, url }) => `${name}${language === 'fr' ? '\u00a0' : ''}: ${url}`).join('\n');

/** Columns with tabs between them, which spreadsheets and documents paste as a table. */
export const asTable = (links: NamedLink[]): string =>
  links.map(({ name, url }) => `${name}\t${url}`).join('\n');

export const asMarkdown = (links: NamedLink[]): string =>
  links.map(({ name, url }) => `- [${name}](${url})`).join('\n');

export const asCsv = (links: NamedLink[], { title, url: page }: Content, view: View): string => {
  const { columns } = view.words.make;
  const rows = links.map(({ name, url }) => [page, title, name, url]);
  return csvText([[columns.address, columns.title, columns.channel, columns.shortLink], ...rows], {
    isFirst: true,
  });
};
