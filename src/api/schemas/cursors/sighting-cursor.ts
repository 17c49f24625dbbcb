import { z } from '@hono/zod-openapi';
import { CERTAINTIES } from '../../../hits/hit.ts';
import type { SightingPosition } from '../../../sightings/sighting.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';

const Position = z.tuple([z.int(), z.int(), z.int(), z.string(), z.enum(CERTAINTIES)]);

/** A position as an opaque cursor. */
export function encodePosition({ lastAt, linkRowId, day, app, certainty }: SightingPosition): string {
  return encodeCursor([lastAt, linkRowId, day, app, certainty]);
}

/** Undefined for text that `encodePosition` did not create. */
export function decodePosition(cursor: string): SightingPosition | undefined {
  const position = decodeCursor(cursor, Position);
  if (!position) return undefined;
  const [lastAt, linkRowId, day, app, certainty] = position;
  return { lastAt, linkRowId, day, app, certainty };
}
