/** Adds stored hits and shares to the sums, a slice at a time; each counts exactly once (docs/adr/0020). */

import type { Certainty } from '../../hits/hit.ts';
import { addSlice, type HitSlice, touchedKeys } from '../../sums/add-slice.ts';
import type { ChangedHit, CountedHit } from '../../sums/counted-hit.ts';
import { isLive } from '../../sums/counted-hit.ts';
import { linkDays, nearCapDays } from '../../sums/days-near-value-cap.ts';
import type { SumsState } from '../../sums/progress.ts';
import { emptyMemory, memoryAfter, type RollUpMemory } from '../../sums/roll-up-memory.ts';
import { shareCountsOf } from '../../sums/share-counts.ts';
import { type SumKey, type SumRow, sumKey } from '../../sums/sum-row.ts';
import { dayKey } from '../../sums/value-caps.ts';
import type { Engine } from '../sql/engine.ts';
import { readScopeIds } from './channel-scope-ids.ts';
import { renewLastClicks } from './last-clicks.ts';
import { commitSums, SELECT_PROGRESS, stateIn } from './progress-row.ts';
import {
  countedShare,
  hitReader,
  nextHits,
  nextShares,
  SELECT_NEXT_CHANGES,
  toChangedHit,
} from './read-hit-slice.ts';
import { addShareCounts } from './share-days.ts';
import { neighbourQuery, type PreviewHit, putSightings, readSighting, sightingRows } from './sightings.ts';
import { putSumRows, readBusyDays, readDayValues, readSumRows } from './sum-row.ts';
import { addTotals } from './totals.ts';

/** Hits per slice, and shares. Larger slices share more rows and lock the sums for longer. */
export const HITS_PER_SLICE = 4_000;

export interface RollUpOptions {
  /** Hits per slice, and shares. */
  size?: number;
  /** How many rows are remembered from one slice to the next. */
  maxRows?: number;
}

/** Each call rolls up one slice and answers how many ids of hits and shares it advanced; 0 if nothing is left. */
export function createRollUp(
  engine: Engine,
  { size = HITS_PER_SLICE, maxRows }: RollUpOptions = {},
): () => Promise<number> {
  let memory = emptyMemory();

  const read = async () => {
    const [states, hits = [], changes = [], shares = []] = await engine.read([
      SELECT_PROGRESS,
      nextHits(size),
      SELECT_NEXT_CHANGES,
      nextShares(size),
    ]);
    const hitOf = await hitReader(engine, [...hits, ...changes]);
    return {
      state: stateIn(states),
      hits: hits.map(hitOf),
      changes: changes.map((row) => toChangedHit(row, hitOf)),
      shares: shares.map(countedShare),
    };
  };

  const rowsFor = async (keys: SumKey[], known: ReadonlyMap<string, SumRow>) => {
    const rows = await readSumRows(
      engine,
      keys.filter((key) => !known.has(sumKey(key))),
    );
    for (const key of keys) {
      const row = known.get(sumKey(key));
      if (row) rows.set(sumKey(key), row);
    }
    return rows;
  };

  return async () => {
    const { state, hits, changes, shares } = await read();
    if (hits.length + changes.length + shares.length === 0) return 0;
    const known = memory.version === state.version ? memory : emptyMemory();
    memory = emptyMemory(); // from here on the rows change, and they are valid only once they are stored
    const scopes = await readScopeIds(engine);
    const slice = {
      ...{ state, hits, shares, channelScope: scopes.of },
      changed: changes.filter(isOfSums(state)),
    };
    const rows = await rowsFor(touchedKeys(slice), known.rows);
    const days = new Map(known.days);
    const target = { rows, days };
    const nearCap = nearCapDays(slice, target, await readBusyDays(engine, unknownDays(slice, known)));
    for (const [key, values] of await readDayValues(engine, nearCap, state.compactedDay)) {
      days.set(key, values);
    }
    const totals = addSlice(slice, target);
    await renewLastClicks(engine, slice.changed, rows);
    const sightings = await sightingsOf(engine, hits);
    const hitId = hits.at(-1)?.id ?? state.hitId;
    const shareId = shares.at(-1)?.id ?? state.shareId;
    const moves = { hitId, changeId: changes.at(-1)?.id ?? state.changeId, shareId };
    const shared = addShareCounts(shareCountsOf(hits, slice.changed));
    const statements = [
      ...scopes.added(),
      putSumRows(rows.values()),
      addTotals(totals),
      ...sightings,
      ...shared,
    ];
    await commitSums(engine, state, statements, moves);
    const next = { version: state.version + 1, rows, days };
    memory = memoryAfter(slice, next, known, newestIn(hits, shares), maxRows);
    return hitId - state.hitId + shareId - state.shareId;
  };
}

/** Whether a change concerns a hit that is in the sums already. Other hits are rolled up later as they are then. */
const isOfSums =
  ({ hitId }: SumsState) =>
  ({ hit }: ChangedHit): boolean =>
    isLive(hit) && hit.id <= hitId;

/** The previews of live links by a known app. */
export const previewsIn = (hits: readonly CountedHit[]): PreviewHit[] =>
  hits.flatMap(({ kind, domain, linkRowId, at, app, certainty }) =>
    kind === 'preview' && domain !== null && app !== '' && certainty !== ''
      ? [{ linkRowId, at, app, certainty: certainty as Certainty }] // only the classifier writes it
      : [],
  );

async function sightingsOf(engine: Engine, hits: readonly CountedHit[]) {
  const previews = previewsIn(hits);
  if (previews.length === 0) return [];
  const [known = []] = await engine.read([neighbourQuery(previews)]);
  return [putSightings(sightingRows(previews, known.map(readSighting)))];
}

const newestIn = (...lists: (readonly { at: number }[])[]): number =>
  Math.max(0, ...lists.flatMap((list) => list.at(-1)?.at ?? []));

/** The days of links of which the memory does not know whether they may be near a cap. */
const unknownDays = (slice: HitSlice, { days, farFromCap }: RollUpMemory) =>
  linkDays(slice).filter(([link, day]) => {
    const key = dayKey(link, day);
    return !days.has(key) && !farFromCap.has(key);
  });
