/** Query parameters that filter sightings. */
import { z } from '@hono/zod-openapi';
import { CERTAINTIES } from '../../hits/hit.ts';
import type { SightingQuestion } from '../../sightings/list-sightings.ts';
import { timestamp, utcDay } from './fields.ts';
import { linkFilters, list, toLinkFilters } from './hit-filters.ts';

const crossed = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .nullable()
  .default(null)
  .openapi({
    type: 'boolean',
    description:
      '`true` lists only sightings in an app that the link was not made for, `false` only the others.',
  });

/** The query parameters that filter sightings; a sighting must match all of them. */
export const sightingFilters = {
  ...linkFilters,
  app: list.openapi({ description: 'Filter by app: comma-separated values.' }),
  certainty: list.pipe(z.array(z.enum(CERTAINTIES))).openapi({
    description: 'Filter by certainty: comma-separated values.',
    items: { type: 'string', enum: [...CERTAINTIES] },
  }),
  crossed,
  from: utcDay.openapi({ description: 'First UTC day of the period.' }),
  to: utcDay.openapi({ description: 'Last UTC day of the period, inclusive.' }),
};

const SightingFilters = z.object(sightingFilters);

/** The sightings that a query selects, as the features expect them. */
export function toSightingQuery(query: z.output<typeof SightingFilters>): SightingQuestion {
  const { app, certainty, crossed, from, to } = query;
  return { ...toLinkFilters(query), apps: app, certainties: certainty, crossed, from, to };
}

/** The `meta` of every answer about sightings. */
export const sightingMeta = z.object({
  asOf: timestamp.nullable().openapi({ description: 'Time of the newest hit that this answer includes.' }),
});
