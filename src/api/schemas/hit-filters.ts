/** Query parameters that filter hits; all resources that read hits share them. */
import { z } from '@hono/zod-openapi';
import { DIMENSION_NAMES, type DIMENSIONS, type DimensionName, dimension } from '../../stats/dimensions.ts';
import { component, values } from './shapes.ts';

const MAX_IDS = 200;

/** A list of values: comma-separated, repeated, or both. */
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
    names.map((name) => [
      name,
      list.openapi({
        ...component(`${name.replace(/^./, (letter) => letter.toUpperCase())}Filter`),
        ...itemsOf(name),
        description: `Filter by ${dimension(name).label.en.toLowerCase()}: comma-separated values.`,
      }),
    ]),
  ) as Record<Name, typeof list>; // one for each of the names

const byId = {
  contentId: ids.openapi({ ...component('ContentIdFilter'), description: 'Only links of these contents.' }),
  linkId: ids.openapi({ ...component('LinkIdFilter'), description: 'Only these links.' }),
};

const bound = z.string().nullable().default(null);

/** The time zone of a question. */
export const timezone = z
  .string()
  .default('UTC')
  .openapi({ description: 'IANA time zone in which days begin.', example: 'Europe/Paris' });

/** The components of dimensions with a fixed set of values. */
const SETS = new Map<DimensionName, string>([
  ['channel', 'Channel'],
  ['channelKind', 'ChannelKind'],
]);

const itemsOf = (name: DimensionName) => {
  const set = SETS.get(name);
  return set === undefined ? {} : values(set);
};

/** The query parameters that filter hits; a hit must match all of them. */
export const hitFilters = {
  ...byDimension(FILTERS),
  ...byId,
  from: bound.openapi({
    ...component('PeriodStart'),
    description: 'Start of the period: a date or a time, for example `2026-05-12` or `2026-05-12T08:30:00Z`.',
  }),
  to: bound.openapi({
    ...component('PeriodEnd'),
    description: 'End of the period: a date (inclusive) or a time (exclusive).',
  }),
  timezone,
};

const HitFilters = z.object(hitFilters);

/** The query parameters that filter links. */
export const linkFilters = { ...byDimension(LINK_FILTERS), ...byId };

const LinkFilters = z.object(linkFilters);

/** The links that a query selects, as the features expect them. */
export function toLinkFilters(query: z.output<typeof LinkFilters>) {
  const filters = Object.fromEntries(LINK_FILTERS.map((name) => [name, query[name]]));
  return { filters, contentIds: query.contentId, linkIds: query.linkId };
}

/** The hits that a query selects, as the features expect them. */
export function toHitFilters(query: z.output<typeof HitFilters>) {
  const { contentId, linkId, from, to, timezone } = query;
  const filters = Object.fromEntries(FILTERS.map((name) => [name, query[name]]));
  return { filters, contentIds: contentId, linkIds: linkId, from, to, timezone };
}

/** A maximum number of rows; null if absent. */
export const rowLimit = z
  .string()
  .regex(/^([1-9]\d{0,2}|1000)$/, 'Must be a number from 1 to 1000.')
  .transform(Number)
  .nullable()
  .default(null)
  .openapi({ type: 'integer', minimum: 1, maximum: 1000 });
