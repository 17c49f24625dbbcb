/** When people open links, by hour and weekday, at work or at leisure. */
import { HOUR } from '../time.ts';
import type { Random } from './random.ts';

// Most readers are in France. Summer time is ignored.
const ZONE = HOUR;
// The first of January 1970 was a Thursday.
const FIRST_WEEKDAY = 3;

/** Percentages by hour from midnight on and by weekday from Monday on. */
interface Rhythm {
  hours: readonly number[];
  weekdays: readonly number[];
}

const WORK: Rhythm = {
  hours: [1, 1, 0, 0, 1, 3, 10, 35, 80, 100, 92, 78, 42, 55, 82, 80, 72, 58, 35, 18, 14, 12, 7, 3],
  weekdays: [90, 100, 96, 92, 74, 11, 9],
};
const LEISURE: Rhythm = {
  hours: [9, 4, 2, 1, 1, 4, 18, 48, 52, 44, 42, 48, 72, 68, 46, 44, 50, 62, 76, 86, 100, 96, 62, 26],
  weekdays: [80, 80, 86, 86, 88, 92, 100],
};

/** How busy a time is, from 0 to 1. `leisure` goes from 0 (readers at work) to 1 (readers at home). */
function busyness(at: number, leisure: number): number {
  return busy(WORK, at) * (1 - leisure) + busy(LEISURE, at) * leisure;
}

function busy({ hours, weekdays }: Rhythm, at: number): number {
  const hour = Math.floor((at + ZONE) / HOUR);
  const weekday = (Math.floor(hour / 24) + FIRST_WEEKDAY) % 7;
  return ((hours[hour % 24] ?? 0) * (weekdays[weekday] ?? 0)) / 10_000;
}

// Bounds the search at hours when nobody reads.
const MAX_TRIES = 60;

/** A time drawn by `draw` that the rhythm accepts, or the last one drawn if it accepts none. */
export function momentOf(random: Random, leisure: number, draw: () => number): number {
  let at = draw();
  for (let tries = 1; tries < MAX_TRIES && !random.chance(busyness(at, leisure)); tries++) at = draw();
  return at;
}
