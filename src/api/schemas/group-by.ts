/** The query parameter `groupBy` of resources with their own dimensions. */
import { z } from '@hono/zod-openapi';
import { distinct } from './fields.ts';
import { list } from './hit-filters.ts';

const MAX_DIMENSIONS = 2;

/** One or two of these names; `fallback` if none is given. */
export const groupByParam = <Name extends string>(names: readonly [Name, ...Name[]], fallback: Name) =>
  list
    .pipe(
      distinct(
        z.array(z.enum(names)).max(MAX_DIMENSIONS, `Must have at most ${MAX_DIMENSIONS} dimensions.`),
        'dimension',
      ),
    )
    .transform((given): Name[] => (given.length === 0 ? [fallback] : given))
    .openapi({
      type: 'array',
      items: { type: 'string', enum: [...names] },
      maxItems: MAX_DIMENSIONS,
      description: `One or two dimensions, \`${fallback}\` by default.`,
    });
