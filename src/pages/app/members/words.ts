import type { Language } from '../../../language.ts';
import { en } from './words-en.ts';
import { fr } from './words-fr.ts';

/** The catalogue of one language. A language that lacks an entry does not compile. */
export type MemberWords = typeof en;

export const MEMBER_WORDS: Record<Language, MemberWords> = { en, fr };
