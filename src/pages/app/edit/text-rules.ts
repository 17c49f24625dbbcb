/** What texts of forms may be: the same as in the API. */
import { type BrokenRule, broken } from '../../../broken-rule.ts';
import { MAX_TAG_LENGTH, MAX_TAGS } from '../../../links/text-limits.ts';
import { parseDestination } from '../../../urls/destination.ts';

/** One line. */
export function lineRule(text: string, most: number): BrokenRule | null {
  if (text.length > most) return broken('text_too_long', { most });
  return /[\p{Cc}\p{Cs}]/u.test(text) ? broken('text_control') : null;
}

/** Text that may have line breaks. */
export function paragraphRule(text: string, most: number): BrokenRule | null {
  if (text.length > most) return broken('text_too_long', { most });
  return /[^\P{Cc}\n\r\t]|\p{Cs}/u.test(text) ? broken('text_control') : null;
}

/** A whole number in these bounds. */
export function numberRule(text: string, least: number, most: number): BrokenRule | null {
  const isIn = /^\d{1,15}$/.test(text) && Number(text) >= least && Number(text) <= most;
  return text === '' || isIn ? null : broken('whole_number', { least, most });
}

/** Tags as a form shows them, between commas; one that has a comma or a quote is in quotes. */
export const tagsText = (tags: readonly string[]): string =>
  tags.map((tag) => (/[",]/.test(tag) ? `"${tag.replaceAll('"', '""')}"` : tag)).join(', ');

/** The tags in such a text, each once. */
export function parseTags(text: string): string[] {
  const found = text.matchAll(/\s*(?:"((?:[^"]|"")*)"(?=\s*(?:,|$))|([^,]*))\s*(?:,|$)/g);
  const tags = [...found].map(([, quoted, plain = '']) => (quoted?.replaceAll('""', '"') ?? plain).trim());
  return [...new Set(tags)].filter((tag) => tag !== '');
}

/** Room for the tags, their quotes and commas. */
const MAX_TAGS_TEXT = MAX_TAGS * (2 * MAX_TAG_LENGTH + 4);

export function tagsRule(text: string): BrokenRule | null {
  if (text.length > MAX_TAGS_TEXT) return broken('too_many_tags', { most: MAX_TAGS });
  const tags = parseTags(text);
  if (tags.length > MAX_TAGS) return broken('too_many_tags', { most: MAX_TAGS });
  return tags.map((tag) => lineRule(tag, MAX_TAG_LENGTH)).find((rule) => rule !== null) ?? null;
}

/** An address as people type it: without a scheme it is one of the web. */
export const typedAddress = (text: string): string =>
  text === '' || /^[a-z][a-z\d+.-]*:/i.test(text) ? text : `https://${text}`;

/** Where a link may lead, as far as the text shows it: only the server knows its own hosts. */
export function addressRule(text: string): BrokenRule | null {
  if (text === '') return null;
  const parsed = parseDestination(typedAddress(text), new Set());
  return parsed.ok ? null : parsed.broken;
}
