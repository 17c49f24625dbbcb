import { hash } from 'node:crypto';

const BLOCK_BYTES = 64; // of SHA-256
const DIGEST_BYTES = 32;
const HASH_BYTES = 8;
const USUAL_BYTES = 4_096;

/** Hashes under one key of at most 64 bytes: the first 64 bits, as 11 characters of base64url. */
export type VisitorHmac = (parts: string[]) => string;

/**
 * HMAC-SHA-256 (RFC 2104) of the parts' JSON, of two one-shot hashes: a quarter of what `createHmac` costs for so
 * short a text, and every click pays for two of them.
 */
export function createVisitorHmac(key: Buffer): VisitorHmac {
  const outer = padded(key, 0x5c, DIGEST_BYTES);
  const usual = padded(key, 0x36, USUAL_BYTES);
  // A character takes three bytes at most; what might not fit gets room of its own.
  const roomFor = (text: string) => {
    const bytes = text.length * 3;
    return bytes <= USUAL_BYTES ? usual : padded(key, 0x36, bytes);
  };
  return (parts) => {
    const text = JSON.stringify(parts);
    const inner = roomFor(text);
    const end = BLOCK_BYTES + inner.write(text, BLOCK_BYTES);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'latin1');
    outer.write(hash('sha256', outer, 'binary'), BLOCK_BYTES, 'latin1');
    return outer.toString('base64url', BLOCK_BYTES, BLOCK_BYTES + HASH_BYTES);
  };
}

/** The key as the first block, each byte changed by `pad`, and room for so many bytes more. */
function padded(key: Buffer, pad: number, room: number): Buffer {
  const bytes = Buffer.alloc(BLOCK_BYTES + room);
  key.copy(bytes);
  for (let place = 0; place < BLOCK_BYTES; place++) bytes[place] = (bytes[place] ?? 0) ^ pad;
  return bytes;
}
