/** Export and erasure of what is stored about visits to a link or a content. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Content } from '../../links/contents/content.ts';
import { showContent } from '../../links/contents/show-content.ts';
import { pagesOfLinks } from '../../links/contents/step-links.ts';
import type { Link } from '../../links/link.ts';
import { showLink } from '../../links/show-link.ts';
import type { Deps } from '../../ports.ts';
import { eraseContentHits, eraseLinkHits } from '../../privacy/erase-hits.ts';
import { exportVisits } from '../../privacy/export-visits.ts';
import { secured } from '../http/auth.ts';
import { download } from '../http/download.ts';
import { TYPES } from '../http/format.ts';
import { apiRoute } from '../http/route.ts';
import { presentContent, presentLinks } from '../schemas/present-links.ts';
import { contentParams, linkParams, problems } from '../schemas/shapes.ts';

// A plain string: with the literal type, the types of the library accept no streamed answer.
const NDJSON: string = TYPES.ndjson;

const exported = {
  200: {
    description:
      'One JSON object per line. Its `type` is `content`, `link`, `turnedAway`, `sum`, `sighting`, `share` or `hit`.',
    content: { [NDJSON]: { schema: z.string().openapi({ description: 'Lines of JSON.' }) } },
  },
  ...problems,
};
const EXPORT =
  'Contains counts by UTC day, in total (`dimension` is null) and by each dimension of a hit, and then the individual shares and hits within the retention period. Visitor hashes are not exported.';

const erased = {
  202: {
    description: 'Accepted. Hits and shares are hidden immediately; counts are adjusted shortly after.',
  },
  ...problems,
};
const ERASE =
  'All hits and shares so far are hidden immediately. Counts decrease by exactly these within a second (on Cloudflare within a minute), and then the rows are deleted. Clicks counted towards `maxClicks` stay counted. Links keep working.';

const file = (name: string) => ({ name, format: 'ndjson' as const, columns: [] });

type Lines = AsyncGenerator<Record<string, unknown>[], void>;

async function* linesOfLink(deps: Deps, link: Link): Lines {
  yield (await presentLinks(deps, [link])).map((shown) => ({ type: 'link', ...shown }));
  yield* exportVisits(deps, link);
}

async function* linesOfContent(deps: Deps, content: Content): Lines {
  const { links: _, hasMoreLinks: __, ...shown } = await presentContent(deps, content);
  yield [{ type: 'content', ...shown }];
  for await (const links of pagesOfLinks(deps, content.rowId)) {
    for (const link of links) yield* linesOfLink(deps, link);
  }
}

export const privacyRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/links/{id}/export',
      operationId: 'exportLink',
      tags: ['Privacy'],
      summary: 'Export a link and everything stored about its visits',
      description: EXPORT,
      ...secured('admin'),
      request: { params: linkParams },
      responses: exported,
    }),
    async (c) => {
      const { deps } = c.var;
      const link = await showLink(deps, c.req.valid('param').id);
      return download(c, file('link'), linesOfLink(deps, link));
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/contents/{id}/export',
      operationId: 'exportContent',
      tags: ['Privacy'],
      summary: 'Export a content, its links and everything stored about their visits',
      description: EXPORT,
      ...secured('admin'),
      request: { params: contentParams },
      responses: exported,
    }),
    async (c) => {
      const { deps } = c.var;
      const content = await showContent(deps, c.req.valid('param').id);
      return download(c, file('content'), linesOfContent(deps, content));
    },
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/links/{id}/hits',
      operationId: 'eraseLinkHits',
      tags: ['Privacy'],
      summary: 'Erase the hits of a link',
      description: ERASE,
      ...secured('admin'),
      request: { params: linkParams },
      responses: erased,
    }),
    async (c) => {
      await eraseLinkHits(c.var.deps, c.req.valid('param').id);
      return c.body(null, 202);
    },
  ),
  apiRoute(
    createRoute({
      method: 'delete',
      path: '/contents/{id}/hits',
      operationId: 'eraseContentHits',
      tags: ['Privacy'],
      summary: 'Erase the hits of all links of a content',
      description: ERASE,
      ...secured('admin'),
      request: { params: contentParams },
      responses: erased,
    }),
    async (c) => {
      await eraseContentHits(c.var.deps, c.req.valid('param').id);
      return c.body(null, 202);
    },
  ),
] as const;
