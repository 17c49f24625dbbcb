/** What to do with a form whose content or link somebody else has changed since it was opened. */
import type { Values } from './form-field.ts';

export interface Merged<Name extends string> {
  /** What the member typed, and where they typed nothing, what is stored now. */
  values: Values<Name>;
  /** The fields that somebody else has changed to something else than what the member wants. */
  theirs: Name[];
  /** Those of them that the member has changed, too. */
  both: Name[];
}

/** `was` is the form as it was opened, `typed` as it was sent, `now` as it would be opened now. */
export function mergeEdits<Name extends string>({
  was,
  typed,
  now,
}: Record<'was' | 'typed' | 'now', Values<Name>>): Merged<Name> {
  const names = Object.keys(now) as Name[]; // the forms have the same fields
  const isMine = (name: Name) => typed[name] !== was[name];
  const theirs = names.filter((name) => now[name] !== was[name] && now[name] !== typed[name]);
  return {
    values: Object.fromEntries(
      names.map((name) => [name, (isMine(name) ? typed : now)[name]]),
    ) as Values<Name>, // one for each name
    theirs,
    both: theirs.filter(isMine),
  };
}

/** The form as it was opened, which comes back with it; null if it is not one of these fields. */
export function readOpened<Name extends string>(
  text: string | null,
  names: readonly Name[],
): Values<Name> | null {
  try {
    const read: unknown = JSON.parse(text ?? '');
    if (typeof read !== 'object' || read === null) return null;
    const entries = names.map((name): [Name, unknown] => [name, Reflect.get(read, name)]);
    if (entries.some(([, value]) => typeof value !== 'string')) return null;
    return Object.fromEntries(entries) as Values<Name>; // just checked
  } catch {
    return null;
  }
}
