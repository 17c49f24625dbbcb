import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** What browsers call the entry of their menu. */
const QUOTED = 'Installer l’application';

/** The words of the French texts, each with what it must not be called. */
const WORDS: [word: string, otherwise: RegExp][] = [
  ['appli', /(?:[ld]’|(?:une|les|des|ces|votre|cette|quelles) |fr: ')applications?\b/i],
  ['scanner de messagerie', /filtres? de courrier/i],
  [
    'fin de lien',
    /\bnoms? de liens?\b|\bfins? lisibles?\b|\b(?:un|le|du|au|ce|sans|les|des|aux|ces) slugs?\b/i,
  ],
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

/** A line of a French catalogue without the name of its entry. */
const withoutKey = (text: string) => text.replace(/^(?:fr|\w+): /, '');

it('no French text says “slug”', () => {
  const french = LINES.filter(({ file, text }) => /\/fr\/|-fr\.tsx?$/.test(file) || text.startsWith('fr: '));
  expect(french.length).toBeGreaterThan(1_000);
  expect(french.filter(({ text }) => /\bslugs?\b/i.test(withoutKey(text)))).toEqual([]);
});

it.each([/\bwhoever\b/i, /\bfor good\b/i, /\bby itself\b/i, /\btold apart\b/i, /\bpour de bon\b/i])(
  'texts are plain: no line has %s',
  (idiom) => {
    expect(LINES.filter(({ text }) => idiom.test(text))).toEqual([]);
  },
);
