/** A hash table by 64-bit keys, with 12 bytes per slot: for the visitors of a day, and for networks. */

/** A 64-bit key in two signed 32-bit halves, which V8 stores without allocating objects. */
export interface Hash64 {
  high: number;
  low: number;
}

/**
 * The key of a visitor's hash on a link. Collisions are improbable enough to ignore. `erasedId` is the last erased hit
 * of the link. Each erasure changes the keys of all visitors, so a visitor from before it counts as new.
 */
export function visitorKey(linkRowId: number, visitor: string, erasedId = 0): Hash64 {
  let high = Math.imul(linkRowId, 0x9e3779b1) ^ 0x811c9dc5 ^ erasedId;
  let low = Math.imul(linkRowId, 0x85ebca6b) ^ 0x27d4eb2f ^ Math.imul(erasedId, 0xc2b2ae35);
  for (let at = 0; at < visitor.length; at++) {
    const code = visitor.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    high ^= high >>> 15;
    low = Math.imul(low + code, 0xc2b2ae35);
    low ^= low >>> 13;
  }
  return { high: mix(high ^ (low >>> 7)), low: mix(low ^ Math.imul(high, 0x85ebca6b)) };
}

/** Spreads every bit over all others, as the finalizer of MurmurHash3 does. */
function mix(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

const SHARDS = 256;
const FIRST_SLOTS = 16;

/**
 * Slots of three adjacent numbers, which one cache line can hold: both halves of a key, and its value. A value of 0 is a
 * free slot.
 */
type Slots = Int32Array;
const [LOW, VALUE, SLOT] = [1, 2, 3];

/** One of the tables of a day, small enough to grow without a noticeable pause. */
interface Shard {
  slots: Slots;
  mask: number;
  size: number;
}

const newShard = (slots: number): Shard => ({
  slots: new Int32Array(slots * SLOT),
  mask: slots - 1,
  size: 0,
});

/** The position of a key's slot, or of the free slot where it belongs. */
function slotOf({ slots, mask }: Shard, key: Hash64): number {
  const high = key.high | 0;
  const low = key.low | 0;
  for (let slot = (low >>> 8) & mask; ; slot = (slot + 1) & mask) {
    const at = slot * SLOT;
    if (slots[at + VALUE] === 0 || (slots[at] === high && slots[at + LOW] === low)) return at;
  }
}

function put(shard: Shard, key: Hash64, value: number): void {
  const { slots } = shard;
  const at = slotOf(shard, key);
  if (slots[at + VALUE] === 0) {
    slots[at] = key.high;
    slots[at + LOW] = key.low;
    shard.size += 1;
  }
  slots[at + VALUE] = value;
}

/** A map from keys to positive 31-bit numbers. */
export class HashMap {
  readonly #shards: (Shard | undefined)[];

  /** `shards` is a power of 2, at most 256: fewer for fewer keys. */
  constructor(shards = SHARDS) {
    this.#shards = new Array(shards).fill(undefined);
  }

  /** 0 for an unknown key. */
  get(key: Hash64): number {
    const shard = this.#shards[key.low & (this.#shards.length - 1)];
    return shard === undefined ? 0 : (shard.slots[slotOf(shard, key) + VALUE] ?? 0);
  }

  /** `value` is at least 1. */
  set(key: Hash64, value: number): void {
    const index = key.low & (this.#shards.length - 1);
    let shard = this.#shards[index];
    if (shard === undefined || (shard.size + 1) * 4 > (shard.mask + 1) * 3) {
      shard = grown(shard);
      this.#shards[index] = shard;
    }
    put(shard, key, value);
  }
}

function grown(shard: Shard | undefined): Shard {
  if (shard === undefined) return newShard(FIRST_SLOTS);
  const { slots } = shard;
  const larger = newShard((shard.mask + 1) * 2);
  for (let at = 0; at < slots.length; at += SLOT) {
    const value = slots[at + VALUE] ?? 0;
    if (value !== 0) put(larger, { high: slots[at] ?? 0, low: slots[at + LOW] ?? 0 }, value);
  }
  return larger;
}
