// Drawn many at a time: a call for each would cost more than the rest of a hit's row.
const drawn = new Int32Array(1024);
let used = drawn.length;

/** A random signed 32-bit integer: it makes a hit's public id unguessable, and tells the hit from all others. */
export function drawNonce(): number {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  return drawn[used++] ?? 0;
}
