/** Where a page of sightings begins, as text in its address. */
import { CERTAINTIES } from '../../../hits/hit.ts';
import type { SightingPosition } from '../../../sightings/sighting.ts';

export const placeText = ({ lastAt, linkRowId, day, certainty, app }: SightingPosition): string =>
  [lastAt, linkRowId, day, certainty, app].join('.');

/** Null for text that `placeText` did not write: the list then begins with the newest. */
export function placeIn(text: string): SightingPosition | null {
  const [, lastAt, linkRowId, day, certaintyText, app] =
    /^(\d{1,15})\.(\d{1,15})\.(\d{1,6})\.([^.]+)\.(.{1,100})$/.exec(text) ?? [];
  const certainty = CERTAINTIES.find((each) => each === certaintyText);
  if (certainty === undefined || app === undefined) return null;
  return { lastAt: Number(lastAt), linkRowId: Number(linkRowId), day: Number(day), certainty, app };
}
