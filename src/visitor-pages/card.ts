/** The preview card of a link, with a redirect for a person who was taken for a preview fetcher. */
import type { RedirectLink } from '../links/link.ts';
import type { Reply } from './http-reply.ts';
import { escapeHtml, type PageRequest, pageReply } from './page.ts';
import { TEXTS } from './texts.ts';

/** `shortUrl` and `location` are absolute. The page redirects at once. */
export function previewCardPage(
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
  const paragraph = card.description === null ? '' : `<p>${escapeHtml(card.description)}</p>\n`;
  const go = `${TEXTS[request.language].card.leadsTo} ${host}`;
  const body = `${paragraph}<a class="go" href="${escapeHtml(location)}">${escapeHtml(go)}</a>`;
  return pageReply(request, { status: 200, title, head, body });
}
