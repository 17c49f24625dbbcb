import { encode } from 'uqr';
import { AppError } from '../../../errors.ts';
import { showLink } from '../../../links/show-link.ts';
import { mayDo } from '../../../members/access.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import { shortAddress, titleText } from '../parts/names.tsx';
import { ContentPage } from './content-page.tsx';
import { listRoutes } from './list-routes.tsx';
import { readContent } from './read-content.ts';

/** Answers what is there, and the page that says so if it is not. */
async function found(c: AppContext, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return messagePage(c, 404, 'missing');
    throw error;
  }
}

export const contentRoutes = [
  ...listRoutes,

  page('GET /app/contents/:id', (c) =>
    found(c, async () => {
      const view = viewFor(c);
      const { deps, member } = c.var;
      const content = await readContent(deps, c.req.param('id') ?? '', view.zone);
      const { title, url } = content.content;
      const frame = {
        view,
        title: title === null ? shortAddress(url) : titleText(title),
        asOf: content.asOf,
      } as const;
      const mayEdit = mayDo(member.role, 'links:write');
      const { publicUrl } = deps.settings;
      return showPage(
        c,
        { ...frame, place: 'content' },
        <ContentPage view={view} content={content} publicUrl={publicUrl} mayEdit={mayEdit} />,
      );
    }),
  ),

  page('GET /app/links/:id/qr.svg', (c) =>
    found(c, async () => {
      const { deps } = c.var;
      const link = await showLink(deps, c.req.param('id') ?? '');
      // Scans count under a placement of their own.
      const drawing = qrDrawing(`${shortUrl(deps.settings.publicUrl, link)}.qr`);
      return c.body(drawing, 200, { 'Content-Type': 'image/svg+xml; charset=utf-8' });
    }),
  ),
];

const MARGIN = 2;

/** A QR code as SVG: one path of unit squares, black on white whatever the theme, so that every camera reads it. */
function qrDrawing(text: string): string {
  const { data, size } = encode(text, { border: MARGIN, ecc: 'M' });
  const squares = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
  const box = `viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${box}><rect width="${size}" height="${size}" fill="#fff"/><path d="${squares.join('')}"/></svg>`;
}
