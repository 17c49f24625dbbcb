/** `/stats`: exact counts by up to two dimensions. */

import { createRoute, z } from '@hono/zod-openapi';
import { KIND_COUNTS, type Measures } from '../../stats/measures.ts';
import { RARE_BELOW } from '../../stats/rare.ts';
import { fieldsOf, readStats } from '../../stats/read-stats.ts';
import { secured } from '../http/auth.ts';
import { download } from '../http/download.ts';
import { formatOf, formatQuery, TYPES } from '../http/format.ts';
import { apiRoute } from '../http/route.ts';
import { statsKeys } from '../schemas/group-keys.ts';
import { hitFilters, list, rowLimit, toHitFilters } from '../schemas/hit-filters.ts';
import { file, problems, values } from '../schemas/shapes.ts';

const FORMATS = ['json', 'csv'] as const;

const StatsQuery = z.strictObject({
  groupBy: list.openapi({
    ...values('StatsDimension'),
    maxItems: 2,
    description: 'Up to two dimensions. Without any, only the total is counted.',
  }),
  ...hitFilters,
  sort: z.string().nullable().default(null).openapi({
    description: 'Measure to sort by. A leading `-` puts the largest value first. `-clicks` by default.',
  }),
  limit: rowLimit.openapi({
    description:
      'Maximum number of groups, 100 by default. With a time dimension each group has a row per bucket.',
  }),
  format: formatQuery(FORMATS),
});

const count = (description: string) => z.int().openapi({ description });

const MEASURES = {
  hits: count(`All hits: the sum of ${KIND_COUNTS.join(', ')}.`),
  clicks: count('Clicks by people.'),
  repeats: count('Second clicks of the same person on the same link within a second.'),
  uniqueClicks: count('First clicks of each visitor, by link and UTC day, summed.'),
  anonymousClicks: count('Clicks by people who cannot be recognized as visitors.'),
  previews: count('Previews that messengers fetched.'),
  prefetches: count('Requests that browsers made ahead of a click.'),
  scanners: count('Requests by mail-security products.'),
  bots: count('All other automated requests.'),
} satisfies Record<keyof Measures, z.ZodType>;

const dateOrNull = (description: string) =>
  z
    .string()
    .nullable()
    .openapi({ description: `${description} Null if nothing is missing.`, example: null });

const Counts = z.object(MEASURES).openapi('Counts', { description: 'Numbers of hits.' });

const StatsRow = z
  .object({ ...statsKeys, ...MEASURES })
  .openapi('StatsRow', { description: 'The keys of a group, by the dimensions asked for, and its counts.' });

const Meta = z
  .object({
    asOf: z.string().nullable().openapi({ description: 'Time of the newest hit that this answer includes.' }),
    source: z.enum(['sums', 'raw']).openapi({
      description: '`sums`: counts come from sums and new hits. `raw`: counts come from individual hits.',
    }),
    wholeDaysBefore: dateOrNull(
      'Days before this date are stored only as daily totals by UTC day: each counts at the start of its UTC day, and a bound of the period among them is moved to the nearest UTC midnight.',
    ),
    rareAsOtherBefore: dateOrNull(
      `Before this date, marks and referrers with fewer than ${RARE_BELOW} clicks on a link and day are part of \`(other)\`.`,
    ),
    rawSince: dateOrNull(
      'Hits before this time are not counted, because this combination of dimensions needs individual hits and those are deleted.',
    ),
  })
  .openapi('StatsMeta', { description: 'What the counts include, and how exact they are.' });

const StatsBody = z
  .object({
    data: z
      .array(StatsRow)
      .openapi({ description: 'One row per group, with the keys of the group and its counts.' }),
    total: Counts.openapi({ description: 'Counts of all groups, including those beyond the limit.' }),
    from: z.string().nullable().openapi({ description: 'Start of the period; null if unbounded.' }),
    to: z.string().nullable().openapi({ description: 'End of the period, exclusive; null if unbounded.' }),
    timezone: z.string().openapi({ description: 'Time zone in which days begin.' }),
    meta: Meta,
  })
  .openapi('Stats', { description: 'Counts of hits, by group and in total.' });

export const statsRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/stats',
      tags: ['Stats'],
      summary: 'Count hits by up to two dimensions',
      ...secured('stats:read'),
      request: { query: StatsQuery },
      responses: {
        200: {
          description: 'The counts. CSV contains the rows of `data`, or the total without `groupBy`.',
          content: { [TYPES.json]: { schema: StatsBody }, [TYPES.csv]: { schema: file } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { groupBy, sort, limit, format: requested, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, requested);
      const { deps } = c.var;
      const answer = await readStats(deps, { groupBy, sort, limit, ...toHitFilters(query) });
      if (format === 'json') return c.json(answer, 200);
      const rows = groupBy.length > 0 ? answer.data : [{ ...answer.total }];
      const columns = fieldsOf(groupBy, deps.settings.publicUrl);
      return download(c, { name: 'stats', format, columns }, [rows]);
    },
  ),
] as const;
