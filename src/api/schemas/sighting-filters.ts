/** What sightings can be listed and grouped by. */
import { z } from '@hono/zod-openapi';
import { CERTAINTIES } from '../../hits/hit.ts';
import type { SightingQuestion } from '../../sightings/list-sightings.ts';
import { timestamp, utcDay } from './fields.ts';
import { linkFilters, linkScopeOf, list } from './hit-filters.ts';

const crossed = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .nullable()
  .default(null)
  .openapi({ type: 'boolean', description: 'Only links seen beyond their own channel, or only the others.' });

/** The query parameters that choose sightings; all given ones must hold. */
export const sightingFilters = {
  ...linkFilters,
  app: list.openapi({ description: 'App: one of these.' }),
  certainty: list.pipe(z.array(z.enum(CERTAINTIES))).openapi({
    description: `Any of ${CERTAINTIES.join(', ')}.`,
    items: { type: 'string', enum: [...CERTAINTIES] },
  }),
  crossed,
  from: utcDay.openapi({ description: 'First UTC day, included.' }),
  to: utcDay.openapi({ description: 'Last UTC day, included.' }),
};

const SightingFilters = z.object(sightingFilters);

/** The chosen sightings, as the features ask for them. */
export function questionOf(query: z.output<typeof SightingFilters>): SightingQuestion {
  const { app, certainty, crossed, from, to } = query;
  return { ...linkScopeOf(query), apps: app, certainties: certainty, crossed, from, to };
}

/** What every answer about sightings says of itself. */
export const sightingMeta = z.object({
  asOf: timestamp.nullable().openapi({ description: 'When the newest stored hit came, included here.' }),
});
