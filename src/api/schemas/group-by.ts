/** The query parameter `groupBy` of resources with their own dimensions. */
import { z } from '@hono/zod-openapi';
import { distinct } from './fields.ts';
import { valueList } from './hit-filters.ts';
import { values } from './shapes.ts';

const MAX_DIMENSIONS = 2;

/** One or two of these names, which the component `set` lists; `fallback` if none is given. */
export const groupByParam = <Name extends string>(
  names: readonly [Name, ...Name[]],
  set: string,
  fallback: Name,
) =>
  valueList
    .pipe(
      distinct(
        z.array(z.enum(names)).max(MAX_DIMENSIONS, `Must have at most ${MAX_DIMENSIONS} dimensions.`),
        'dimension',
      ),
    )
    .transform((given): Name[] => (given.length === 0 ? [fallback] : given))
    .openapi({
      type: 'array',
      ...values(set),
      maxItems: MAX_DIMENSIONS,
      description: `One or two dimensions, \`${fallback}\` by default.`,
    });
