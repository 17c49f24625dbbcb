/** Limits how deep a JSON body is nested, because deep nesting takes seconds to parse and overflows the stack. */

import { invalid } from '../../errors.ts';

/** No schema has half as many levels of arrays and objects. */
const MAX_LEVELS = 16;
/** One for each item of the largest request. With more, the request is refused as a whole. */
const MAX_CUTS = 1000;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const isOpening = (code: number) => code === 0x5b || code === 0x7b; // [ or {
const isClosing = (code: number) => code === 0x5d || code === 0x7d; // ] or }

/**
 * The same JSON, in which arrays and objects beyond the limit are empty. They are inside a value that every schema
 * refuses, so what remains of it is refused, and nothing else. Text that is not JSON stays invalid or is refused too.
 */
export function limitNesting(text: string): string {
  const kept: string[] = [];
  const keep = (part: string) => {
    if (kept.push(part) > MAX_CUTS)
      throw invalid('', `Must not have more than ${MAX_LEVELS} levels of arrays and objects.`);
  };
  let [level, from] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at);
    if (isOpening(code) && level++ === MAX_LEVELS) keep(text.slice(from, at + 1));
    if (isClosing(code) && --level === MAX_LEVELS) from = at;
  }
  if (kept.length === 0) return text;
  return kept.join('') + (level > MAX_LEVELS ? '' : text.slice(from));
}

/** The index of the quote that ends the string which begins at `start`. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}
