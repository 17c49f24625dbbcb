/** `/stats`: exact counts by up to two dimensions. */
import { createRoute, z } from '@hono/zod-openapi';
import { DIMENSION_NAMES, dimension } from '../stats/dimensions.ts';
import { readStats } from '../stats/read-stats.ts';
import { secured } from './auth.ts';
import { apiRoute } from './route.ts';
import { json, problems } from './shapes.ts';

const MAX_IDS = 200;

/** Comma-separated, repeated, or both. */
const list = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')))
  .default([])
  .openapi({ type: 'array', items: { type: 'string' } });

const ids = list.pipe(z.array(z.string()).max(MAX_IDS));

const FILTERS = DIMENSION_NAMES.filter((name) => dimension(name).of !== 'time');

/** The same schema under every name. */
const each = <Name extends string, Schema>(names: Name[], schema: Schema) =>
  Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, Schema>;

const StatsQuery = z.strictObject({
  groupBy: list.openapi({ description: `Up to two of ${DIMENSION_NAMES.join(', ')}.` }),
  ...each(FILTERS, list),
  contentId: ids,
  linkId: ids,
  from: z.string().nullable().default(null),
  to: z.string().nullable().default(null),
  timezone: z.string().default('UTC').openapi({ description: 'IANA name.' }),
  sort: z.string().nullable().default(null),
  limit: z
    .string()
    .regex(/^([1-9]\d{0,2}|1000)$/, 'A number from 1 to 1000.')
    .transform(Number)
    .nullable()
    .default(null)
    .openapi({ type: 'integer', minimum: 1, maximum: 1000 }),
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

const StatsBody = z
  .object({
    data: z.array(Counts.loose()).openapi({ description: 'The keys of each group beside its counts.' }),
    total: Counts,
    from: z.string().nullable(),
    to: z.string().nullable(),
    timezone: z.string(),
    meta: z.looseObject({}),
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
      responses: { 200: json(StatsBody, 'The counts.'), ...problems },
    }),
    async (c) => {
      const { contentId, linkId, groupBy, from, to, timezone, sort, limit, ...filters } =
        c.req.valid('query');
      const scope = { contentIds: contentId, linkIds: linkId, from, to, timezone };
      const question = { groupBy, filters, ...scope, sort, limit };
      return c.json(await readStats(c.var.deps, question), 200);
    },
  ),
] as const;
