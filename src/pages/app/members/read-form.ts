import { readBounded } from '../../../bytes.ts';
import type { AppContext } from '../env.ts';

const TYPE = 'application/x-www-form-urlencoded';
/** Forms of the settings are short. */
const MAX_BYTES = 16 * 1024;

/** The values of a form, '' for a missing one. Anything that is not a small form has none: its checks then fail. */
export async function readForm(c: AppContext): Promise<(name: string) => string> {
  const type = c.req.header('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase();
  const bytes = type === TYPE ? await readBounded(c.req.raw.body, MAX_BYTES).catch(() => null) : null;
  const values = new URLSearchParams(bytes === null ? '' : new TextDecoder().decode(bytes));
  return (name) => values.get(name) ?? '';
}
