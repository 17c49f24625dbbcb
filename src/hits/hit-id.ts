/** Identifies a stored hit: its row, and a random number that makes ids unguessable. */
export interface HitKey {
  rowId: number;
  /** A signed 32-bit integer. */
  nonce: number;
}

// The base-36 digits of 32 bits.
const NONCE_DIGITS = 7;

/** The public id of a hit: `hit_`, the row and the nonce in base 36. */
export function hitId({ rowId, nonce }: HitKey): string {
  return `hit_${rowId.toString(36)}${(nonce >>> 0).toString(36).padStart(NONCE_DIGITS, '0')}`;
}

/** The inverse of `hitId`; undefined for any text that it does not return. */
export function parseHitId(id: string): HitKey | undefined {
  const [, row = '', nonce = ''] = /^hit_([0-9a-z]+)([0-9a-z]{7})$/.exec(id) ?? [];
  const key = { rowId: Number.parseInt(row, 36), nonce: Number.parseInt(nonce, 36) | 0 };
  return Number.isSafeInteger(key.rowId) && key.rowId > 0 && hitId(key) === id ? key : undefined;
}
