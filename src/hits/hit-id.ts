/** Which stored hit is meant: its row, and the random number that keeps other hits from being guessed. */
export interface HitKey {
  rowId: number;
  /** 32 bits, signed as the store keeps them. */
  nonce: number;
}

// Of base 36: as many as 32 bits take.
const NONCE_DIGITS = 7;

/** The public id of a hit: `hit_`, the row and the nonce in base 36. */
export function hitId({ rowId, nonce }: HitKey): string {
  return `hit_${rowId.toString(36)}${(nonce >>> 0).toString(36).padStart(NONCE_DIGITS, '0')}`;
}

/** What `hitId` was given; undefined for any text that it never gives. */
export function parseHitId(id: string): HitKey | undefined {
  const [, row = '', nonce = ''] = /^hit_([0-9a-z]+)([0-9a-z]{7})$/.exec(id) ?? [];
  const key = { rowId: Number.parseInt(row, 36), nonce: Number.parseInt(nonce, 36) | 0 };
  return Number.isSafeInteger(key.rowId) && key.rowId > 0 && hitId(key) === id ? key : undefined;
}
