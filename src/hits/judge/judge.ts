/**
 * Judges a hit by earlier ones: whether it is a repeat, the first click of its visitor, the click of somebody who has
 * just shared the link, or part of a burst. Pure: memory, presses and hits in, verdicts out. Hits are judged once, in the order in which they are stored (docs/adr/0020).
 */

import { DAY, dayOf } from '../../time.ts';
import { FLAG_REASONS } from '../classify/automation-signs.ts';
import type { NewHit } from '../hit.ts';
import {
  burstOf,
  type KnownNetwork,
  type NetworkClick,
  type NetworkMemory,
  networkIn,
  networkKey,
  newNetworkMemory,
  openedAt,
  rememberNetwork,
  withClick,
} from './client-networks.ts';
import { type Hash64, HashMap, visitorKey } from './hash-map.ts';
import {
  FOLLOWED_LOOK_UP,
  isFollowedLookUp,
  isOfficeLookUp,
  type LookUpTrial,
  type OfficeLookUps,
  tryLookUps,
} from './office-look-ups.ts';
import { OWN_REASON, type OwnClick, type Press, type PressTrial, tryPresses } from './presses.ts';
import type { Verdict } from './verdict.ts';

/** The second of two clicks of one visitor on one link within this time is a repeat. Milliseconds. */
const REPEAT_WITHIN_MS = 1_000;

/** A stored hit whose verdict a later hit changes. */
export interface ChangedVerdict {
  id: number;
  was: Verdict;
  now: Verdict;
}

/** What the judge needs of a hit. */
export type JudgeableHit = Pick<NewHit, 'at' | 'linkRowId' | 'kind' | 'reason' | 'visitor' | 'network'>;

/** What the judge remembers of earlier hits. */
export interface JudgeMemory extends NetworkMemory {
  /** By UTC day: the last click of each visitor on each link, as milliseconds of the day plus 1. */
  visitors: Map<number, HashMap>;
  lookUps: OfficeLookUps;
  /** Links with erased hits, and the id of the last erased one. */
  erased: Map<number, number>;
  /** Hits up to this id are settled: their verdicts no longer change. */
  settledId: number;
}

export const newJudgeMemory = (): JudgeMemory => ({
  visitors: new Map(),
  lookUps: new Map(),
  erased: new Map(),
  settledId: -1,
  ...newNetworkMemory(),
});

const timeOf = (at: number) => at - dayOf(at) * DAY + 1;

function visitorsOf(days: Map<number, HashMap>, day: number): HashMap {
  const known = days.get(day);
  if (known) return known;
  const visitors = new HashMap();
  days.set(day, visitors);
  return visitors;
}

/** Remembers a click of a visitor; also used to fill the memory from stored hits. */
export function rememberVisitor({ visitors }: Pick<JudgeMemory, 'visitors'>, key: Hash64, at: number): void {
  const ofDay = visitorsOf(visitors, dayOf(at));
  ofDay.set(key, Math.max(ofDay.get(key), timeOf(at)));
}

/** The verdict of a click that is part of a burst. Together with another sign it is a scanner. */
function inBurst(verdict: Verdict): Verdict {
  if (verdict.kind !== 'click') return verdict;
  if (FLAG_REASONS.some((flag) => flag === verdict.reason)) {
    return { kind: 'scanner', reason: 'two_signs', isUnique: false };
  }
  return verdict.reason === null ? { ...verdict, reason: 'burst' } : verdict;
}

/** Verdicts on hits. The memory does not change before `keep` is called. */
export interface Judgement {
  /** One for each hit, in the same order. */
  verdicts: Verdict[];
  /** The key of each hit's visitor; null if it has none. */
  visitors: (Hash64 | null)[];
  changes: ChangedVerdict[];
  /** Presses that have got their own click. */
  ownClicks: readonly OwnClick[];
  /** Remembers the hits. Call it once they are stored. */
  keep(): void;
}

/**
 * Judges hits in their order. They get consecutive ids from `firstId` on. `presses` are those without an own click, at
 * least those by the visitors of these hits.
 */
