/** Query parameters that filter hits; all resources that read hits share them. */
import { z } from '@hono/zod-openapi';
import { domainHost, type HostDeps, hostsOf, knownDomains } from '../../links/link-domain.ts';
import { DIMENSION_NAMES, type DIMENSIONS, type DimensionName, dimension } from '../../stats/dimensions.ts';
import { namedParameter, values } from './shapes.ts';

const MAX_IDS = 200;

/** A list of values: comma-separated, repeated, or both. A comma inside a value is written `\\,`. */
export const valueList = z
  .union([z.string(), z.array(z.string())])
  .transform((given) =>
    [given]
      .flat()
      .flatMap((text) => text.split(/(?<!\\),/))
      .map((value) => value.replaceAll('\\,', ',')),
  )
  .default([])
  .openapi({ type: 'array', items: { type: 'string' } });

const MAX_VALUES = 200;

/** A list of values of any kind. */
export const texts = valueList.pipe(z.array(z.string().min(1)).max(MAX_VALUES));

const MULTIPLE = 'Several values are comma-separated or repeated.';

/** A list of values that a schema checks; `set` is the name of the values, `name` that of the component without `Values`. */
export const valuesOf = <Item extends z.ZodType<unknown, string>>(
  set: string,
  item: Item,
  description: string,
  name = set,
) =>
  valueList.pipe(z.array(item).max(MAX_VALUES)).openapi({
    ...namedParameter(`${name}Values`),
    ...values(set),
    description: `${description} ${MULTIPLE}`,
  });

/** A list of values of any kind, as a filter with this name among the components. */
export const textFilter = (name: string, description: string) =>
  texts.openapi({ ...namedParameter(`${name}Values`), description: `${description} ${MULTIPLE}` });

/** Ids with this prefix. */
const ids = (name: string, prefix: string, description: string) =>
  valueList
    .pipe(z.array(z.string().startsWith(prefix, `Must be an id that begins with ${prefix}.`)).max(MAX_IDS))
    .openapi({
      ...namedParameter(`${name}Filter`),
      type: 'array',
      items: { type: 'string' },
      description: `${description} ${MULTIPLE}`,
    });

const FILTERS = DIMENSION_NAMES.filter((name) => dimension(name).of !== 'time');

type LinkFilter = {
  [Name in DimensionName]: (typeof DIMENSIONS)[Name] extends { of: 'link' } ? Name : never;
}[DimensionName];
const LINK_FILTERS = DIMENSION_NAMES.filter((name): name is LinkFilter => dimension(name).of === 'link');

/** The components of dimensions with a fixed set of values. */
const SETS = new Map<DimensionName, string>([
  ['channel', 'Channel'],
  ['channelKind', 'ChannelKind'],
]);

const itemsOf = (name: DimensionName) => {
  const set = SETS.get(name);
  return set === undefined ? {} : values(set);
};

/** The filter by a dimension, which refuses values that no hit can have. */
function dimensionFilter(name: DimensionName): typeof texts {
  const { label, values: known, form } = dimension(name);
  const item = form
    ? z.string().regex(form.pattern, form.detail)
    : z
        .string()
        .min(1)
        .refine((value) => known?.includes(value) ?? true, oneOf(known ?? []));
  return valueList.pipe(z.array(item).max(MAX_VALUES)).openapi({
    ...namedParameter(`${name.replace(/^./, (letter) => letter.toUpperCase())}Filter`),
    ...(known ? { items: { type: 'string', enum: [...known] } } : {}),
    ...itemsOf(name),
    description: `Filter by ${label.en.toLowerCase()}. ${MULTIPLE}`,
  });
}

const oneOf = (values: readonly string[]) => `Must be one of ${values.join(', ')}.`;

const byDimension = <Name extends DimensionName>(names: Name[]) =>
  Object.fromEntries(names.map((name) => [name, dimensionFilter(name)])) as Record<Name, typeof texts>; // one for each of the names

const byId = {
  contentId: ids('ContentId', 'cnt_', 'Only links of these contents.'),
  linkId: ids('LinkId', 'lnk_', 'Only these links.'),
};

const bound = z.string().nullable().default(null);

/** The time zone of a question. */
export const timezone = z
  .string()
  .default('UTC')
  .openapi({ description: 'IANA time zone in which days begin.', example: 'Europe/Paris' });

/** The query parameters that filter hits; a hit must match all of them. */
export const hitFilters = {
  ...byDimension(FILTERS),
  ...byId,
  from: bound.openapi({
    ...namedParameter('PeriodStart'),
    description: 'Start of the period: a date or a time, for example `2026-05-12` or `2026-05-12T08:30:00Z`.',
  }),
  to: bound.openapi({
    ...namedParameter('PeriodEnd'),
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

/** Throws a 422 for a domain that is not ours; answers the names by which statistics know the others. */
export async function readDomains(deps: HostDeps, given: string[]): Promise<string[]> {
  if (given.length === 0) return given;
  return knownDomains(await hostsOf(deps), given).map((domain) => domainHost(deps.settings, domain));
}

/** The given ones of optional parameters. */
export const given = <Values extends Record<string, string | undefined>>(values: Values) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Values]?: string;
  };

/** The lists that have values: a filter without any accepts everything. */
export const lists = <Lists extends Record<string, unknown[]>>(all: Lists) =>
  Object.fromEntries(Object.entries(all).filter(([, values]) => values.length > 0)) as Partial<Lists>;

/** A maximum number of rows; null if absent. */
export const rowLimit = z
  .string()
  .regex(/^([1-9]\d{0,2}|1000)$/, 'Must be a number from 1 to 1000.')
  .transform(Number)
  .nullable()
  .default(null)
  .openapi({ type: 'integer', minimum: 1, maximum: 1000 });
