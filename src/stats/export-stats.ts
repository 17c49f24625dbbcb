/** Answers statistics questions as a stream of all their rows. */
import { nextTurn } from '../next-turn.ts';
import { isGroup, type StatsQuestion } from './question.ts';
import { rowShower, type ShownStats } from './read-stats.ts';
import { openSeries } from './rows/series.ts';
import { bucketsOf, type Shown } from './rows/time-buckets.ts';
import {
  type Asked,
  ask,
  axisOf,
  readTimed,
  readUntimed,
  rowsOverTime,
  type StatsDeps,
} from './stats-page.ts';
import type { GroupPosition } from './stats-plan.ts';

/** The groups that are read in one snapshot. */
const EXPORT_GROUPS = 20_000;
/** The rows of a piece. */
const EXPORT_ROWS = 500;

/** Rows in pieces small enough for one turn of the event loop. */
async function* inPieces(
  rows: Shown[],
  show: ReturnType<typeof rowShower>,
): AsyncGenerator<ShownStats[], void> {
  for (let at = 0; at < rows.length; at += EXPORT_ROWS) {
    if (at > 0) await nextTurn();
    yield rows.slice(at, at + EXPORT_ROWS).map(show);
  }
}

async function* allGroups(asked: Asked): AsyncGenerator<Shown[], void> {
  const { deps, resolved, now } = asked;
  const axis = axisOf(resolved);
  const by = resolved.plan.groupBy.find(isGroup);
  if (axis && by === undefined) {
    yield (await readTimed(asked, axis, Number.POSITIVE_INFINITY)).rows;
    return;
  }
  const series = axis && by ? await openSeries(deps.store.stats, resolved, axis, by) : null;
  const most = Number.POSITIVE_INFINITY;
  const buckets = axis && series && bucketsOf(resolved.plan, axis, series.bucketRows, { now, most });
  for (let { after } = asked, isFirst = true; isFirst || after !== null; isFirst = false) {
    if (axis && series && buckets) {
      const slice = await series.groups({ after, limit: EXPORT_GROUPS });
      yield* rowsOverTime(asked, series, { axis, buckets }, slice.rows);
      after = slice.next;
    } else {
      const slice = await readUntimed({ ...asked, after, resolved: { ...resolved, limit: EXPORT_GROUPS } });
      yield slice.rows;
      after = slice.next;
    }
  }
}

/**
 * All rows of an answer from a position on, in pieces, without a limit. Each piece is read when it is needed. Up to
 * 20,000 groups come from one snapshot; more are read in several. Throws as `readStats` does.
 */
export async function* exportStats(
  deps: StatsDeps,
  question: StatsQuestion,
  from: GroupPosition | null,
): AsyncGenerator<ShownStats[], void> {
  const asked = ask(deps, question, from);
  const show = rowShower(asked.resolved.plan);
  if (asked.resolved.plan.groupBy.length === 0) {
    const { total } = await readUntimed(asked);
    yield [show([{}, total])];
    return;
  }
  for await (const rows of allGroups(asked)) yield* inPieces(rows, show);
}
