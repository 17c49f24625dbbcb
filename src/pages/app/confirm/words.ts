import type { Language } from '../../../language.ts';
import { en } from './words-en.ts';
import { fr } from './words-fr.ts';

/** The texts about what is archived, deleted and erased, in one language. A language that lacks an entry does not compile. */
export type ConfirmWords = typeof en;

export const CONFIRM_WORDS: Record<Language, ConfirmWords> = { en, fr };
