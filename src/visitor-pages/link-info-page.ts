/** The page behind `/{slug}+`: where a link goes, for those who look before they click. */
import type { RedirectLink } from '../links/link.ts';
import { escapeHtml, type PageRequest, pageAnswer } from './page.ts';
import type { Reply } from './reply.ts';
import { TEXTS } from './texts.ts';

/** Null `location` shows neither destination nor title. The way on is the short link, so that it counts. */
export function whereAnswer(
  request: PageRequest,
  { link, shortUrl, location }: { link: RedirectLink; shortUrl: string; location: string | null },
): Reply {
  const { title, hidden, created, open } = TEXTS[request.language].where;
  const facts = location === null ? `<p>${hidden}</p>\n` : '';
  const rows = location === null ? '' : destinationRows(request, link.title, location);
  const at = new Date(link.createdAt);
  const day = new Intl.DateTimeFormat(request.language, { dateStyle: 'long', timeZone: 'UTC' }).format(at);
  const date = `<dt>${created}</dt><dd><time datetime="${at.toISOString()}">${escapeHtml(day)}</time></dd>\n`;
  const way = `<a class="go" href="${escapeHtml(shortUrl)}" rel="nofollow">${open}</a>`;
  return pageAnswer(request, { status: 200, title, body: `${facts}<dl>\n${rows}${date}</dl>\n${way}` });
}

// The host alone comes first and large: a long address is made to be misread. It is ASCII, so that no foreign
// letter passes for a Latin one.
function destinationRows({ language }: PageRequest, title: string | null, location: string): string {
  const { leadsTo, address } = TEXTS[language].where;
  const name = title === null ? '' : `<dd><bdi>${escapeHtml(title)}</bdi></dd>\n`;
  return `<dt>${leadsTo}</dt><dd class="host">${escapeHtml(new URL(location).host)}</dd>
${name}<dt>${address}</dt><dd>${escapeHtml(location)}</dd>
`;
}
