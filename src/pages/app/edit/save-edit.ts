/** Saves a form that a member has sent, unless something is wrong with it or somebody else was faster. */
import { AppError } from '../../../errors.ts';
import type { View } from '../frame/view.ts';
import { type Mistakes, mistakesOf, ruleText } from '../parts/mistakes.ts';
import { brokenRules, type FormField, patchOf, sentValues, storedValues } from './form-field.ts';
import { mergeEdits, readOpened } from './merge-edits.ts';
import type { FormState } from './parts.tsx';

interface Edit<Stored, Patch, Name extends string> {
  fields: readonly FormField<Stored, Patch, Name>[];
  sent: URLSearchParams;
  view: View;
  /** What is stored now. Throws `not_found`. */
  read(): Promise<Stored>;
  /** 'changed': it is not stored like this any more, and nothing was written. */
  write(stored: Stored, patch: Patch): Promise<Stored | 'changed'>;
}

/** A form that is shown again: it is wrong, or somebody else has changed what it is about. */
export interface Unsaved<Stored, Name extends string> {
  outcome: 'wrong' | 'stale';
  stored: Stored;
  form: FormState<Name>;
}

export type EditOutcome<Stored, Name extends string> =
  | { outcome: 'saved' | 'unchanged' }
  | Unsaved<Stored, Name>;

/** How often a change of other fields at the same moment is looked at again. */
const ATTEMPTS = 3;

/** The form of what is stored. */
export function openedForm<Stored, Patch, Name extends string>(
  fields: Edit<Stored, Patch, Name>['fields'],
  stored: Stored,
  zone: string,
): FormState<Name> {
  const values = storedValues(fields, stored, zone);
  return { values, was: values, mistakes: new Map(), theirs: new Map(), otherContent: null };
}

export async function saveEdit<Stored, Patch extends object, Name extends string>(
  edit: Edit<Stored, Patch, Name>,
): Promise<EditOutcome<Stored, Name>> {
  for (let attempt = 1; ; attempt++) {
    const tried = await trySave(edit);
    if (tried.outcome !== 'changed') return tried;
    if (attempt === ATTEMPTS) return { ...tried, outcome: 'stale' };
  }
}

type Tried<Stored, Name extends string> =
  | EditOutcome<Stored, Name>
  | (Omit<Unsaved<Stored, Name>, 'outcome'> & { outcome: 'changed' });

async function trySave<Stored, Patch extends object, Name extends string>(
  edit: Edit<Stored, Patch, Name>,
): Promise<Tried<Stored, Name>> {
  const { fields, sent, view } = edit;
  const { zone } = view;
  const names = fields.map(({ name }) => name);
  const stored = await edit.read();
  const opened = openedForm(fields, stored, zone);
  const now = opened.values;
  const typed = sentValues(fields, sent);
  const was = readOpened(sent.get('was'), names) ?? now;
  const { values, theirs, both } = mergeEdits({ was, typed, now });
  const form: FormState<Name> = { ...opened, values, theirs: new Map(both.map((name) => [name, now[name]])) };
  if (theirs.length > 0) return { outcome: 'stale', stored, form };
  const change = { values: typed, was: now, zone };
  const rules = brokenRules(fields, change);
  const wrong = (mistakes: Mistakes<Name>, otherContent: string | null = null) =>
    ({ outcome: 'wrong', stored, form: { ...form, values: typed, mistakes, otherContent } }) as const;
  if (rules.size > 0) return wrong(new Map([...rules].map(([name, rule]) => [name, ruleText(rule, view)])));
  const patch = patchOf(fields, change);
  if (Object.keys(patch).length === 0) return { outcome: 'unchanged' };
  try {
    const written = await edit.write(stored, patch);
    if (written === 'changed') return { outcome: 'changed', stored, form };
    return { outcome: 'saved' };
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'not_found') throw error;
    return wrong(mistakesOf(error, names, view), error.conflicts[0]?.contentId ?? null);
  }
}
