import type { AppContext } from '../env.ts';
import { readFormData } from '../parts/form-data.ts';

/** Forms of the settings are short. */
const MAX_BYTES = 16 * 1024;

/** The values of a form. Anything that is not a small form has none: its checks then fail. */
export const readValues = (c: AppContext): Promise<URLSearchParams> => readFormData(c, MAX_BYTES);

/** The same by name, '' for a missing one. */
export async function readForm(c: AppContext): Promise<(name: string) => string> {
  const values = await readValues(c);
  return (name) => values.get(name) ?? '';
}