export function judge(
  memory: JudgeMemory,
  hits: readonly JudgeableHit[],
  firstId: number,
  presses: readonly Press[] = [],
): Judgement {
  const trial = newTrial(memory, tryPresses(presses));
  const visitors = hits.map((hit) => keyOfVisitor(hit, memory));
  const verdicts = hits.map((hit, index) =>
    ofVisitor(trial, hit, { key: visitors[index] ?? null, id: firstId + index }),
  );
  const changes = new Map<number, ChangedVerdict>();

  const change = (click: NetworkClick, now: Verdict) => {
    const was = click.verdict;
    if (now === was || click.id <= memory.settledId) return;
    click.verdict = now;
    if (click.id >= firstId) verdicts[click.id - firstId] = now;
    else changes.set(click.id, { id: click.id, was, now });
  };
  const joinBurst = (click: NetworkClick) => {
    if (click.inBurst) return;
    click.inBurst = true;
    change(click, inBurst(click.verdict));
  };

  hits.forEach((hit, index) => {
    const verdict = verdicts[index];
    if (hit.kind !== 'click' || hit.network === null || !verdict) return;
    const { at, linkRowId } = hit;
    const click = { id: firstId + index, at, linkRowId, verdict, inBurst: false };
    // A look-up may arrive after the click that followed it.
    const opened = isOfficeLookUp(click) ? trial.openedAt(hit.network, linkRowId) : undefined;
    if (opened !== undefined && isFollowedLookUp(click, opened)) {
      change(click, FOLLOWED_LOOK_UP);
      return;
    }
    const lookUp = trial.lookUps.next(hit.network, click);
    if (lookUp) change({ ...lookUp }, FOLLOWED_LOOK_UP);
    burstOf(trial.joinNetwork(hit.network, click), click)?.forEach(joinBurst);
  });
  const keep = () => {
    visitors.forEach((key, index) => {
      if (key !== null) rememberVisitor(memory, key, hits[index]?.at ?? 0);
    });
    trial.keep();
  };
  return { verdicts, visitors, changes: [...changes.values()], ownClicks: trial.presses.found, keep };
}

const keyOfVisitor = ({ kind, visitor, linkRowId }: JudgeableHit, { erased }: JudgeMemory): Hash64 | null =>
  kind === 'click' && visitor !== null ? visitorKey(linkRowId, visitor, erased.get(linkRowId)) : null;

// Shared objects for the most common verdicts, since networks remember verdicts for a while.
const FIRST_CLICK: Verdict = { kind: 'click', reason: null, isUnique: true };
const LATER_CLICK: Verdict = { kind: 'click', reason: null, isUnique: false };
const OWN_FIRST_CLICK: Verdict = { kind: 'click', reason: OWN_REASON, isUnique: true };
const REPEAT: Verdict = { kind: 'repeat', reason: 'repeat', isUnique: false };

/** The verdict on a hit by what its visitor has done before only. */
function ofVisitor(
  trial: Trial,
  hit: JudgeableHit,
  { key, id }: { key: Hash64 | null; id: number },
): Verdict {
  const { kind, reason, at } = hit;
  const before = key === null ? null : trial.clickedAt(key, at);
  if (before && Math.abs(timeOf(at) - before) <= REPEAT_WITHIN_MS) return REPEAT;
  // A program that imitates the person's browser does not use up their press.
  const isOwn = key !== null && reason === '' && trial.presses.isOwnClick(hit, id);
  if (before === 0 && reason === '') return isOwn ? OWN_FIRST_CLICK : FIRST_CLICK;
  if (kind === 'click' && reason === '' && !isOwn) return LATER_CLICK;
  return { kind, reason: isOwn ? OWN_REASON : reason || null, isUnique: before === 0 };
}

/** The memory as it would be with the new hits. */
interface Trial {
  /** The visitor's latest click on that day, 0 if there was none; notes the new click. */
  clickedAt(key: Hash64, at: number): number;
  joinNetwork(name: string, click: NetworkClick): KnownNetwork;
  /** When the network last opened the link, as far as it is remembered. */
  openedAt(name: string, linkRowId: number): number | undefined;
  lookUps: LookUpTrial;
  presses: PressTrial;
  keep(): void;
}

function newTrial(memory: JudgeMemory, presses: PressTrial): Trial {
  const times = new HashMap(1);
  const networks = new Map<string, [key: Hash64, network: KnownNetwork]>();
  const lookUps = tryLookUps(memory.lookUps);
  let newestAt = 0;
  return {
    lookUps,
    presses,
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
    openedAt(name, linkRowId) {
      const [, network = networkIn(memory, networkKey(name))] = networks.get(name) ?? [];
      return openedAt(network, linkRowId);
    },
    keep() {
      lookUps.keep();
      for (const [key, network] of networks.values()) rememberNetwork(memory, key, network, newestAt);
    },
  };
}
