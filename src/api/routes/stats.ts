/** `/stats`: exact counts by up to two dimensions. */
import { createRoute, z } from '@hono/zod-openapi';
import { DIMENSION_NAMES } from '../../stats/dimensions.ts';
import { fieldsOf, readStats } from '../../stats/read-stats.ts';
import { secured } from '../http/auth.ts';
import { download } from '../http/download.ts';
import { formatOf, formatQuery, TYPES } from '../http/format.ts';
import { apiRoute } from '../http/route.ts';
import { hitFilters, list, scopeOf, upToThousand } from '../schemas/hit-filters.ts';
import { problems } from '../schemas/shapes.ts';

const FORMATS = ['json', 'csv'] as const;

const StatsQuery = z.strictObject({
  groupBy: list.openapi({ description: `Up to two of ${DIMENSION_NAMES.join(', ')}.` }),
  ...hitFilters,
  sort: z
    .string()
    .nullable()
    .default(null)
    .openapi({ description: 'A measure; with `-` before it the largest first, as `-clicks` is by default.' }),
  limit: upToThousand.openapi({
    description: 'Groups at most, 100 by default; beside time each has all its rows.',
  }),
  format: formatQuery(FORMATS),
});

const count = z.int();

const Counts = z.object({
  hits: count,
  clicks: count,
  repeats: count,
  uniqueClicks: count,
  anonymousClicks: count,
  previews: count,
  prefetches: count,
  scanners: count,
  bots: count,
  shares: count.nullable(),
  conversions: count.nullable(),
  revenue: z.record(z.string(), z.string()).nullable(),
});

const lacking = (description: string) =>
  z
    .string()
    .nullable()
    .openapi({ description: `${description} Null: nothing is missing.`, example: null });

const StatsBody = z
  .object({
    data: z.array(Counts.loose()).openapi({ description: 'The keys of each group beside its counts.' }),
    total: Counts,
    from: z.string().nullable(),
    to: z.string().nullable(),
    timezone: z.string(),
    meta: z.object({
      asOf: z.string().nullable().openapi({ description: 'When the newest stored hit came, included here.' }),
      source: z.enum(['sums', 'raw']),
      wholeDaysBefore: lacking(
        'Older days are kept as wholes: each stands at its UTC beginning, and an edge of the period among them at the nearest midnight.',
      ),
      rareAsOtherBefore: lacking(
        'Of older days, marks and referrers with under five clicks on a link and day are `(other)`.',
      ),
      rawSince: lacking('Older hits are not counted: two of their facts together are no longer known.'),
    }),
  })
  .openapi('Stats');

export const statsRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/stats',
      tags: ['Stats'],
      summary: 'Count hits, grouped and filtered',
      ...secured('stats:read'),
      request: { query: StatsQuery },
      responses: {
        200: {
          description: 'The counts. As CSV the rows of `data`, or the total where nothing is grouped.',
          content: { [TYPES.json]: { schema: StatsBody }, [TYPES.csv]: { schema: z.string() } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { groupBy, sort, limit, format: asked, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, asked);
      const { deps } = c.var;
      const answer = await readStats(deps, { groupBy, sort, limit, ...scopeOf(query) });
      if (format === 'json') return c.json(answer, 200);
      const rows = groupBy.length > 0 ? answer.data : [{ ...answer.total }];
      const columns = fieldsOf(groupBy, deps.settings.publicUrl);
      return download(c, { name: 'stats', format, columns }, [rows]);
    },
  ),
] as const;
