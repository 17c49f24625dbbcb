import { readBounded } from '../../../bytes.ts';
import type { AppContext } from '../env.ts';

const TYPE = 'application/x-www-form-urlencoded';

/** The values of a form. Anything that is not a form of at most so many bytes has none: its checks then fail. */
export async function readFormData(c: AppContext, maxBytes: number): Promise<URLSearchParams> {
  const type = c.req.header('Content-Type')?.split(';', 1)[0]?.trim().toLowerCase();
  const bytes = type === TYPE ? await readBounded(c.req.raw.body, maxBytes).catch(() => null) : null;
  return new URLSearchParams(bytes === null ? '' : new TextDecoder().decode(bytes));
}
