import type { Language } from '../../../language.ts';
import { en } from './words-en.ts';
import { fr } from './words-fr.ts';

/** The texts of the edit forms in one language. A language that lacks an entry does not compile. */
export type EditWords = typeof en;

export const EDIT_WORDS: Record<Language, EditWords> = { en, fr };
