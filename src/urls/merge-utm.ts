import type { Utm } from './utm.ts';

/** A JSON Merge Patch of UTM values: null removes one value, or all of them instead of the object. */
export type UtmPatch = { [name in keyof Utm]?: string | null } | false | null;

/** The UTM values after the patch; null when none is left. */
export function mergeUtm(stored: Utm | false | null, patch: UtmPatch): Utm | false | null {
  if (patch === null || patch === false) return patch;
  const merged = Object.entries({ ...(stored || {}), ...patch }).filter(([, value]) => value !== null);
  return merged.length === 0 ? null : Object.fromEntries(merged);
}
