/** What hits can be counted and listed by: the same parameters wherever hits are asked for. */
import { z } from '@hono/zod-openapi';
import { DIMENSION_NAMES, type DIMENSIONS, type DimensionName, dimension } from '../../stats/dimensions.ts';

const MAX_IDS = 200;

/** Comma-separated, repeated, or both. */
export const list = z
  .union([z.string(), z.array(z.string())])
  .transform((given) => [given].flat().flatMap((text) => text.split(',')))
  .default([])
  .openapi({ type: 'array', items: { type: 'string' } });

const ids = list.pipe(z.array(z.string()).max(MAX_IDS));

const FILTERS = DIMENSION_NAMES.filter((name) => dimension(name).of !== 'time');

type LinkFilter = {
  [Name in DimensionName]: (typeof DIMENSIONS)[Name] extends { of: 'link' } ? Name : never;
}[DimensionName];
const LINK_FILTERS = DIMENSION_NAMES.filter((name): name is LinkFilter => dimension(name).of === 'link');

const byDimension = <Name extends DimensionName>(names: Name[]) =>
  Object.fromEntries(
    names.map((name) => [name, list.openapi({ description: `${dimension(name).label.en}: one of these.` })]),
  ) as Record<Name, typeof list>; // one for each of the names

const byId = {
  contentId: ids.openapi({ description: 'Of the links of these contents.' }),
  linkId: ids.openapi({ description: 'Of these links.' }),
};

const edge = z.string().nullable().default(null);
const INSTANT = 'a day, or a time like 2026-05-12T08:30:00Z';

/** The query parameters that choose hits; all given ones must hold. */
export const hitFilters = {
  ...byDimension(FILTERS),
  ...byId,
  from: edge.openapi({ description: `Not before ${INSTANT}.` }),
  to: edge.openapi({ description: `Before the end of ${INSTANT}.` }),
  timezone: z.string().default('UTC').openapi({ description: 'Of days; an IANA name.' }),
};

const HitFilters = z.object(hitFilters);

/** Those that choose links. */
export const linkFilters = { ...byDimension(LINK_FILTERS), ...byId };

const LinkFilters = z.object(linkFilters);

/** The chosen links, as the features ask for them. */
export function linkScopeOf(query: z.output<typeof LinkFilters>) {
  const filters = Object.fromEntries(LINK_FILTERS.map((name) => [name, query[name]]));
  return { filters, contentIds: query.contentId, linkIds: query.linkId };
}

/** The chosen hits, as the features ask for them. */
export function scopeOf(query: z.output<typeof HitFilters>) {
  const { contentId, linkId, from, to, timezone } = query;
  const filters = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
  return { filters, contentIds: contentId, linkIds: linkId, from, to, timezone };
}

/** A number of rows; null when it is absent. */
export const upToThousand = z
  .string()
  .regex(/^([1-9]\d{0,2}|1000)$/, 'A number from 1 to 1000.')
  .transform(Number)
  .nullable()
  .default(null)
  .openapi({ type: 'integer', minimum: 1, maximum: 1000 });
