/**
 * A set of host names in 8 to 21 bytes each, for half a million hosts on the redirect's thread and as one value in KV. It
 * holds 53-bit hashes: that two hosts have the same one by accident is less likely than one in a billion.
 */

/** The most hosts of one list. */
export const MAX_HOSTS = 1_000_000;

const FIRST_SLOTS = 4_096;
const MAX_LOAD = 0.6;
/** All slots are moved after a quarter of as many new names, long before the table grows again. */
const MOVED_PER_NAME = 4;
const EMPTY = 0;
const HIGH = 0x3d1f_5ac9;
const LOW = 0x5bd1_e995;

export interface HostTable {
  /** Adds a name in lower-case ASCII without a final dot. */
  add(host: string): void;
  /** The listed name that this name is or ends with, by whole labels. */
  find(host: string): string | undefined;
  readonly size: number;
  /** The hashes, which `hostTable` turns into the same table. Not to be changed. */
  readonly slots: Float64Array<ArrayBuffer>;
}

// From the right, so that one pass hashes a name and all names that it is part of.
function* hashesOf(host: string): Generator<[hash: number, start: number]> {
  let high = HIGH;
  let low = LOW;
  for (let at = host.length - 1; at >= 0; at--) {
    const code = host.charCodeAt(at);
    high = Math.imul(high ^ code, 0x85eb_ca77);
    low = Math.imul(low ^ code, 0xc2b2_ae3d);
    if (at === 0 || host.charCodeAt(at - 1) === DOT) yield [hashOf(high, low), at];
  }
}

/** The hash of the whole name, which `hashesOf` yields last. */
function fullHash(host: string): number {
  let high = HIGH;
  let low = LOW;
  for (let at = host.length - 1; at >= 0; at--) {
    const code = host.charCodeAt(at);
    high = Math.imul(high ^ code, 0x85eb_ca77);
    low = Math.imul(low ^ code, 0xc2b2_ae3d);
  }
  return hashOf(high, low);
}

const DOT = 46;

/** 53 bits of both, well mixed; never 0. */
function hashOf(high: number, low: number): number {
  const one = mix(high ^ (low >>> 13));
  const other = mix(low ^ (one >>> 7));
  return (one >>> 11) * 0x1_0000_0000 + (other >>> 0) || 1;
}

function mix(value: number): number {
  const one = Math.imul(value ^ (value >>> 16), 0x7feb_352d);
  const two = Math.imul(one ^ (one >>> 15), 0x846c_a68b);
  return two ^ (two >>> 16);
}

/** The index of the hash, or of the empty slot where it belongs. */
function slotOf(slots: Float64Array, hash: number): number {
  const mask = slots.length - 1;
  let at = hash & mask;
  while (slots[at] !== EMPTY && slots[at] !== hash) at = (at + 1) & mask;
  return at;
}

/** An empty table, or the one that has these slots. */
export function hostTable(stored?: { slots: Float64Array<ArrayBuffer>; size: number }): HostTable {
  let slots = stored?.slots ?? new Float64Array(FIRST_SLOTS);
  let size = stored?.size ?? 0;
  // Half a million hashes at once would take 100 ms in which no visitor is redirected, so each new name moves a few.
  let old: Float64Array | undefined;
  let moved = 0;

  const has = (hash: number) =>
    slots[slotOf(slots, hash)] === hash || (old !== undefined && old[slotOf(old, hash)] === hash);

  const move = (count: number) => {
    if (!old) return;
    const end = Math.min(moved + count, old.length);
    for (; moved < end; moved++) {
      const hash = old[moved] ?? EMPTY;
      if (hash !== EMPTY) slots[slotOf(slots, hash)] = hash;
    }
    if (moved === old.length) old = undefined;
  };

  const grow = () => {
    move(Number.POSITIVE_INFINITY);
    [old, moved] = [slots, 0];
    slots = new Float64Array(old.length * 2);
  };

  return {
    add(host) {
      const hash = fullHash(host);
      if (has(hash)) return;
      slots[slotOf(slots, hash)] = hash;
      size += 1;
      move(MOVED_PER_NAME);
      if (size > slots.length * MAX_LOAD) grow();
    },
    find(host) {
      if (size === 0) return undefined;
      for (const [hash, start] of hashesOf(host)) if (has(hash)) return host.slice(start);
      return undefined;
    },
    get size() {
      return size;
    },
    get slots() {
      move(Number.POSITIVE_INFINITY);
      return slots;
    },
  };
}
