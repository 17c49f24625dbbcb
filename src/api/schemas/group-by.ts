/** The query parameter `groupBy` of questions that have dimensions of their own. */
import { z } from '@hono/zod-openapi';
import { distinct } from './fields.ts';
import { list } from './hit-filters.ts';

const MOST = 2;

/** One or two of these names; `usual` where none is given. */
export const groupByQuery = <Name extends string>(names: readonly [Name, ...Name[]], usual: Name) =>
  list
    .pipe(distinct(z.array(z.enum(names)).max(MOST, `Must have at most ${MOST} dimensions.`), 'dimension'))
    .transform((given): Name[] => (given.length === 0 ? [usual] : given))
    .openapi({
      type: 'array',
      items: { type: 'string', enum: [...names] },
      maxItems: MOST,
      description: `One or two dimensions, \`${usual}\` by default.`,
    });
