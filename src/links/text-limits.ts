/** How long the texts of contents and links may be, in characters. The API and the pages check the same limits. */
import { broken } from '../broken-rule.ts';
import { type FieldError, fieldError } from '../errors.ts';

export const TEXT_LIMITS = { title: 300, description: 1000, campaign: 100, externalId: 200 } as const;
export const MAX_UTM_LENGTH = 200;
export const MAX_MAX_CLICKS = 1_000_000_000;
export const MAX_TAGS = 20;
export const MAX_TAG_LENGTH = 50;

export type LimitedText = keyof typeof TEXT_LIMITS;

/** Texts as pages and lists give them; null and '' are allowed. */
export type GivenTexts = { [Name in LimitedText]?: string | null } & { tags?: string[] };

/** What is wrong with the texts of a content, one error per field. */
export function textProblems({ tags = [], ...texts }: GivenTexts): FieldError[] {
  const problems = Object.entries(texts).flatMap(([name, text]) => {
    const problem = problemOf(text ?? '', TEXT_LIMITS[name as LimitedText], name === 'description');
    return problem ? [fieldError(`/${name}`, problem)] : [];
  });
  if (tags.length > MAX_TAGS)
    return [...problems, fieldError('/tags', broken('too_many_tags', { most: MAX_TAGS }))];
  const wrongTag = tags.map((tag) => problemOf(tag, MAX_TAG_LENGTH)).find((problem) => problem !== null);
  return wrongTag ? [...problems, fieldError('/tags', wrongTag)] : problems;
}

function problemOf(text: string, most: number, hasLines = false) {
  if (text.length > most) return broken('text_too_long', { most });
  const controls = hasLines ? /[^\P{Cc}\n\r\t]|\p{Cs}/u : /[\p{Cc}\p{Cs}]/u;
  return controls.test(text) ? broken('text_control') : null;
}
