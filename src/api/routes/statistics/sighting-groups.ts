/** `/sightings/groups`: sightings counted by up to two dimensions. */
import { createRoute, z } from '@hono/zod-openapi';
import {
  exportSightingGroups,
  GROUPS,
  groupFields,
  groupSightings,
} from '../../../sightings/group-sightings.ts';
import { SIGHTING_DIMENSIONS } from '../../../sightings/sighting.ts';
import { secured } from '../../http/auth.ts';
import { download } from '../../http/download.ts';
import { formatOf, formatQuery, TYPES } from '../../http/format.ts';
import { apiRoute } from '../../http/route.ts';
import { timestamp } from '../../schemas/fields.ts';
import { groupByParam } from '../../schemas/group-by.ts';
import { channelKeys, contentKeys, dayKeys, linkKeys } from '../../schemas/group-keys.ts';
import { readDomains, rowLimit } from '../../schemas/hit-filters.ts';
import { nextPage, offsetCursorQuery } from '../../schemas/page.ts';
import { fileResponse, pageFields, problems } from '../../schemas/shapes.ts';
import { sightingFilters, sightingMeta, toSightingQuery } from '../../schemas/sighting-filters.ts';

const FORMATS = ['json', 'csv'] as const;

const GroupsQuery = z.strictObject({
  groupBy: groupByParam(SIGHTING_DIMENSIONS, 'SightingDimension', 'app'),
  ...sightingFilters,
  limit: rowLimit.openapi({
    description: `Maximum number of groups per page, ${GROUPS} by default for JSON. CSV without it contains all groups.`,
  }),
  cursor: offsetCursorQuery,
  format: formatQuery(FORMATS),
});

const count = z.int();

const GroupBody = z
  .object({
    ...channelKeys,
    app: z.string().optional().openapi({ description: 'App that fetched the previews.' }),
    ...contentKeys,
    ...linkKeys,
    ...dayKeys,
    crossed: z
      .boolean()
      .optional()
      .openapi({ description: 'Whether the app does not belong to the channel of the link.' }),
    sightings: count.openapi({ description: 'Number of sightings.' }),
    links: count.openapi({ description: 'Number of links that were seen.' }),
    days: count.openapi({ description: 'Number of UTC days on which one was seen.' }),
    bursts: count.openapi({ description: 'Runs of previews.' }),
    previews: count.openapi({ description: 'Previews.' }),
    firstSeenAt: timestamp.openapi({ description: 'Time of the first preview.' }),
    lastSeenAt: timestamp.openapi({ description: 'Time of the last preview.' }),
  })
  .openapi('SightingGroup', { description: 'One group: its keys and its counts.' });

const GroupsBody = z
  .object({ ...pageFields(GroupBody), meta: sightingMeta })
  .openapi('SightingGroups', { description: 'Sightings, counted by group.' });

export const sightingGroupRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/sightings/groups',
      operationId: 'listSightingGroups',
      tags: ['Stats'],
      summary: 'Count sightings by up to two dimensions',
      description:
        'Counts the sightings that `/sightings` lists for the same filters, with the times of the first and last preview. ' +
        'The group seen last comes first. CSV without `limit` contains all groups, starting at the cursor.',
      ...secured('stats:read'),
      request: { query: GroupsQuery },
      responses: {
        200: {
          description: 'The groups. CSV contains the rows of `data`.',
          content: { [TYPES.json]: { schema: GroupsBody }, [TYPES.csv]: { schema: fileResponse } },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { groupBy, limit, cursor: offset = 0, format: requested, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, requested);
      const { deps } = c.var;
      const domain = await readDomains(deps, query.domain);
      const question = toSightingQuery({ ...query, domain });
      const columns = groupFields(groupBy, deps.settings.publicUrl);
      if (format !== 'json' && limit === null) {
        const groups = exportSightingGroups(deps, question, { groupBy, offset });
        return download(c, { name: 'sighting-groups', format, columns }, groups);
      }
      const grouping = { groupBy, limit: limit ?? GROUPS, offset };
      const { data, meta, next } = await groupSightings(deps, question, grouping);
      const nextCursor = next === null ? null : nextPage(c, next);
      if (format === 'json') return c.json({ data, nextCursor, meta }, 200);
      return download(c, { name: 'sighting-groups', format, columns }, [data]);
    },
  ),
] as const;
