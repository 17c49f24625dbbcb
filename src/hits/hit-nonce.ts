// Drawn in bulk: a call for each would cost more than all else about a hit's row.
const drawn = new Int32Array(1024);
let used = drawn.length;

/** A random signed 32-bit integer, which identifies a hit and makes its public id unguessable. */
export function drawNonce(): number {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn);
    used = 0;
  }
  return drawn[used++] ?? 0;
}
