import type { Language } from '../../../language.ts';
import { en } from './words-en.ts';
import { fr } from './words-fr.ts';

/** The catalogue of one language. A language that lacks an entry does not compile. */
export type SettingWords = typeof en;

export const SETTING_WORDS: Record<Language, SettingWords> = { en, fr };
