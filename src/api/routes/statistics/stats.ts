/** `/stats`: exact counts by up to two dimensions. */

import { createRoute, z } from '@hono/zod-openapi';
import { exportStats } from '../../../stats/export-stats.ts';
import { KIND_COUNTS, type Measures } from '../../../stats/measures.ts';
import { RARE_BELOW_CLICKS } from '../../../stats/rare-values.ts';
import { fieldsOf, readStats } from '../../../stats/read-stats.ts';
import { MAX_ROWS } from '../../../stats/rows/time-buckets.ts';
import { secured } from '../../http/auth.ts';
import { download } from '../../http/download.ts';
import { formatOf, formatQuery, TYPES } from '../../http/format.ts';
import { apiRoute } from '../../http/route.ts';
import { encodePosition, statsCursorQuery } from '../../schemas/cursors/stats-cursor.ts';
import { statsKeys } from '../../schemas/group-keys.ts';
import { hitFilters, readDomains, rowLimit, toHitFilters, valueList } from '../../schemas/hit-filters.ts';
import { nextPageLink } from '../../schemas/page.ts';
import { fileResponse, pageFields, problems, values } from '../../schemas/shapes.ts';

const FORMATS = ['json', 'csv', 'ndjson'] as const;

const StatsQuery = z.strictObject({
  groupBy: valueList.openapi({
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
      'Maximum number of groups per page, 100 by default for JSON. With a time dimension each group has a row per bucket, ' +
      `and a page of more than ${MAX_ROWS} rows has fewer groups. CSV and NDJSON without it contain all groups.`,
  }),
  cursor: statsCursorQuery,
  format: formatQuery(FORMATS),
});

const count = (description: string) => z.int().openapi({ description });

const MEASURES = {
  hits: count(`All hits: the sum of ${KIND_COUNTS.join(', ')}.`),
  clicks: count('Clicks by people.'),
  repeats: count('Second clicks of the same person on the same link within a second.'),
  uniqueClicks: count('First clicks of each visitor, by link and UTC day, summed.'),
  ownClicks: count('Clicks by people who had just pressed a share button of the link.'),
  anonymousClicks: count('Clicks by people who cannot be recognized as visitors.'),
  previews: count('Previews that messengers fetched.'),
  prefetches: count('Requests that browsers made ahead of a click.'),
  scanners: count('Requests by mail-security products.'),
  bots: count('All other automated requests.'),
  shares: z.int().nullable().openapi({
    description:
      'Times somebody pressed a share button or opened a share link. They are not hits, and have no country, device, mark or other fact of hits: null if the question groups or filters by one.',
  }),
} satisfies Record<keyof Measures, z.ZodType>;

const dateOrNull = (description: string) =>
  z
    .string()
    .nullable()
    .openapi({ description: `${description} Null if nothing is missing.`, example: null });

const Counts = z.object(MEASURES).openapi('Counts', { description: 'Numbers of hits, and of shares.' });

const StatsRow = z
  .object({ ...statsKeys, ...MEASURES })
  .openapi('StatsRow', { description: 'The keys of a group, by the dimensions asked for, and its counts.' });

const Meta = z
  .object({
    asOf: z.string().nullable().openapi({ description: 'Time of the newest hit that this answer includes.' }),
    source: z.enum(['sums', 'raw']).openapi({
      description: '`sums`: counts come from sums and new hits. `raw`: counts come from individual hits.',
    }),
    groups: z.int().nullable().openapi({
      description:
        'Number of all groups, apart from their rows over time. Null for the first of so many links that counting them would take long.',
    }),
    complete: z.boolean().openapi({
      description: 'Whether this answer has all groups: false on every page of a longer answer.',
    }),
    wholeDaysBefore: dateOrNull(
      'Days before this date are stored only as daily totals by UTC day: each counts at the start of its UTC day, and a bound of the period among them is moved to the nearest UTC midnight.',
    ),
    rareAsOtherBefore: dateOrNull(
      `Before this date, marks and referrers with fewer than ${RARE_BELOW_CLICKS} clicks on a link and day are part of \`(other)\`.`,
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
    nextCursor: pageFields(StatsRow).nextCursor,
    meta: Meta,
  })
  .openapi('Stats', { description: 'Counts of hits and shares, by group and in total.' });

export const statsRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/stats',
      tags: ['Stats'],
      summary: 'Count hits by up to two dimensions',
      description:
        'The largest group comes first; groups of the same size are in the order of their names. Follow `nextCursor` for more groups: ' +
        'a page is exact when it is read, so counts that change in between can move a group from one page to another. ' +
        'CSV and NDJSON without `limit` contain all groups, starting at the cursor; up to 20,000 of them are read at one moment.',
      ...secured('stats:read'),
      request: { query: StatsQuery },
      responses: {
        200: {
          description:
            'One page of counts, or a file with the rows of `data`, or with the total without `groupBy`.',
          content: {
            [TYPES.json]: { schema: StatsBody },
            [TYPES.csv]: { schema: fileResponse },
            [TYPES.ndjson]: { schema: fileResponse },
          },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { groupBy, sort, limit, cursor = null, format: requested, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, requested);
      const { deps } = c.var;
      const domain = await readDomains(deps, query.domain);
      const question = { groupBy, sort, limit, ...toHitFilters({ ...query, domain }) };
      const rows = { name: 'stats', columns: fieldsOf(groupBy, deps.settings.publicUrl) };
      if (format !== 'json' && (limit === null || groupBy.length === 0)) {
        return download(c, { ...rows, format }, exportStats(deps, question, cursor));
      }
      const { next, ...answer } = await readStats(deps, question, cursor);
      const nextCursor = next === null ? null : nextPageLink(c, encodePosition(next));
      if (format === 'json') return c.json({ ...answer, nextCursor }, 200);
      return download(c, { ...rows, format }, [answer.data]);
    },
  ),
] as const;
