/** The page at `/{slug}+`, which shows where a link goes before it is opened. */
import { type Language, LOCALES } from '../language.ts';
import type { RedirectLink } from '../links/link.ts';
import type { Reply } from './http-reply.ts';
import { escapeHtml, type PageRequest, pageReply } from './page.ts';
import { TEXTS } from './texts.ts';

/**
 * A null `location` hides destination and title. The button leads to the short link, so that a click on it is counted.
 */
export function linkInfoPage(
  request: PageRequest,
  { link, shortUrl, location }: { link: RedirectLink; shortUrl: string; location: string | null },
): Reply {
  const { title, hidden, created, open, report: reportIt } = TEXTS[request.language].linkInfo;
  const notice = location === null ? `<p>${hidden}</p>\n` : '';
  const rows = location === null ? '' : destinationRows(request, link.title, location);
  const at = new Date(link.createdAt);
  const day = dayText(request.language, at);
  const date = `<dt>${created}</dt><dd><time datetime="${at.toISOString()}">${escapeHtml(day)}</time></dd>\n`;
  const button = `<a class="go" href="${escapeHtml(shortUrl)}" rel="nofollow">${open}</a>`;
  const report = `<p><a href="/abuse?link=${encodeURIComponent(shortUrl)}" rel="nofollow">${reportIt}</a></p>`;
  const body = `${notice}<dl>\n${rows}${date}</dl>\n${button}\n${report}`;
  return pageReply(request, { status: 200, title, body });
}

/** An escaped address that is divided between its parameters, if it must be. */
const breakable = (address: string) => address.replaceAll('&amp;', '<wbr>&amp;').replaceAll('=', '=<wbr>');

/** A UTC day: "12 May 2026". French writes the first of a month as an ordinal. */
function dayText(language: Language, at: Date): string {
  const text = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'long', timeZone: 'UTC' }).format(at);
  return language === 'fr' ? text.replace(/^1 /, '1er ') : text;
}

// The host comes first and large, since a long address can be misread. It is punycode, so that no letter of another
// script passes for a Latin one.
function destinationRows({ language }: PageRequest, title: string | null, location: string): string {
  const { leadsTo, address } = TEXTS[language].linkInfo;
  const name = title === null ? '' : `<dd><bdi>${escapeHtml(title)}</bdi></dd>\n`;
  return `<dt>${leadsTo}</dt><dd class="host">${escapeHtml(new URL(location).host)}</dd>
${name}<dt>${address}</dt><dd>${breakable(escapeHtml(location))}</dd>
`;
}
