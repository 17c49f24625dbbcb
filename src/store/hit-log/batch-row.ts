/** The hashes of a batch of hits as flat JSON lists, which `hit_batches` keeps for two days. */

import type { Hash64 } from '../../hits/judge/hash-map.ts';
import type { JudgeableHit } from '../../hits/judge/judge.ts';

/**
 * `[high, low, late, …]`: the key of each visitor on its link, and how many milliseconds before the arrival of the
 * batch the click was. Small numbers take half as long to write as large ones.
 */
export function encodeVisitors(
  hits: readonly JudgeableHit[],
  keys: readonly (Hash64 | null)[],
  arrivedAt: number,
): string {
  const list: number[] = [];
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    if (key) list.push(key.high, key.low, arrivedAt - (hits[index]?.at ?? arrivedAt));
  }
  return JSON.stringify(list);
}

export function eachVisitor(
  encoded: string,
  arrivedAt: number,
  each: (key: Hash64, at: number) => void,
): void {
  const list: number[] = JSON.parse(encoded);
  for (let at = 0; at < list.length; at += 3) {
    each({ high: list[at] ?? 0, low: list[at + 1] ?? 0 }, arrivedAt - (list[at + 2] ?? 0));
  }
}

/** `[index, network, …]`: for each click, its index in the batch and the hash of its network. */
export function encodeNetworks(hits: readonly JudgeableHit[]): string {
  const list: (number | string)[] = [];
  hits.forEach(({ kind, network }, index) => {
    if (kind === 'click' && network !== null) list.push(index, network);
  });
  return JSON.stringify(list);
}

/** The hashes of the networks, by the id of the hit. */
export function networksIn(encoded: string, firstId: number): Map<number, string> {
  const list: (number | string)[] = JSON.parse(encoded);
  const networks = new Map<number, string>();
  for (let at = 0; at < list.length; at += 2) networks.set(firstId + Number(list[at]), String(list[at + 1]));
  return networks;
}
