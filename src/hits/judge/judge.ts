/**
 * What a hit is in the light of earlier ones: a repeat, the first click of its visitor, or part of a burst. Pure: memory
 * and hits in, verdicts out. Hits are judged once, in the order in which they are stored (docs/adr/0020).
 */

import { DAY, dayOf } from '../../time.ts';
import { FLAGS } from '../classify/signs.ts';
import type { NewHit } from '../hit.ts';
import {
  burstOf,
  type KnownNetwork,
  type NetworkClick,
  type NetworkMemory,
  networkIn,
  networkKey,
  newNetworkMemory,
  rememberNetwork,
  withClick,
} from './networks.ts';
import type { Verdict } from './verdict.ts';
import { type VisitorKey, VisitorSet, visitorKey } from './visitor-set.ts';

/** Two clicks of one visitor on one link within so many milliseconds are a click and a repeat. */
const REPEAT_WITHIN_MS = 1_000;

/** A stored hit that a later one shows in another light. */
export interface ChangedVerdict {
  id: number;
  was: Verdict;
  now: Verdict;
}

/** What the judge needs of a hit. */
export type JudgeableHit = Pick<NewHit, 'at' | 'linkRowId' | 'kind' | 'reason' | 'visitor' | 'network'>;

/** What is known of earlier hits. */
export interface JudgeMemory extends NetworkMemory {
  /** By UTC day: when each visitor clicked on a link last, as milliseconds of the day plus 1. */
  visitors: Map<number, VisitorSet>;
  /** Links some of whose hits were erased, with the id of the last of these. */
  erased: Map<number, number>;
}

export const newJudgeMemory = (): JudgeMemory => ({
  visitors: new Map(),
  erased: new Map(),
  ...newNetworkMemory(),
});

const timeOf = (at: number) => at - dayOf(at) * DAY + 1;

function visitorsOf(days: Map<number, VisitorSet>, day: number): VisitorSet {
  const known = days.get(day);
  if (known) return known;
  const visitors = new VisitorSet();
  days.set(day, visitors);
  return visitors;
}

/** Remembers that a visitor clicked, as when memory is filled from what is stored. */
export function rememberVisitor(
  { visitors }: Pick<JudgeMemory, 'visitors'>,
  key: VisitorKey,
  at: number,
): void {
  const ofDay = visitorsOf(visitors, dayOf(at));
  ofDay.set(key, Math.max(ofDay.get(key), timeOf(at)));
}

/** The verdict of a click that is part of a burst: with a sign of its own it is a scanner's. */
function inBurst(verdict: Verdict): Verdict {
  if (verdict.kind !== 'click') return verdict;
  if (FLAGS.some((flag) => flag === verdict.reason)) {
    return { kind: 'scanner', reason: 'two_signs', isUnique: false };
  }
  return verdict.reason === null ? { ...verdict, reason: 'burst' } : verdict;
}

/** Verdicts that are not remembered yet: nothing has changed until `keep` is called. */
export interface Judgement {
  /** One for each hit, in their order. */
  verdicts: Verdict[];
  /** The key of each hit's visitor; null where it has none. */
  visitors: (VisitorKey | null)[];
  changes: ChangedVerdict[];
  /** Remembers the hits: call once they are stored. */
  keep(): void;
}

/** Judges hits in their order; the first gets the id `firstId`, the others follow it. */
export function judge(memory: JudgeMemory, hits: readonly JudgeableHit[], firstId: number): Judgement {
  const trial = newTrial(memory);
  const visitors = hits.map((hit) => keyOfVisitor(hit, memory));
  const verdicts = hits.map((hit, index) => ofVisitor(trial, hit, visitors[index] ?? null));
  const changes = new Map<number, ChangedVerdict>();

  const joinBurst = (click: NetworkClick) => {
    if (click.inBurst) return;
    click.inBurst = true;
    const was = click.verdict;
    const now = inBurst(was);
    if (now === was) return;
    click.verdict = now;
    if (click.id >= firstId) verdicts[click.id - firstId] = now;
    else changes.set(click.id, { id: click.id, was, now });
  };

  hits.forEach((hit, index) => {
    const verdict = verdicts[index];
    if (hit.kind !== 'click' || hit.network === null || !verdict) return;
    const { at, linkRowId } = hit;
    const click = { id: firstId + index, at, linkRowId, verdict, inBurst: false };
    burstOf(trial.joinNetwork(hit.network, click), click)?.forEach(joinBurst);
  });
  const keep = () => {
    visitors.forEach((key, index) => {
      if (key !== null) rememberVisitor(memory, key, hits[index]?.at ?? 0);
    });
    trial.keep();
  };
  return { verdicts, visitors, changes: [...changes.values()], keep };
}

const keyOfVisitor = (
  { kind, visitor, linkRowId }: JudgeableHit,
  { erased }: JudgeMemory,
): VisitorKey | null =>
  kind === 'click' && visitor !== null ? visitorKey(linkRowId, visitor, erased.get(linkRowId)) : null;

// Most verdicts are one of these, and the networks remember them for a while.
const FIRST_CLICK: Verdict = { kind: 'click', reason: null, isUnique: true };
const REPEAT: Verdict = { kind: 'repeat', reason: 'repeat', isUnique: false };

/** The verdict on a hit by the earlier clicks of its visitor alone. */
function ofVisitor(trial: Trial, { kind, reason, at }: JudgeableHit, key: VisitorKey | null): Verdict {
  const before = key === null ? null : trial.clickedAt(key, at);
  if (before === 0 && reason === '') return FIRST_CLICK;
  if (before && Math.abs(timeOf(at) - before) <= REPEAT_WITHIN_MS) return REPEAT;
  return { kind, reason: reason || null, isUnique: before === 0 };
}

/** The memory as it would be with some more hits. */
interface Trial {
  /** When the visitor clicked before on that day, 0 for never; notes that it clicks now. */
  clickedAt(key: VisitorKey, at: number): number;
  joinNetwork(name: string, click: NetworkClick): KnownNetwork;
  keep(): void;
}

function newTrial(memory: JudgeMemory): Trial {
  const times = new VisitorSet(1);
  const networks = new Map<string, [key: VisitorKey, network: KnownNetwork]>();
  let newestAt = 0;
  return {
    clickedAt(key, at) {
      const day = dayOf(at);
      const onDay = { high: key.high, low: key.low ^ Math.imul(day, 0x9e3779b1) };
      const before = Math.max(times.get(onDay), memory.visitors.get(day)?.get(key) ?? 0);
      times.set(onDay, Math.max(before, timeOf(at)));
      return before;
    },
    joinNetwork(name, click) {
      const [key, known] = networks.get(name) ?? [networkKey(name), undefined];
      const network = withClick(known ?? networkIn(memory, key), click);
      networks.set(name, [key, network]);
      newestAt = Math.max(newestAt, click.at);
      return network;
    },
    keep() {
      for (const [key, network] of networks.values()) rememberNetwork(memory, key, network, newestAt);
    },
  };
}
