import type { Localized } from '../language.ts';
import type { Deps } from '../ports.ts';
import { readQuestion, type StatsQuestion } from '../stats/question.ts';
import { dayOfOrNull, isoDay, isoTime, isoTimeOrNull } from '../time.ts';
import { shortUrl } from '../urls/short-url.ts';
import { isCrossedChannel } from './crossed-channel.ts';
import type { Sighting, SightingPlan, SightingPosition } from './sighting.ts';
import { explainSighting, labelOf } from './texts.ts';

/** A query as it arrives, as texts. `from` and `to` are UTC days like 2026-05-12, both inclusive. */
export interface SightingQuestion
  extends Pick<StatsQuestion, 'filters' | 'contentIds' | 'linkIds' | 'from' | 'to'>,
    Pick<SightingPlan, 'apps' | 'certainties' | 'crossed'> {}

/** A sighting as the API shows it: days and times are ISO 8601 UTC. */
export type ShownSighting = Pick<
  Sighting,
  'linkId' | 'slug' | 'contentId' | 'channel' | 'app' | 'bursts' | 'previews' | 'certainty'
> & {
  shortUrl: string;
  appLabel: string;
  day: string;
  firstSeenAt: string;
  lastSeenAt: string;
  crossed: boolean;
  statement: Localized;
};

/** Where a page begins and how long it is. */
export type SightingPageSlot = Pick<SightingPlan, 'after' | 'limit'>;

export type SightingDeps = Pick<Deps, 'store' | 'clock' | 'settings'>;

// Each slice searches all sightings again, so a few large slices are faster than many small ones.
const EXPORT_SLICE = 2_000;

/** The query as the store takes it, without a page. Throws `validation`, as statistics do. */
export function planOf(
  { settings, clock }: SightingDeps,
  { apps, certainties, crossed, ...question }: SightingQuestion,
): Omit<SightingPlan, keyof SightingPageSlot> {
  const query = { ...question, groupBy: [], timezone: 'UTC', sort: null, limit: null };
  const { filters, from, to } = readQuestion(query, settings.publicUrl, clock()).plan;
  return { filters, apps, certainties, crossed, fromDay: dayOfOrNull(from), toDay: dayOfOrNull(to) };
}

function show(sighting: Sighting, { settings, clock }: SightingDeps): ShownSighting {
  const { linkId, slug, contentId, channel, app, day, bursts, previews, certainty } = sighting;
  return {
    linkId,
    slug,
    shortUrl: shortUrl(settings.publicUrl, sighting),
    contentId,
    channel,
    app,
    appLabel: labelOf(app).en,
    day: isoDay(day),
    firstSeenAt: isoTime(sighting.firstAt),
    lastSeenAt: isoTime(sighting.lastAt),
    bursts,
    previews,
    certainty,
    crossed: isCrossedChannel(sighting),
    statement: explainSighting(sighting, clock()),
  };
}

/**
 * One page, the last seen first. `next` is where the next page begins, `asOf` the time of the newest stored hit, whose
 * sighting is included. Throws `validation`, as statistics do.
 */
export async function listSightings(
  deps: SightingDeps,
  question: SightingQuestion,
  { after, limit }: SightingPageSlot,
): Promise<{ sightings: ShownSighting[]; next: SightingPosition | null; asOf: string | null }> {
  const plan = { ...planOf(deps, question), after, limit: limit + 1 };
  const { sightings, asOf } = await deps.store.sightings.slice(plan);
  const shown = sightings.slice(0, limit);
  return {
    sightings: shown.map((sighting) => show(sighting, deps)),
    next: sightings.length > limit ? (shown.at(-1) ?? null) : null,
    asOf: isoTimeOrNull(asOf),
  };
}

/** All sightings from `start` on, slice by slice. Each slice is read when it is needed. */
export async function* exportSightings(
  deps: SightingDeps,
  question: SightingQuestion,
  start: SightingPosition | null,
): AsyncGenerator<ShownSighting[], void> {
  for (let after = start, first = true; first || after !== null; first = false) {
    const { sightings, next } = await listSightings(deps, question, { after, limit: EXPORT_SLICE });
    yield sightings;
    after = next;
  }
}
