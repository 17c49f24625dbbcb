/**
 * What a report may say of groups of clicks, such as the clicks of a country. Nobody may find out by a figure, or by the
 * difference of two figures of the same or of other reports, that a group has between one and four clicks:
 *
 * - Every count is rounded to the nearest five, so that no difference is exact.
 * - Groups under five are added to the others, together with the smallest of these if the others would be one group
 *   alone or under five themselves.
 *
 * ADR 28 has the reasons and the limits.
 */

/** Smaller groups are not shown. */
export const LEAST = 5;
const STEP = 5;

/** A count as reports show it; null if it is under five, zero included. */
export const published = (count: number): number | null =>
  count < LEAST ? null : Math.round(count / STEP) * STEP;

export interface Counted<Group> {
  group: Group;
  count: number;
}

export interface Protected<Group> {
  /** The largest first, with published counts. */
  shown: Counted<Group>[];
  /** The published sum of all others; null if there are none, or too few clicks. */
  rest: number | null;
}

const sumOf = (counts: number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Whether the sum of these hidden counts may be shown: it is nothing, or hides each of its parts. */
export const hidesEach = (hidden: number[]): boolean => {
  const present = hidden.filter((count) => count > 0);
  return present.length === 0 || (present.length > 1 && sumOf(present) >= LEAST);
};

/** The groups that may be shown, at most `most`. `beyond` is what further groups have together, which are not listed. */
export function protect<Group>(
  groups: readonly Counted<Group>[],
  { most = groups.length, beyond = 0 }: { most?: number; beyond?: number } = {},
): Protected<Group> {
  const sorted = groups.filter(({ count }) => count > 0).toSorted((a, b) => b.count - a.count);
  const kept = sorted.slice(0, most).filter(({ count }) => count >= LEAST);
  const hidden = [...sorted.slice(kept.length).map(({ count }) => count), ...(beyond > 0 ? [beyond] : [])];
  while (!hidesEach(hidden) && kept.length > 0) hidden.push(kept.pop()?.count ?? 0);
  const shown = kept.map(({ group, count }) => ({ group, count: published(count) ?? 0 }));
  return { shown, rest: hidesEach(hidden) ? published(sumOf(hidden)) : null };
}

/** The same for counts in an order, such as those of days: null where one is hidden. */
export function protectSeries(counts: readonly number[]): (number | null)[] {
  const { shown } = protect(counts.map((count, at) => ({ group: at, count })));
  const known = new Map(shown.map(({ group, count }) => [group, count]));
  return counts.map((_, at) => known.get(at) ?? null);
}

/**
 * The parts of a whole by kind, if they may be shown next to the groups of these kinds: neither a kind nor what of it is
 * hidden may be a small group. Null otherwise.
 */
export function protectKinds<Kind extends string, Group>(
  groups: readonly Counted<Group>[],
  kindOf: (group: Group) => Kind,
  shown: Protected<Group>['shown'],
): Map<Kind, number> | null {
  const isShown = new Set(shown.map(({ group }) => group));
  const kinds = Map.groupBy(groups, ({ group }) => kindOf(group));
  const totals = new Map<Kind, number>();
  for (const [kind, members] of kinds) {
    const total = sumOf(members.map(({ count }) => count));
    const hidden = members.filter(({ group }) => !isShown.has(group)).map(({ count }) => count);
    if ((total > 0 && total < LEAST) || !hidesEach(hidden)) return null;
    totals.set(kind, published(total) ?? 0);
  }
  return totals;
}
