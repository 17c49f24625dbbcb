/** Link dimensions for reports that do not count hits but name links, contents and channels the same way. */
import { DIMENSIONS, type LinkDimension } from './dimensions.ts';

type LinkDimensionName = 'link' | 'content' | 'channel';
type Fields = Record<string, string | number | null>;

/** The entry with its widest type. */
export const linkDimension = (name: LinkDimensionName): LinkDimension => DIMENSIONS[name];

/** The fields that name a link, a content or a channel in an answer, from a row of the store. */
export function linkFields(name: LinkDimensionName, row: Fields, publicUrl: string): Fields {
  return shownFields(linkDimension(name), row, publicUrl);
}

/** The fields that a link dimension shows of a row. */
export function shownFields({ shows, present }: LinkDimension, row: Fields, publicUrl: string): Fields {
  const own = Object.fromEntries(Object.keys(shows).map((field) => [field, row[field] ?? null]));
  return present ? present(own, publicUrl) : own;
}
