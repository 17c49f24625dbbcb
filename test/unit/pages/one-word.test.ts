import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What browsers call the entry of their menu. */
const QUOTED = 'Installer l’application';

/** The words of the French texts, each with what it must not be called. */
const WORDS: [word: string, otherwise: RegExp][] = [
  ['appli', /(?:[ld]’|(?:une|les|des|ces|votre|cette|quelles) |fr: ')applications?\b/i],
  ['scanner de messagerie', /filtres? de courrier/i],
];

/** The lines of the sources, without comments. */
const LINES = globSync('src/**/*.{ts,tsx}').flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line))
    .map((line) => ({ file, text: line.replaceAll(QUOTED, '').trim() })),
);

it.each(WORDS)('French texts say “%s” everywhere', (_, otherwise) => {
  expect(LINES.length).toBeGreaterThan(10_000);
  expect(LINES.filter(({ text }) => otherwise.test(text))).toEqual([]);
});

it.each([/\bwhoever\b/i, /\bfor good\b/i, /\bby itself\b/i, /\btold apart\b/i, /\bpour de bon\b/i])(
  'texts are plain: no line has %s',
  (idiom) => {
    expect(LINES.filter(({ text }) => idiom.test(text))).toEqual([]);
  },
);
