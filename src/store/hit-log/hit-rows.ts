/** Turns a batch of judged hits into rows: the hits, their hashes, and the changes of earlier hits. */
import { sql } from 'drizzle-orm';
import type { StampedHit } from '../../hits/hit.ts';
import type { ChangedVerdict, Judgement } from '../../hits/judge/judge.ts';
import { hitBatches, hitChanges, hits } from '../schema/hits.ts';
import type { Statement } from '../sql/engine.ts';
import { type RowInsert, rowTarget } from '../sql/row-inserts.ts';
import { encodeNetworks, encodeVisitors } from './batch-row.ts';
import type { FactIds } from './dictionaries.ts';
import { noteOwnClicks } from './presses.ts';
import type { StoredMark } from './share-codes.ts';
import type { WriterMemory } from './writer-memory.ts';

export interface HitBatch {
  fresh: readonly StampedHit[];
  facts: FactIds[];
  marks: StoredMark[];
  judgement: Judgement;
  firstId: number;
  arrivedAt: number;
  changes: ChangedVerdict[];
  known: WriterMemory;
}

const HITS = rowTarget(hits);
const BATCHES = rowTarget(hitBatches);
const CHANGES = rowTarget(hitChanges);

// Ids are assigned here. If another writer has used them, the whole list of statements fails.
function hitRows({ fresh, facts, marks, judgement, firstId }: HitBatch): RowInsert {
  return {
    into: HITS,
    rows: fresh.map((hit, index) => {
      const verdict = judgement.verdicts[index];
      const ids = facts[index];
      return [
        firstId + index,
        hit.at,
        hit.linkRowId,
        verdict?.kind ?? hit.kind,
        verdict?.reason ?? null,
        verdict?.isUnique ? 1 : 0,
        hit.kind === 'click' && hit.visitor === null ? 1 : 0,
        ids?.agentId ?? 0,
        ids?.placeId ?? 0,
        ids?.referrerId ?? 0,
        marks[index]?.mark ?? null,
        hit.nonce,
        marks[index]?.shareRowId ?? null,
      ];
    }),
  };
}

/** The statements that write the batch. */
export function statementsOf(batch: HitBatch): Statement[] {
  const { fresh, judgement, firstId, arrivedAt, changes, known } = batch;
  if (fresh.length === 0) return [];
  const row: RowInsert = {
    into: BATCHES,
    rows: [
      [
        ...[firstId, fresh.length, arrivedAt],
        ...[encodeVisitors(fresh, judgement.visitors, arrivedAt), encodeNetworks(fresh)],
      ],
    ],
  };
  const verdicts = judgement.changes.map(({ id, now }) => [id, now.kind, now.reason, Number(now.isUnique)]);
  const corrected = sql`UPDATE hits SET kind = c.value ->> 1, reason = c.value ->> 2, is_unique = c.value ->> 3
    FROM json_each(${JSON.stringify(verdicts)}) c WHERE hits.id = c.value ->> 0`;
  const noted: RowInsert = {
    into: CHANGES,
    rows: changes.map(({ id, was }, index) => [
      known.lastChangeId + 1 + index,
      id,
      was.kind,
      Number(was.isUnique),
    ]),
  };
  return [
    hitRows(batch),
    row,
    ...(verdicts.length === 0 ? [] : [corrected]),
    ...(changes.length === 0 ? [] : [noted]),
    ...noteOwnClicks(judgement.ownClicks),
  ];
}
