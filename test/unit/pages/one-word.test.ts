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

/** The lines of files, without comments. */
const linesOf = (pattern: string) =>
  globSync(pattern).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => !/^\s*(?:\/?\*|\/\/)/.test(line))
      .map((line) => ({ file, text: line.replaceAll(QUOTED, '').trim() })),
  );

const LINES = linesOf('src/**/*.{ts,tsx}');
const PAGES_OF_DOCS = linesOf('{README.md,docs/**/*.md}');

it.each(WORDS)('French texts say “%s” everywhere', (_, otherwise) => {
  expect(LINES.length).toBeGreaterThan(10_000);
  expect(LINES.filter(({ text }) => otherwise.test(text))).toEqual([]);
});

it.each([
  ['email address', /\bmail address/i],
  [
    'email',
    /\b(?:by|this|a|never get|ignore) mails?\b(?!-| (?:filter|program|scanner|security|server|system))/i,
  ],
  ['adresse e-mail', /\badresses? (?:mail|email|électronique)|\bcourriel/i],
  ['e-mail', /\b(?:par|un|d’un|le|ce|les|des|de|jamais de) mails?\b/i],
])('texts say “%s” everywhere', (_, otherwise) => {
  expect(PAGES_OF_DOCS.length).toBeGreaterThan(1_000);
  expect([...LINES, ...PAGES_OF_DOCS].filter(({ text }) => otherwise.test(text))).toEqual([]);
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
