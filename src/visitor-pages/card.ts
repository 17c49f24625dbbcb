/** The card a messenger shows of a link: what the content says of itself, and the way on for a misjudged person. */
import type { RedirectLink } from '../links/link.ts';
import { escapeHtml, type PageRequest, pageAnswer } from './page.ts';
import type { Reply } from './reply.ts';
import { TEXTS } from './texts.ts';

/** `shortUrl` and `location` are absolute; the page leads on at once. */
export function cardAnswer(
  request: PageRequest,
  { link, shortUrl, location }: { link: RedirectLink; shortUrl: string; location: string },
): Reply {
  const { card } = link;
  const { host } = new URL(location);
  const title = card.title ?? host;
  const meta = [
    ['og:type', 'website'],
    ['og:url', shortUrl],
    ['og:title', title],
    ['og:description', card.description],
    ['og:image', card.image],
  ];
  const tags = meta.flatMap(([property, content]) =>
    content ? [`<meta property="${property}" content="${escapeHtml(content)}">\n`] : [],
  );
  const size = card.image === null ? 'summary' : 'summary_large_image';
  const description =
    card.description === null ? '' : `<meta name="description" content="${escapeHtml(card.description)}">\n`;
  const head = `${tags.join('')}<meta name="twitter:card" content="${size}">
${description}<meta http-equiv="refresh" content="0;url=${escapeHtml(location)}">
`;
  const words = card.description === null ? '' : `<p>${escapeHtml(card.description)}</p>\n`;
  const go = `${TEXTS[request.language].card.leadsTo} ${host}`;
  const body = `${words}<a class="go" href="${escapeHtml(location)}">${escapeHtml(go)}</a>`;
  return pageAnswer(request, { status: 200, title, head, body });
}
