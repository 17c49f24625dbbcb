import type { Language } from '../../../language.ts';
import { en } from './words-en.tsx';
import { fr } from './words-fr.tsx';

/** The catalogue of one language. A language that lacks an entry does not compile. */
export type WeeklyWords = typeof en;

export const WEEKLY_WORDS: Record<Language, WeeklyWords> = { en, fr };
