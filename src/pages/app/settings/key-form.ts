/** What an admin enters about a key, and what is wrong with it. */
import { Temporal } from 'temporal-polyfill';
import type { ApiKey } from '../../../keys/api-key.ts';
import { SECRET_SCOPES } from '../../../keys/scope.ts';
import { dayOfInstant } from '../period.ts';
import type { SettingWords } from './words.ts';

/** As the API. */
export const MAX_KEY_NAME = 100;

type SecretScope = (typeof SECRET_SCOPES)[number];

export interface KeyForm {
  name: string;
  scopes: SecretScope[];
  /** The last day on which the key works, such as `2027-01-31`; '' for ever. */
  lastDay: string;
}

export type KeyMistakes = Partial<Record<'name' | 'scopes' | 'lastDay', string>>;

export const EMPTY_KEY_FORM: KeyForm = { name: '', scopes: [], lastDay: '' };

export function readKeyForm(values: URLSearchParams): KeyForm {
  const text = (name: string) => (values.get(name) ?? '').replaceAll(/[\p{Cc}\p{Cs}]+/gu, ' ').trim();
  const given = values.getAll('scopes');
  return {
    name: text('name'),
    scopes: SECRET_SCOPES.filter((scope) => given.includes(scope)),
    lastDay: text('lastDay'),
  };
}

/** The form of a stored key. */
export const formOfKey = ({ name, scopes, expiresAt }: ApiKey, zone: string): KeyForm => ({
  name,
  scopes: SECRET_SCOPES.filter((scope) => scopes.includes(scope)),
  lastDay: expiresAt === null ? '' : dayOfInstant(expiresAt - 1, zone),
});

/** The last day of a key that expires when the day is over in this zone; null for another time. */
export function lastDayOf(expiresAt: number, zone: string): string | null {
  const day = dayOfInstant(expiresAt - 1, zone);
  return endOfDay(day, zone) === expiresAt ? day : null;
}

/** The end of a day in this zone, as UTC milliseconds; null without a day, undefined if the text is none. */
export function endOfDay(text: string, zone: string): number | null | undefined {
  if (text === '') return null;
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  try {
    const next = Temporal.PlainDate.from(text, { overflow: 'reject' }).add({ days: 1 });
    return next.toZonedDateTime(zone).epochMilliseconds;
  } catch {
    return undefined;
  }
}

/** When the key is to expire, and what is wrong with the form. A day that was not changed is not judged again. */
export function checkKeyForm(
  form: KeyForm,
  { keys: words }: SettingWords,
  { zone, now, stored = null }: { zone: string; now: number; stored?: ApiKey | null },
): { expiresAt: number | null; mistakes: KeyMistakes } {
  const mistakes: KeyMistakes = {};
  if (form.name === '' || form.name.length > MAX_KEY_NAME) mistakes.name = words.noName;
  const hasFixedScopes = stored !== null && stored.origins !== null;
  if (form.scopes.length === 0 && !hasFixedScopes) mistakes.scopes = words.noScope;
  if (stored && formOfKey(stored, zone).lastDay === form.lastDay)
    return { expiresAt: stored.expiresAt, mistakes };
  const expiresAt = endOfDay(form.lastDay, zone);
  if (expiresAt === undefined || (expiresAt !== null && expiresAt <= now)) mistakes.lastDay = words.pastDay;
  return { expiresAt: expiresAt ?? null, mistakes };
}
