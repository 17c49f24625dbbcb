/** `/sightings`: evidence from previews that links were put into apps. */
import { createRoute, z } from '@hono/zod-openapi';
import { exportSightings, listSightings, type ShownSighting } from '../../../sightings/list-sightings.ts';
import { secured } from '../../http/auth.ts';
import { download } from '../../http/download.ts';
import { type Format, formatOf, formatQuery, TYPES } from '../../http/format.ts';
import { apiRoute } from '../../http/route.ts';
import { decodePosition, encodePosition } from '../../schemas/cursors/sighting-cursor.ts';
import { Certainty, Channel } from '../../schemas/enums.ts';
import { timestamp } from '../../schemas/fields.ts';
import { readDomains, rowLimit } from '../../schemas/hit-filters.ts';
import { chooseColumns, chooseFields, fieldsQuery } from '../../schemas/list-fields.ts';
import { cursorQuery, nextPageLink } from '../../schemas/page.ts';
import { fileResponse, Localized, namedParameter, pageFields, problems } from '../../schemas/shapes.ts';
import { sightingFilters, sightingMeta, toSightingQuery } from '../../schemas/sighting-filters.ts';

const FORMATS = ['json', 'csv', 'ndjson'] as const;
const PAGE = 100;

const count = z.int();

const SightingBody = z
  .object({
    linkId: z.string().openapi({ description: 'Id of the link.' }),
    slug: z.string().openapi({ description: 'Path of the short link.' }),
    shortUrl: z.url().openapi({ description: 'The short link.' }),
    contentId: z.string().openapi({ description: 'Id of the content.' }),
    channel: Channel.openapi({ description: 'Channel that the link was made for.' }),
    app: z.string().openapi({ description: 'App that fetched previews of the link.', example: 'slack' }),
    appLabel: z.string().openapi({ example: 'Slack', description: 'Name of the app.' }),
    day: z.iso.date().openapi({ description: 'UTC day.' }),
    firstSeenAt: timestamp.openapi({ description: 'Time of the first preview.' }),
    lastSeenAt: timestamp.openapi({ description: 'Time of the last preview.' }),
    bursts: count.openapi({
      description:
        'Runs of previews that began on this day; a run ends after half an hour without previews. ' +
        '0 if all previews belong to a run that began before. This is not a number of shares.',
    }),
    previews: count.openapi({ description: 'Previews fetched on this day.' }),
    certainty: Certainty,
    crossed: z
      .boolean()
      .openapi({ description: 'Whether the app does not belong to the channel of the link.' }),
    statement: Localized.openapi({
      description: 'Sentence that says what this sighting proves and what it does not.',
    }),
  })
  .openapi('Sighting', { description: 'Evidence that a link was put into an app.' });

const SightingsQuery = z.strictObject({
  ...sightingFilters,
  limit: rowLimit.openapi({
    ...namedParameter('RowLimit'),
    description: `Maximum number of rows per page, ${PAGE} by default for JSON. CSV and NDJSON without it contain all rows.`,
  }),
  cursor: cursorQuery(decodePosition),
  fields: fieldsQuery('Sighting', SightingBody),
  format: formatQuery(FORMATS),
});

const SightingsBody = z
  .object({ ...pageFields(SightingBody), meta: sightingMeta })
  .openapi('SightingPage', { description: 'One page of sightings.' });

/** The row of a spreadsheet, with one column per language. */
const flat = ({ statement, ...row }: ShownSighting) => ({
  ...row,
  statementEn: statement.en,
  statementFr: statement.fr,
});

const columnsOf = (fields: string[]) =>
  chooseColumns(Object.keys(SightingBody.shape), fields).flatMap((field) =>
    field === 'statement' ? ['statementEn', 'statementFr'] : [field],
  );

async function* rowsOf(
  format: Format,
  fields: string[],
  slices: Iterable<ShownSighting[]> | AsyncIterable<ShownSighting[]>,
) {
  for await (const rows of slices) yield format === 'csv' ? rows.map(flat) : chooseFields(rows, fields);
}

export const sightingRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/sightings',
      tags: ['Stats'],
      summary: 'List sightings, last seen first',
      description:
        'A sighting is evidence from fetched previews that a link was put into an app: one row per link, app, UTC day and certainty. ' +
        'CSV and NDJSON without `limit` stream all rows, starting at the cursor.',
      ...secured('stats:read'),
      request: { query: SightingsQuery },
      responses: {
        200: {
          description: 'One page of sightings, or a file.',
          content: {
            [TYPES.json]: { schema: SightingsBody },
            [TYPES.csv]: { schema: fileResponse },
            [TYPES.ndjson]: { schema: fileResponse },
          },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { limit, cursor = null, format: requested, fields, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, requested);
      const { deps } = c.var;
      const domain = await readDomains(deps, query.domain);
      const question = toSightingQuery({ ...query, domain });
      const file = { name: 'sightings', columns: columnsOf(fields) };
      if (format !== 'json' && limit === null) {
        return download(
          c,
          { ...file, format },
          rowsOf(format, fields, exportSightings(deps, question, cursor)),
        );
      }
      const page = { limit: limit ?? PAGE, after: cursor };
      const { sightings, next, asOf } = await listSightings(deps, question, page);
      const nextCursor = next === null ? null : nextPageLink(c, encodePosition(next));
      const data = chooseFields(sightings, fields);
      if (format === 'json') return c.json({ data, nextCursor, meta: { asOf } }, 200);
      return download(c, { ...file, format }, rowsOf(format, fields, [sightings]));
    },
  ),
] as const;
