/** Query parameters that filter sightings. */
import { z } from '@hono/zod-openapi';
import type { SightingQuestion } from '../../sightings/list-sightings.ts';
import { Certainty } from './enums.ts';
import { firstDay, lastDay, timestamp } from './fields.ts';
import { hitFilters, linkFilters, toLinkFilters, valueList } from './hit-filters.ts';
import { namedParameter, values } from './shapes.ts';

const crossed = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .nullable()
  .default(null)
  .openapi({
    ...namedParameter('CrossedFilter'),
    type: 'boolean',
    description:
      '`true` lists only sightings in an app that the link was not made for, `false` only the others.',
  });

/** The query parameters that filter sightings; a sighting must match all of them. */
export const sightingFilters = {
  ...linkFilters,
  app: hitFilters.app,
  certainty: valueList.pipe(z.array(Certainty)).openapi({
    ...namedParameter('CertaintyFilter'),
    description: 'Filter by certainty: comma-separated values.',
    ...values('Certainty'),
  }),
  crossed,
  from: firstDay,
  to: lastDay,
};

const SightingFilters = z.object(sightingFilters);

/** The sightings that a query selects, as the features expect them. */
export function toSightingQuery(query: z.output<typeof SightingFilters>): SightingQuestion {
  const { app, certainty, crossed, from, to } = query;
  return { ...toLinkFilters(query), apps: app, certainties: certainty, crossed, from, to };
}

/** The `meta` of every answer about sightings. */
export const sightingMeta = z
  .object({
    asOf: timestamp.nullable().openapi({ description: 'Time of the newest hit that this answer includes.' }),
  })
  .openapi('SightingMeta', { description: 'What the answer includes.' });
