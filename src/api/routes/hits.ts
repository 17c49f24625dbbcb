/** `/hits`: the single hits behind the counts. */
import { createRoute, z } from '@hono/zod-openapi';
import { CHANNEL_NAMES } from '../../channels/registry.ts';
import { KINDS } from '../../hits/hit.ts';
import { exportHits, listHits } from '../../hits/list-hits.ts';
import { REASONS } from '../../hits/reasons.ts';
import { secured } from '../http/auth.ts';
import { download } from '../http/download.ts';
import { formatOf, formatQuery, TYPES } from '../http/format.ts';
import { apiRoute } from '../http/route.ts';
import { timestamp } from '../schemas/fields.ts';
import { hitFilters, list, scopeOf, upToThousand } from '../schemas/hit-filters.ts';
import { nextPage, pageQuery } from '../schemas/page.ts';
import { listOf, problems } from '../schemas/shapes.ts';

const FORMATS = ['json', 'csv', 'ndjson'] as const;
const PAGE = 100;

const HitsQuery = z.strictObject({
  ...hitFilters,
  kind: list
    .pipe(z.array(z.enum(KINDS)))
    .openapi({ description: `Any of ${KINDS.join(', ')}.`, items: { type: 'string', enum: [...KINDS] } }),
  limit: upToThousand.openapi({
    description: `Rows per page, ${PAGE} by default; a file without it has all.`,
  }),
  cursor: pageQuery.cursor,
  format: formatQuery(FORMATS),
});

const fact = z.string().nullable();
const REASON_LIST = Object.entries(REASONS)
  .map(([reason, meaning]) => `- \`${reason}\`: ${meaning}`)
  .join('\n');

const HitBody = z
  .object({
    id: z.string().openapi({ example: 'hit_1a2b3c4d5e6' }),
    linkId: z.string(),
    contentId: z.string(),
    channel: z.enum(CHANNEL_NAMES).openapi({ description: "The link's, wherever it was seen." }),
    at: timestamp,
    kind: z.enum(KINDS),
    reason: fact.openapi({ description: `Why it is no click, or what flags one:\n\n${REASON_LIST}` }),
    app: fact.openapi({ description: 'What was seen.' }),
    certainty: z.enum(['sure', 'family', 'claimed']).nullable(),
    country: fact,
    region: fact,
    city: fact,
    device: fact,
    os: fact,
    browser: fact,
    referrer: fact.openapi({ description: 'A host or an app package.' }),
    mark: fact,
    unique: z.boolean().nullable().openapi({
      description: 'The first click of a visitor on the link and UTC day; null for nobody known.',
    }),
  })
  .openapi('Hit');

const COLUMNS = Object.keys(HitBody.shape);

export const hitRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/hits',
      tags: ['Stats'],
      summary: 'List single hits, newest first',
      description:
        'A page may have fewer rows than its limit, even none, and still a `nextCursor`: finding rare hits takes several. ' +
        'As CSV or NDJSON without `limit`, all hits from the cursor on are streamed.',
      ...secured('stats:read'),
      request: { query: HitsQuery },
      responses: {
        200: {
          description: 'One page, or a file.',
          content: {
            [TYPES.json]: { schema: listOf(HitBody) },
            [TYPES.csv]: { schema: z.string() },
            [TYPES.ndjson]: { schema: z.string() },
          },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { kind, limit, cursor = null, format: asked, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, asked);
      const { deps } = c.var;
      const question = { ...scopeOf(query), kinds: kind };
      if (format !== 'json' && limit === null) {
        return download(c, { name: 'hits', format, columns: COLUMNS }, exportHits(deps, question, cursor));
      }
      const { hits, next } = await listHits(deps, question, { limit: limit ?? PAGE, before: cursor });
      const nextCursor = next === null ? null : nextPage(c, next);
      if (format === 'json') return c.json({ data: hits, nextCursor }, 200);
      return download(c, { name: 'hits', format, columns: COLUMNS }, [hits]);
    },
  ),
] as const;
