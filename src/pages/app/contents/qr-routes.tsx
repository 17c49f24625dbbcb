/** QR codes as pictures, and the sheet of a content's code to print. */
import { AppError } from '../../../errors.ts';
import { findQrLink, qrLinkOf } from '../../../links/contents/qr-link.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import { showLink } from '../../../links/show-link.ts';
import { mayDo } from '../../../members/access.ts';
import { drawQr, QR_MARK, QR_TYPES, type QrFormat } from '../../../qr/draw-qr.ts';
import { checkColors, DEFAULT_DESIGN, parseColor, type QrDesign } from '../../../qr/qr-design.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import type { AppContext } from '../env.ts';
import { showPage, viewFor } from '../frame/show-page.tsx';
import { page } from '../page-route.ts';
import { shortAddress, titleText } from '../parts/names.tsx';
import { found } from './found.ts';
import { DOWNLOAD_SIZE } from './qr-popover.tsx';
import { QrSheet, type SheetProblem } from './qr-sheet.tsx';

interface Asked {
  /** What the member typed. */
  typed: { color: string; background: string };
  design: QrDesign;
  problem: SheetProblem | null;
}

const FIELDS = ['color', 'background'] as const;

/** The colors in the query; the usual ones where they cannot be drawn. */
function askedDesign(c: AppContext): Asked {
  const typed = {
    color: c.req.query('color')?.slice(0, 100) || DEFAULT_DESIGN.color,
    background: c.req.query('background')?.slice(0, 100) || DEFAULT_DESIGN.background,
  };
  const usual = { ...DEFAULT_DESIGN, size: DOWNLOAD_SIZE };
  for (const field of FIELDS) {
    const problem = { field, kind: 'unknown' } as const;
    if (parseColor(typed[field]) === undefined) return { typed, design: usual, problem };
  }
  const color = parseColor(typed.color) ?? usual.color;
  const background = parseColor(typed.background) ?? usual.background;
  const design = { ...usual, color, background };
  try {
    checkColors(design, (field) => `?${field}`);
    return { typed: { color, background }, design, problem: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { typed: { color, background }, design: usual, problem: { field: 'color', kind: 'contrast' } };
  }
}

const picture = (format: QrFormat) => (c: AppContext) =>
  found(c, async () => {
    const { deps } = c.var;
    const link = await showLink(deps, c.req.param('id') ?? '');
    const { design, problem } = askedDesign(c);
    if (problem) return c.text(viewFor(c).words.qr.problems[problem.kind], 422);
    const text = shortUrl(deps.settings.publicUrl, link, QR_MARK);
    const body = await drawQr(text, design, format, (field) => `?${field}`);
    return c.body(body, 200, { 'Content-Type': QR_TYPES[format] });
  });

export const qrRoutes = [
  page('GET /app/links/:id/qr.svg', picture('svg')),
  page('GET /app/links/:id/qr.png', picture('png')),

  page('GET /app/contents/:id/qr', (c) =>
    found(c, async () => {
      const { deps, member } = c.var;
      const view = viewFor(c);
      const content = await showContent(deps, c.req.param('id') ?? '');
      const name = content.title === null ? shortAddress(content.url) : titleText(content.title);
      const { problem, ...asked } = askedDesign(c);
      const status = problem ? 422 : 200;
      return showPage(
        c,
        { view, title: `${view.words.qr.title} · ${name}`, place: 'content', status },
        <QrSheet
          view={view}
          content={content}
          link={(await findQrLink(deps, content)) ?? null}
          publicUrl={deps.settings.publicUrl}
          mayMake={mayDo(member.role, 'links:write')}
          {...asked}
          problem={problem}
        />,
      );
    }),
  ),

  page('POST /app/contents/:id/qr', (c) =>
    found(c, async () => {
      const { deps } = c.var;
      const content = await showContent(deps, c.req.param('id') ?? '');
      await qrLinkOf(deps, content);
      return c.redirect(viewFor(c).to(`/app/contents/${content.id}/qr`), 303);
    }),
  ),
];
