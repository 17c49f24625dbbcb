/** What is wrong with a form, in the language of the member who has filled it in. */
import type { BrokenRule } from '../../../broken-rule.ts';
import { type AppError, ERRORS, type FieldError } from '../../../errors.ts';
import { PROBLEM_TEXTS } from '../../problem-texts.ts';
import type { View } from '../frame/view.ts';

/** A sentence for each field by its name, and '' for what concerns no field of the form. */
export type Mistakes<Name extends string = string> = Map<Name | '', string>;

/** The sentence for a rule. */
export const ruleText = (broken: BrokenRule, { words, format }: Pick<View, 'words' | 'format'>): string =>
  words.rules[broken.rule](broken, format);

/**
 * What a feature says of the input, at the fields of the form: `/tags/3` belongs to `tags`, `/utm/source` to `utm/source`
 * if the form has it, else to `utm`. A refusal without a rule is told by the title of its code.
 */
export function mistakesOf<Name extends string>(
  { code, fields }: AppError,
  names: readonly Name[],
  view: Pick<View, 'words' | 'format' | 'language'>,
): Mistakes<Name> {
  const general = view.language === 'fr' ? PROBLEM_TEXTS[code].fr : ERRORS[code].title;
  const mistakes: Mistakes<Name> = new Map();
  for (const { pointer, broken } of fields) {
    const name = fieldAt(pointer, names);
    if (!mistakes.has(name)) mistakes.set(name, broken ? ruleText(broken, view) : general);
  }
  return mistakes.size > 0 ? mistakes : new Map([['', general]]);
}

/** The longest name at which the pointer begins; '' for none. */
function fieldAt<Name extends string>(pointer: FieldError['pointer'], names: readonly Name[]): Name | '' {
  const matches = names.filter((name) => `${pointer}/`.startsWith(`/${name}/`));
  return matches.sort((one, other) => other.length - one.length)[0] ?? '';
}
