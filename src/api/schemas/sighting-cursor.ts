import { z } from '@hono/zod-openapi';
import { CERTAINTIES } from '../../hits/hit.ts';
import type { SightingPosition } from '../../sightings/sighting.ts';

const Position = z.tuple([z.int(), z.int(), z.int(), z.string(), z.enum(CERTAINTIES)]);

/** A position as the opaque text that a client sends back. */
export function encodePosition({ lastAt, linkRowId, day, app, certainty }: SightingPosition): string {
  return btoa(JSON.stringify([lastAt, linkRowId, day, app, certainty])).replaceAll('=', '');
}

/** Undefined for what `encodePosition` never gave. */
export function decodePosition(cursor: string): SightingPosition | undefined {
  try {
    const [lastAt, linkRowId, day, app, certainty] = Position.parse(JSON.parse(atob(cursor)));
    const position = { lastAt, linkRowId, day, app, certainty };
    return encodePosition(position) === cursor ? position : undefined;
  } catch {
    return undefined;
  }
}
