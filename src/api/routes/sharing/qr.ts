/** QR codes of links and contents, as pictures. */
import { createRoute, z } from '@hono/zod-openapi';
import { AppError } from '../../../errors.ts';
import { findQrLink, qrLinkOf } from '../../../links/contents/qr-link.ts';
import { showContent } from '../../../links/contents/show-content.ts';
import type { Link } from '../../../links/link.ts';
import { showLink } from '../../../links/show-link.ts';
import { drawQr, QR_FORMATS, QR_MARK, type QrFormat } from '../../../qr/draw-qr.ts';
import type { QrDesign } from '../../../qr/qr-design.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { requireScope, secured } from '../../http/auth.ts';
import type { ApiContext } from '../../http/env.ts';
import { formatOf, TYPES } from '../../http/format.ts';
import { apiRoute } from '../../http/route.ts';
import { designOf, designWithLogo, QrDrawing, QrQuery } from '../../schemas/qr-requests.ts';
import { contentParams, jsonBody, linkParams, problems } from '../../schemas/shapes.ts';

// Plain strings: with literal types, the types of the library accept no bytes.
const SVG: string = TYPES.svg;
const PNG: string = TYPES.png;

const picture = {
  200: {
    description: 'The code as a picture. It contains the short link with the mark `.qr`.',
    content: {
      [SVG]: { schema: z.string().openapi({ description: 'An SVG picture.' }) },
      [PNG]: { schema: z.string().openapi({ format: 'binary', description: 'A PNG picture.' }) },
    },
  },
  ...problems,
};

const SCANS =
  'The code contains the short link with the mark `.qr`, so scans are counted apart from clicks on the same link.';
const FOUND = 'The link is the oldest live link of the channel `qr` that leads everybody to the content.';

const inQuery = (field: string) => `?${field}`;
const inBody = (field: string) => `/${field}`;

interface Drawn {
  link: Link;
  design: QrDesign;
  format: QrFormat | undefined;
  at: (field: string) => string;
}

async function answer(c: ApiContext, { link, design, format: asked, at }: Drawn) {
  const format = formatOf(c, QR_FORMATS, asked);
  const text = shortUrl(c.var.deps.settings.publicUrl, link, QR_MARK);
  const body = await drawQr(text, design, format, at);
  const name = `${link.slug}.${format}`;
  return c.body(body, 200, {
    'Content-Type': TYPES[format],
    'Content-Disposition': `inline; filename="${name}"`,
  });
}

/** The link of a content's code. Only a GET creates it: HEAD asks what is there. */
async function linkOfContent(c: ApiContext, id: string): Promise<Link> {
  const { deps, scopes } = c.var;
  const content = await showContent(deps, id);
  const found = await findQrLink(deps, content);
  if (found) return found;
  if (c.req.method === 'HEAD') throw new AppError('not_found', 'This content has no link for a QR code yet.');
  requireScope(scopes, 'links:write');
  return (await qrLinkOf(deps, content)).link;
}

export const qrRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/links/{id}/qr',
      operationId: 'getLinkQr',
      tags: ['Links'],
      summary: 'Draw the QR code of a link',
      description: SCANS,
      ...secured('links:read'),
      request: { params: linkParams, query: QrQuery },
      responses: picture,
    }),
    async (c) => {
      const link = await showLink(c.var.deps, c.req.valid('param').id);
      const query = c.req.valid('query');
      return answer(c, { link, design: designOf(query), format: query.format, at: inQuery });
    },
  ),
  apiRoute(
    createRoute({
      method: 'post',
      path: '/links/{id}/qr',
      operationId: 'drawLinkQr',
      tags: ['Links'],
      summary: 'Draw the QR code of a link with a logo',
      description: `${SCANS} Nothing is stored.`,
      ...secured('links:read'),
      request: { params: linkParams, body: jsonBody(QrDrawing) },
      responses: picture,
    }),
    async (c) => {
      const link = await showLink(c.var.deps, c.req.valid('param').id);
      const body = c.req.valid('json');
      return answer(c, { link, design: await designWithLogo(body), format: body.format, at: inBody });
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/contents/{id}/qr',
      operationId: 'getContentQr',
      tags: ['Contents'],
      summary: 'Draw the QR code of a content, and create its link if needed',
      description: `${FOUND} If there is none, it is created on the default domain, which needs a key with the scope \`links:write\`. ${SCANS}`,
      ...secured('links:read'),
      request: { params: contentParams, query: QrQuery },
      responses: picture,
    }),
    async (c) => {
      const query = c.req.valid('query');
      const link = await linkOfContent(c, c.req.valid('param').id);
      return answer(c, { link, design: designOf(query), format: query.format, at: inQuery });
    },
  ),
  apiRoute(
    createRoute({
      method: 'post',
      path: '/contents/{id}/qr',
      operationId: 'drawContentQr',
      tags: ['Contents'],
      summary: 'Draw the QR code of a content with a logo, and create its link if needed',
      description: `${FOUND} If there is none, it is created on the default domain. ${SCANS} The logo is not stored.`,
      ...secured('links:write'),
      request: { params: contentParams, body: jsonBody(QrDrawing) },
      responses: picture,
    }),
    async (c) => {
      const body = c.req.valid('json');
      const design = await designWithLogo(body);
      const { deps } = c.var;
      const { link } = await qrLinkOf(deps, await showContent(deps, c.req.valid('param').id));
      return answer(c, { link, design, format: body.format, at: inBody });
    },
  ),
] as const;
