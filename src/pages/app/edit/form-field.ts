/** The fields of an edit form: how each shows what is stored, what is wrong with a text, and what the text changes. */
import type { BrokenRule } from '../../../broken-rule.ts';

/** What a form has in its fields; a ticked box is 'on', another one ''. */
export type Values<Name extends string = string> = Record<Name, string>;

export interface FormField<Stored, Patch, Name extends string> {
  name: Name;
  /** `zone` is the member's, for times. */
  shown(stored: Stored, zone: string): string;
  /** The rule that a text breaks. Absent where any text will do. */
  broken?(text: string, zone: string): BrokenRule | null;
  /** What a changed text changes. Some fields change something together, and then say the same. */
  patch(text: string, values: Values<Name>, zone: string): Patch;
}

type Fields<Stored, Patch, Name extends string> = readonly FormField<Stored, Patch, Name>[];

const valuesFrom = <Name extends string>(
  fields: readonly { name: Name }[],
  read: (name: Name) => string,
): Values<Name> => Object.fromEntries(fields.map(({ name }) => [name, read(name)])) as Values<Name>; // all of the names

/** The form as it shows what is stored. */
export function storedValues<Stored, Patch, Name extends string>(
  fields: Fields<Stored, Patch, Name>,
  stored: Stored,
  zone: string,
): Values<Name> {
  const byName = new Map(fields.map((field) => [field.name, field.shown(stored, zone)]));
  return valuesFrom(fields, (name) => byName.get(name) ?? '');
}

/** What a member has sent, without white space around it and with the line ends that the API keeps. */
export const sentValues = <Name extends string>(
  fields: readonly { name: Name }[],
  sent: URLSearchParams,
): Values<Name> =>
  valuesFrom(fields, (name) => (sent.get(name) ?? '').replaceAll(/\r\n?/g, '\n').trim().toWellFormed());

/** The rules that the changed texts break. What was stored before is left alone. */
export function brokenRules<Stored, Patch, Name extends string>(
  fields: Fields<Stored, Patch, Name>,
  { values, was, zone }: { values: Values<Name>; was: Values<Name>; zone: string },
): Map<Name, BrokenRule> {
  const rules = new Map<Name, BrokenRule>();
  for (const { name, broken } of fields) {
    const rule = values[name] === was[name] ? null : (broken?.(values[name], zone) ?? null);
    if (rule) rules.set(name, rule);
  }
  return rules;
}

/** What the changed texts change. */
export function patchOf<Stored, Patch extends object, Name extends string>(
  fields: Fields<Stored, Patch, Name>,
  { values, was, zone }: { values: Values<Name>; was: Values<Name>; zone: string },
): Patch {
  const changed = fields.filter(({ name }) => values[name] !== was[name]);
  return Object.assign({}, ...changed.map((field) => field.patch(values[field.name], values, zone)));
}
