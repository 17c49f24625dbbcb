/** What is stored of the visits to a link or a content: given out whole, or erased. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Content } from '../../links/contents/content.ts';
import { showContent } from '../../links/contents/show-content.ts';
import type { Link } from '../../links/link.ts';
import { showLink } from '../../links/show-link.ts';
import type { Deps } from '../../ports.ts';
import { eraseContentHits, eraseLinkHits } from '../../privacy/erase-hits.ts';
import { exportVisits } from '../../privacy/export-visits.ts';
import { secured } from '../http/auth.ts';
import { download } from '../http/download.ts';
import { TYPES } from '../http/format.ts';
import { apiRoute } from '../http/route.ts';
import { presentContents, presentLinks } from '../schemas/present.ts';
import { idParam, problems } from '../schemas/shapes.ts';

const linkParams = idParam('lnk_8fWq2xK0pLrT5vBn');
const contentParams = idParam('cnt_8fWq2xK0pLrT5vBn', 'Its id, or `ext_` and the external id.');

// Under its own type, the types of the library would know no answer that fits.
const NDJSON: string = TYPES.ndjson;

const exported = {
  200: {
    description:
      'One JSON object per line; its `type` is `content`, `link`, `turnedAway`, `sum`, `sighting` or `hit`.',
    content: { [NDJSON]: { schema: z.string() } },
  },
  ...problems,
};
const EXPORT =
  'Counts are by UTC day, in all (`dimension` null) and by each fact of a hit; single hits come last, as long as they are kept. Hashes of visitors are in no export.';

const erased = {
  202: { description: 'No answer tells of them any more but the counts, which follow.' },
  ...problems,
};
const ERASE =
  'From now on no answer shows one of its hits so far. Counts fall by exactly as much within a second (at the edge a minute), and the rows are deleted after that. Clicks that a limit has used up stay used up.';

const file = (name: string) => ({ name, format: 'ndjson' as const, columns: [] });

type Lines = AsyncGenerator<Record<string, unknown>[], void>;

async function* linesOfLinks(deps: Deps, links: Link[]): Lines {
  for (const link of links) {
    yield (await presentLinks(deps, [link])).map((shown) => ({ type: 'link', ...shown }));
    yield* exportVisits(deps, link);
  }
}

async function* linesOfContent(deps: Deps, content: Content): Lines {
  for (const { links: _, ...shown } of await presentContents(deps, [content])) {
    yield [{ type: 'content', ...shown }];
  }
  yield* linesOfLinks(deps, await deps.store.links.ofContents([content.rowId]));
}

export const privacyRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/links/{id}/export',
      operationId: 'exportLink',
      tags: ['Privacy'],
      summary: 'Export everything stored about a link and its visits',
      description: EXPORT,
      ...secured('admin'),
      request: { params: linkParams },
      responses: exported,
    }),
    async (c) => {
      const { deps } = c.var;
      const link = await showLink(deps, c.req.valid('param').id);
      return download(c, file('link'), linesOfLinks(deps, [link]));
    },
  ),
  apiRoute(
    createRoute({
      method: 'get',
      path: '/contents/{id}/export',
      operationId: 'exportContent',
      tags: ['Privacy'],
      summary: 'Export everything stored about a content, its links and their visits',
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
      summary: 'Erase the hits of a link, which lives on',
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
      summary: 'Erase the hits of all links of a content, which live on',
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
