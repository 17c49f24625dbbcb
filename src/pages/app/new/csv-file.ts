import { dayOf, isoDay } from '../../../time.ts';
import type { AppContext } from '../env.ts';

/** A CSV as a file to keep; `name` is that of the file without date and extension. */
export function csvFile(c: AppContext, name: string, text: string): Response {
  const day = isoDay(dayOf(c.var.deps.clock()));
  return c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${name}-${day}.csv"`,
  });
}
