/** What people write into the forms of members. Each check returns the clean value, or what is wrong with it. */
import { isTimeZone } from '../stats/time-zone.ts';
import { MAX_EMAIL_LENGTH, MAX_MEMBER_PASSWORD, MAX_NAME_LENGTH, MIN_MEMBER_PASSWORD } from './member.ts';

export type Mistake = 'email' | 'name' | 'password_short' | 'password_long' | 'password_same' | 'timezone';

export type Checked = { value: string } | { mistake: Mistake };

/** Without blanks around it, in lower case: `Ana@Example.com` and `ana@example.com` are one member. */
export const cleanEmail = (text: string): string => text.trim().normalize('NFC').toLowerCase();

export function checkEmail(text: string): Checked {
  const value = cleanEmail(text);
  const isPlausible = /^[^\s@<>"'\p{Cc}\p{Cf}]+@[^\s@<>"'\p{Cc}\p{Cf}]+$/u.test(value);
  return isPlausible && value.length <= MAX_EMAIL_LENGTH ? { value } : { mistake: 'email' };
}

/** Control characters and marks that turn the direction of text would let a name change the text next to it. */
export function checkName(text: string): Checked {
  const value = text
    .normalize('NFC')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069\u200e\u200f]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const isPossible = value !== '' && value.length <= MAX_NAME_LENGTH && !/\p{Cs}/u.test(value);
  return isPossible ? { value } : { mistake: 'name' };
}

/** A long password needs no rules about its characters. It must not be the name of the account. */
export function checkPassword(text: string, email: string): Checked {
  if (text.length < MIN_MEMBER_PASSWORD) return { mistake: 'password_short' };
  if (text.length > MAX_MEMBER_PASSWORD) return { mistake: 'password_long' };
  return cleanEmail(text) === email || new Set(text).size < 4
    ? { mistake: 'password_same' }
    : { value: text };
}

export function checkTimezone(text: string): Checked {
  return isTimeZone(text) ? { value: text } : { mistake: 'timezone' };
}
