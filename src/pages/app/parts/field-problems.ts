/** What a feature says of a field, in the language of the page. */
import type { AppError, FieldError } from '../../../errors.ts';
import type { View } from '../frame/view.ts';

/** The sentence for an invalid field. The API's own English remains where no rule is named. */
export function problemText({ broken, detail }: FieldError, { words, format }: View): string {
  return broken === undefined ? detail : words.rules[broken.rule](broken, format);
}

/** A sentence for each field by its name, as `title` for `/title/0`; '' is for what concerns no field. */
export function problemsByField(fields: readonly FieldError[], view: View): Map<string, string> {
  return new Map(fields.map((field) => [fieldOf(field), problemText(field, view)]));
}

/** The same for an error that ends a request. */
export function problemsOf({ fields, message }: AppError, view: View): Map<string, string> {
  return fields.length === 0 ? new Map([['', message]]) : problemsByField(fields, view);
}

export const fieldOf = ({ pointer }: FieldError): string => pointer.split('/')[1] ?? '';
