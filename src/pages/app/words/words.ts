import type { Language } from '../../../language.ts';
import { en } from './en/en.tsx';
import { fr } from './fr/fr.tsx';

/** The catalogue of one language. A language that lacks an entry does not compile. */
export type Words = typeof en;

export const WORDS: Record<Language, Words> = { en, fr };
