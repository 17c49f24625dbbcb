/** A uuidv7: begins with its time in milliseconds, so that the oldest sort first. */
export function uuidv7(at: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const time = new DataView(bytes.buffer);
  time.setUint16(0, Math.floor(at / 2 ** 32));
  time.setUint32(2, at % 2 ** 32);
  time.setUint8(6, 0x70 | (time.getUint8(6) & 0x0f)); // version 7
  time.setUint8(8, 0x80 | (time.getUint8(8) & 0x3f)); // variant of RFC 9562
  const hex = Buffer.from(bytes.buffer).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
