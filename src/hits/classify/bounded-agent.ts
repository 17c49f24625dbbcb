/** Bounds what the agent parser is given: some of its 250 expressions take quadratic time on repeated words. */

/** No known agent names its browser or its system later. */
const MAX_LENGTH = 320;
/** How often the same two letters may follow each other. Only a few real agents repeat a pair more often. */
const MAX_PAIRS = 6;
/** Twenty expressions begin with this word and search the rest of the text after each of its occurrences. */
const SLOWEST = /droid/gi;
const MAX_SLOWEST = 3;

const LETTERS = 26;
const pairs = new Uint8Array(LETTERS * LETTERS);

/** The beginning of an agent, up to the place where it becomes too long or too repetitive for the parser. */
export function textForParser(agent: string): string {
  const text = agent.slice(0, firstRepetition(agent));
  const slowest = [...text.matchAll(SLOWEST)];
  return text.slice(0, slowest[MAX_SLOWEST]?.index);
}

/** Where a pair of letters occurs once too often; the largest length if none does. */
function firstRepetition(agent: string): number {
  pairs.fill(0);
  const end = Math.min(agent.length, MAX_LENGTH);
  for (let at = 0, last = -1; at < end; at++) {
    const letter = letterAt(agent, at);
    if (letter >= 0 && last >= 0) {
      const pair = last * LETTERS + letter;
      const times = (pairs[pair] ?? 0) + 1;
      if (times > MAX_PAIRS) return at;
      pairs[pair] = times;
    }
    last = letter;
  }
  return end;
}

/** 0 to 25 for an ASCII letter in either case, otherwise -1. */
function letterAt(text: string, at: number): number {
  const letter = (text.charCodeAt(at) | 0x20) - 0x61;
  return letter >= 0 && letter < LETTERS ? letter : -1;
}
