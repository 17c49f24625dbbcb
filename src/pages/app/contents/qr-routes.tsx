/** QR codes as pictures, and the sheet of a content's code to print. */
import type { Content } from '../../../links/contents/content.ts';
import { findQrLink, qrLinkOf } from '../../../links/contents/qr-link.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import type { Link } from '../../../links/link.ts';
import { showLink } from '../../../links/show-link.ts';
import { mayDo } from '../../../members/access.ts';
import { drawQr, QR_MARK, QR_TYPES, type QrFormat } from '../../../qr/draw-qr.ts';
import type { QrDesign } from '../../../qr/qr-design.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { page } from '../page-route.ts';
import { shortAddress, titleText } from '../parts/name-texts.ts';
import { found } from './found.ts';
import { designOf, readDesignForm } from './qr-design.ts';
import { QrSheet, type QrSheetOf } from './qr-sheet.tsx';

const drawn = (c: AppContext, link: Link, design: QrDesign, format: QrFormat) =>
  drawQr(shortUrl(c.var.deps.settings.publicUrl, link, QR_MARK), design, format, (field) => `?${field}`);

const picture = (format: QrFormat) => (c: AppContext) =>
  found(c, async () => {
    const link = await showLink(c.var.deps, c.req.param('id') ?? '');
    const { design, problem } = designOf((field) => c.req.query(field));
    if (problem) return c.text(viewFor(c).words.qr.problems[problem.kind], 422);
    return c.body(await drawn(c, link, design, format), 200, { 'Content-Type': QR_TYPES[format] });
  });

type Sheet = Pick<QrSheetOf, 'link' | 'design' | 'typed' | 'problem' | 'logoProblem' | 'picture'>;

function showSheet(c: AppContext, content: Content, sheet: Sheet) {
  const view = viewFor(c);
  const name = content.title === null ? shortAddress(content.url) : titleText(content.title);
  const status = sheet.problem || sheet.logoProblem ? 422 : 200;
  return showPage(
    c,
    { view, title: `${view.words.qr.title} · ${name}`, place: 'content', status },
    <QrSheet
      view={view}
      content={content}
      publicUrl={c.var.deps.settings.publicUrl}
      mayMake={mayDo(c.var.member.role, 'links:write')}
      {...sheet}
    />,
  );
}

const sheetPath = ({ id }: Pick<Content, 'id'>) => `/app/contents/${id}/qr`;

export const qrRoutes = [
  page('GET /app/links/:id/qr.svg', picture('svg')),
  page('GET /app/links/:id/qr.png', picture('png')),

  page('GET /app/contents/:id/qr', (c) =>
    found(c, async () => {
      const { deps } = c.var;
      const content = await showContent(deps, c.req.param('id') ?? '');
      const link = (await findQrLink(deps, content)) ?? null;
      const asked = designOf((field) => c.req.query(field));
      return showSheet(c, content, { link, ...asked, logoProblem: null, picture: null });
    }),
  ),

  page('POST /app/contents/:id/qr', (c) =>
    found(c, async () => {
      const { deps } = c.var;
      const content = await showContent(deps, c.req.param('id') ?? '');
      await qrLinkOf(deps, content);
      return c.redirect(viewFor(c).to(sheetPath(content)), 303);
    }),
  ),

  // The address of a page that only a form leads to: of it, only the choice of a language or theme is followed.
  page('GET /app/contents/:id/qr/design', (c) =>
    found(c, async () => {
      const content = await showContent(c.var.deps, c.req.param('id') ?? '');
      return c.redirect(viewFor(c).to(sheetPath(content)), 303);
    }),
  ),

  page('POST /app/contents/:id/qr/design', (c) =>
    found(c, async () => {
      const { deps } = c.var;
      const content = await showContent(deps, c.req.param('id') ?? '');
      const link = (await findQrLink(deps, content)) ?? null;
      const { asked, logo, logoProblem, format } = await readDesignForm(c);
      const design = { ...asked.design, logo };
      const isWrong = asked.problem !== null || logoProblem !== null;
      // Without a logo, the design is in the address of the page.
      if (link === null || (logo === null && logoProblem === null))
        return c.redirect(viewFor(c).to(sheetPath(content), { ...asked.typed }), 303);
      if (format === null || isWrong) {
        const svg = logo && encodeURIComponent(String(await drawn(c, link, design, 'svg')));
        const shown = svg && `data:${QR_TYPES.svg},${svg}`;
        return showSheet(c, content, { link, ...asked, design, logoProblem, picture: shown });
      }
      return c.body(await drawn(c, link, design, format), 200, {
        'Content-Type': QR_TYPES[format],
        'Content-Disposition': `attachment; filename="${link.slug}.${format}"`,
      });
    }),
  ),
];
