/** `/hits`: the individual hits behind the counts. */

import { createRoute, z } from '@hono/zod-openapi';
import { invalid } from '../../../errors.ts';
import { HIT_KINDS } from '../../../hits/hit.ts';
import { exportHits, type HitQuestion, listHits } from '../../../hits/list-hits.ts';
import { exportTail, type HitTailPlace, tailHits } from '../../../hits/tail-hits.ts';
import { secured } from '../../http/auth.ts';
import { download } from '../../http/download.ts';
import type { ApiContext } from '../../http/env.ts';
import { formatOf, formatQuery, TYPES } from '../../http/format.ts';
import { apiRoute } from '../../http/route.ts';
import { afterQuery, encodePosition, hitCursorQuery, placeOf } from '../../schemas/cursors/tail-cursor.ts';
import { Certainty, Channel, HitKind, HitReason } from '../../schemas/enums.ts';
import { timestamp } from '../../schemas/fields.ts';
import { hitFilters, readDomains, rowLimit, toHitFilters, valueList } from '../../schemas/hit-filters.ts';
import { chooseColumns, chooseFields, chosenSlices, fieldsQuery } from '../../schemas/list-fields.ts';
import { nextPage, nextPageLink } from '../../schemas/page.ts';
import { fileResponse, namedParameter, pageOf, problems, values } from '../../schemas/shapes.ts';

const FORMATS = ['json', 'csv', 'ndjson'] as const;
const PAGE = 100;

const fact = z.string().nullable();

const HitBody = z
  .object({
    id: z.string().openapi({ description: 'Id of the hit.', example: 'hit_1a2b3c4d5e6' }),
    linkId: z.string().openapi({ description: 'Id of the link.' }),
    contentId: z.string().openapi({ description: 'Id of the content.' }),
    channel: Channel.openapi({ description: 'Channel of the link, whatever `app` it was opened in.' }),
    at: timestamp.openapi({ description: 'Time of the hit.' }),
    kind: HitKind,
    reason: HitReason.nullable().openapi({
      description: 'Why the hit is not a click, or why a click is flagged; null for a plain click.',
    }),
    app: fact.openapi({
      description: 'App in which the link was opened, or that fetched its preview; null if unknown.',
    }),
    certainty: Certainty.nullable().openapi({ description: 'How certain the `app` is.' }),
    country: fact.openapi({ description: 'Country code, for example `FR`.' }),
    region: fact.openapi({ description: 'Region, if this server stores it.' }),
    city: fact.openapi({ description: 'City, if this server stores it.' }),
    device: fact.openapi({ description: 'Type of device, for example `mobile`.' }),
    os: fact.openapi({ description: 'Operating system.' }),
    browser: fact.openapi({ description: 'Browser.' }),
    referrer: fact.openapi({
      description: 'Host of the referring page, or package name of the referring app.',
    }),
    mark: fact.openapi({
      description:
        'Label after the dot of the short link: a placement. `(unknown)` if it has the form of a share code that no share has; null for a known code.',
    }),
    shareId: fact.openapi({ description: 'Id of the share by whose code the hit came.' }),
    unique: z.boolean().nullable().openapi({
      description:
        'Whether it is the first click of this visitor on this link and UTC day; null if the visitor is unknown.',
    }),
    settled: z.boolean().openapi({
      description:
        'Whether `kind`, `reason` and `unique` are final. A newer hit can change them for some seconds, because it can show that this one belongs to a scanner or an Office program.',
    }),
  })
  .openapi('Hit', { description: 'One request for a short link.' });

const HitPage = pageOf('HitPage', HitBody);

const COLUMNS = Object.keys(HitBody.shape);

const HitsQuery = z.strictObject({
  ...hitFilters,
  kind: valueList.pipe(z.array(z.enum(HIT_KINDS))).openapi({
    description: 'Filter by kind: comma-separated values.',
    ...values('HitKind'),
  }),
  limit: rowLimit.openapi({
    ...namedParameter('RowLimit'),
    description: `Maximum number of rows per page, ${PAGE} by default for JSON. CSV and NDJSON without it contain all rows.`,
  }),
  after: afterQuery,
  cursor: hitCursorQuery,
  fields: fieldsQuery('Hit', HitBody),
  format: formatQuery(FORMATS),
});

export const hitRoutes = [
  apiRoute(
    createRoute({
      method: 'get',
      path: '/hits',
      tags: ['Stats'],
      summary: 'List individual hits, newest first',
      description:
        'A page may have fewer rows than its limit, or none, and still have a `nextCursor`: follow it until it is null. ' +
        'CSV and NDJSON without `limit` stream all hits, starting at the cursor. ' +
        'With `after`, the list is in the order of arrival, has settled hits only, and never ends.',
      ...secured('stats:read'),
      request: { query: HitsQuery },
      responses: {
        200: {
          description: 'One page of hits, or a file.',
          content: {
            [TYPES.json]: { schema: HitPage },
            [TYPES.csv]: { schema: fileResponse },
            [TYPES.ndjson]: { schema: fileResponse },
          },
        },
        ...problems,
      },
    }),
    async (c) => {
      const { kind, limit, after, cursor, format: requested, fields, ...query } = c.req.valid('query');
      const format = formatOf(c, FORMATS, requested);
      const { deps } = c.var;
      const domain = await readDomains(deps, query.domain);
      const question = { ...toHitFilters({ ...query, domain }), kinds: kind };
      const place = placeOf(after, cursor);
      const before = typeof cursor === 'number' ? cursor : null;
      if (after !== undefined && before !== null)
        throw invalid('?cursor', 'Invalid cursor: it belongs to a list without `after`.');
      const file = { name: 'hits', columns: chooseColumns(COLUMNS, fields) };
      if (format !== 'json' && limit === null) {
        const slices = place ? exportTail(deps, question, place) : exportHits(deps, question, before);
        return download(c, { ...file, format }, chosenSlices(slices, fields));
      }
      const { hits, nextCursor } = place
        ? await readTail(c, question, place, limit ?? PAGE)
        : await readHits(c, question, before, limit ?? PAGE);
      const data = chooseFields(hits, fields);
      if (format === 'json') return c.json({ data, nextCursor }, 200);
      return download(c, { ...file, format }, [data]);
    },
  ),
] as const;

async function readTail(c: ApiContext, question: HitQuestion, place: HitTailPlace, limit: number) {
  const { hits, next } = await tailHits(c.var.deps, question, place, limit);
  return { hits, nextCursor: nextPageLink(c, encodePosition(next)) };
}

async function readHits(c: ApiContext, question: HitQuestion, before: number | null, limit: number) {
  const { hits, next } = await listHits(c.var.deps, question, { limit, before });
  return { hits, nextCursor: next === null ? null : nextPage(c, next) };
}
