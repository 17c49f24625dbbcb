/** `/sightings`: in which apps links were seen, by the previews that those fetched. */
import { createRoute, z } from '@hono/zod-openapi';
import { CHANNEL_NAMES } from '../../channels/registry.ts';
import { CERTAINTIES } from '../../hits/hit.ts';
import { exportSightings, listSightings, type ShownSighting } from '../../sightings/list-sightings.ts';
import { secured } from '../http/auth.ts';
import { download } from '../http/download.ts';
import { type Format, formatOf, formatQuery, TYPES } from '../http/format.ts';
import { apiRoute } from '../http/route.ts';
import { timestamp } from '../schemas/fields.ts';
import { upToThousand } from '../schemas/hit-filters.ts';
import { cursorQuery, nextPageAt } from '../schemas/page.ts';
import { listOf, problems } from '../schemas/shapes.ts';
import { decodePosition, encodePosition } from '../schemas/sighting-cursor.ts';
import { questionOf, sightingFilters, sightingMeta } from '../schemas/sighting-filters.ts';

const FORMATS = ['json', 'csv', 'ndjson'] as const;
const PAGE = 100;

const SightingsQuery = z.strictObject({
  ...sightingFilters,
  limit: upToThousand.openapi({
    description: `Rows per page, ${PAGE} by default; a file without it has all.`,
  }),
  cursor: cursorQuery(decodePosition),
  format: formatQuery(FORMATS),
});

const count = z.int();

const SightingBody = z
  .object({
    linkId: z.string(),
    slug: z.string(),
    shortUrl: z.url(),
    contentId: z.string(),
    channel: z.enum(CHANNEL_NAMES).openapi({ description: 'What the link was minted for.' }),
    app: z.string().openapi({ description: 'Where it was seen.', example: 'slack' }),
    appLabel: z.string().openapi({ example: 'Slack' }),
    day: z.iso.date().openapi({ description: 'A UTC day.' }),
    firstSeenAt: timestamp,
    lastSeenAt: timestamp,
    bursts: count.openapi({
      description:
        'Runs of previews that began on this day, each half an hour after the last: no count of shares. ' +
        '0 where all belong to a run that had begun before.',
    }),
    previews: count,
    certainty: z.enum(CERTAINTIES).openapi({
      description:
        'How sure the app is: by its own token, by one that a family of apps shares, or only by its word.',
    }),
    crossed: z.boolean().openapi({ description: 'Seen beyond the channel it was minted for.' }),
    statement: z
      .object({ en: z.string(), fr: z.string() })
      .openapi({ description: 'What this shows, and what it does not.' }),
  })
  .openapi('Sighting');

const SightingsBody = listOf(SightingBody).extend({ meta: sightingMeta });

/** A spreadsheet has a column for each language. */
const flat = ({ statement, ...row }: ShownSighting) => ({
  ...row,
  statementEn: statement.en,
  statementFr: statement.fr,
});

const COLUMNS = Object.keys(SightingBody.shape).flatMap((field) =>
  field === 'statement' ? ['statementEn', 'statementFr'] : [field],
);

async function* rowsOf(format: Format, slices: Iterable<ShownSighting[]> | AsyncIterable<ShownSighting[]>) {
  for await (const rows of slices) yield format === 'csv' ? rows.map(flat) : rows;
}

export const sightingRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/sightings',
      tags: ['Stats'],
      summary: 'List where links were seen, the last seen first',
      description:
        'One row per link, app, UTC day and certainty, from the previews that messengers fetched. ' +
        'As CSV or NDJSON without `limit`, all rows from the cursor on are streamed.',
      ...secured('stats:read'),
      request: { query: SightingsQuery },
      responses: {
        200: {
          description: 'One page, or a file.',
          content: {
            [TYPES.json]: { schema: SightingsBody },
            [TYPES.csv]: { schema: z.string() },
            [TYPES.ndjson]: { schema: z.string() },
          },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { limit, cursor = null, format: asked, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, asked);
      const { deps } = c.var;
      const question = questionOf(query);
      const file = { name: 'sightings', columns: COLUMNS };
      if (format !== 'json' && limit === null) {
        return download(c, { ...file, format }, rowsOf(format, exportSightings(deps, question, cursor)));
      }
      const slot = { limit: limit ?? PAGE, after: cursor };
      const { sightings, next, asOf } = await listSightings(deps, question, slot);
      const nextCursor = next === null ? null : nextPageAt(c, encodePosition(next));
      if (format === 'json') return c.json({ data: sightings, nextCursor, meta: { asOf } }, 200);
      return download(c, { ...file, format }, rowsOf(format, [sightings]));
    },
  ),
] as const;
