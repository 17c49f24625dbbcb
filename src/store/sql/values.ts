/** Reads values of rows. */
import type { Row } from './engine.ts';

type Value = Row[string] | undefined;

export const numberOrNull = (value: Value): number | null =>
  value === null || value === undefined ? null : Number(value);

export const textOrNull = (value: Value): string | null =>
  value === null || value === undefined ? null : String(value);
