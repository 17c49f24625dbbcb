/** How often links were shared, for pages and statistics of many contents. */
import type { Deps } from '../ports.ts';
import { DIMENSIONS, type DimensionName } from '../stats/dimensions.ts';
import { readQuestion, type StatsQuestion } from '../stats/question.ts';
import type { ChannelShares } from './reach.ts';

type Question = Pick<StatsQuestion, 'filters' | 'contentIds' | 'from' | 'to' | 'timezone'>;

/** Shares by channel; null if a filter is about hits, which shares do not have. Throws `validation`, as statistics do. */
export async function countShares(
  { store, settings, clock }: Pick<Deps, 'store' | 'settings' | 'clock'>,
  question: Question,
): Promise<ChannelShares[] | null> {
  const asked = { ...question, groupBy: [], linkIds: [], sort: null, limit: null };
  const { filters, from, to } = readQuestion(asked, settings.publicUrl, clock()).plan;
  const names = Object.keys(filters) as DimensionName[]; // the plan has no others
  if (names.some((name) => DIMENSIONS[name].of === 'hit')) return null;
  return store.reach.count({ filters, from, to });
}
