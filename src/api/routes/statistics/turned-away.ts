/** `/turned-away`: visitors who were not redirected. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  exportRefusals,
  REFUSAL_DIMENSIONS,
  ROWS,
  readRefusals,
  refusalFields,
} from '../../../stats/refusals.ts';
import { secured } from '../../http/auth.ts';
import { download } from '../../http/download.ts';
import { formatOf, formatQuery, TYPES } from '../../http/format.ts';
import { apiRoute } from '../../http/route.ts';
import { TurnedAwayReason } from '../../schemas/enums.ts';
import { firstDay, lastDay } from '../../schemas/fields.ts';
import { groupByParam } from '../../schemas/group-by.ts';
import { channelKeys, contentKeys, dayKeys, linkKeys } from '../../schemas/group-keys.ts';
import { linkFilters, rowLimit, valueList } from '../../schemas/hit-filters.ts';
import { nextPage, offsetCursorQuery } from '../../schemas/page.ts';
import { fileResponse, pageFields, problems, values } from '../../schemas/shapes.ts';

const FORMATS = ['json', 'csv'] as const;

const { channel, contentId, linkId } = linkFilters;

const TurnedAwayQuery = z.strictObject({
  groupBy: groupByParam(REFUSAL_DIMENSIONS, 'TurnedAwayDimension', 'reason'),
  reason: valueList.pipe(z.array(TurnedAwayReason)).openapi({
    description: 'Filter by reason: comma-separated values.',
    ...values('TurnedAwayReason'),
  }),
  ...{ channel, contentId, linkId },
  from: firstDay,
  to: lastDay,
  limit: rowLimit.openapi({
    description: `Maximum number of rows per page, ${ROWS} by default for JSON. CSV without it contains all rows.`,
  }),
  cursor: offsetCursorQuery,
  format: formatQuery(FORMATS),
});

const times = z.int().openapi({ description: 'Number of visits.' });

const Row = z
  .object({
    reason: TurnedAwayReason.optional().openapi({ description: 'Why they were turned away.' }),
    ...dayKeys,
    ...linkKeys,
    ...contentKeys,
    ...channelKeys,
    times,
  })
  .openapi('TurnedAwayRow', { description: 'The keys of a group, and its number of visits.' });

const TurnedAwayBody = z
  .object({
    data: z.array(Row).openapi({ description: 'One row per group, with the keys of the group.' }),
    nextCursor: pageFields(Row).nextCursor,
    total: z
      .object({ times })
      .openapi({ description: 'Sum of all groups, including those beyond the limit.' }),
    from: z.string().nullable().openapi({ description: 'First UTC day; null if unbounded.' }),
    to: z.string().nullable().openapi({ description: 'Last UTC day; null if unbounded.' }),
  })
  .openapi('TurnedAway', { description: 'Visits that were not redirected, by group and in total.' });

export const refusalRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/turned-away',
      operationId: 'listTurnedAway',
      tags: ['Stats'],
      summary: 'Count visitors who were turned away',
      description:
        'Visits that were not redirected and are not hits, because the link had expired, was archived, asked for its password, … ' +
        'They are counted by UTC day, so a period consists of UTC days. With `groupBy=day` the newest day comes first; then the largest number.',
      ...secured('stats:read'),
      request: { query: TurnedAwayQuery },
      responses: {
        200: {
          description: 'The counts. CSV contains the rows of `data`.',
          content: { [TYPES.json]: { schema: TurnedAwayBody }, [TYPES.csv]: { schema: fileResponse } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { groupBy, reason, limit, cursor = 0, format: requested, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, requested);
      const { deps } = c.var;
      const { from, to } = query;
      const question = {
        ...{ groupBy, from, to, reasons: reason, offset: cursor },
        ...{ filters: { channel: query.channel }, contentIds: query.contentId, linkIds: query.linkId },
      };
      const columns = refusalFields(groupBy, deps.settings.publicUrl);
      const rows = { name: 'turned-away', columns };
      if (format !== 'json' && limit === null) {
        return download(c, { ...rows, format }, exportRefusals(deps, question));
      }
      const { next, ...answer } = await readRefusals(deps, { ...question, limit: limit ?? ROWS });
      const nextCursor = next === null ? null : nextPage(c, next);
      if (format === 'json') return c.json({ ...answer, nextCursor }, 200);
      return download(c, { ...rows, format }, [answer.data]);
    },
  ),
] as const;
