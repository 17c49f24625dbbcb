import type { Reader } from '../../sql/engine.ts';
import { SELECT_PROGRESS, stateIn } from '../../sums/progress-row.ts';

/** A reader that notices whether the sums changed between two reads. */
export function watchSums({ read }: Reader): Reader & { changed(): boolean } {
  const versions = new Set<number>();
  return {
    async read(queries, values) {
      const [state, ...rows] = await read([SELECT_PROGRESS, ...queries], values);
      versions.add(stateIn(state).version);
      return rows;
    },
    changed: () => versions.size > 1,
  };
}
