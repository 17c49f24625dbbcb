import type { AppContext } from '../env.ts';
import { readFormData } from '../parts/form-data.ts';

/** Forms of the settings are short. */
const MAX_BYTES = 16 * 1024;

/** The values of a form, '' for a missing one. Anything that is not a small form has none: its checks then fail. */
export async function readForm(c: AppContext): Promise<(name: string) => string> {
  const values = await readFormData(c, MAX_BYTES);
  return (name) => values.get(name) ?? '';
}
