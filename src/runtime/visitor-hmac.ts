import { hash } from 'node:crypto';

const BLOCK_BYTES = 64; // of SHA-256
const DIGEST_BYTES = 32;
const HASH_BYTES = 8;
const BUFFER_BYTES = 4_096;

/** Hashes with one key of at most 64 bytes: the first 64 bits of the HMAC, as 11 characters of base64url. */
export type VisitorHmac = (parts: string[]) => string;

/**
 * HMAC-SHA-256 (RFC 2104) of the parts as JSON, computed with two one-shot hashes. For such short texts this takes a quarter
 * of the time of `createHmac`, and every click needs two HMACs.
 */
export function createVisitorHmac(key: Buffer): VisitorHmac {
  const outer = padded(key, 0x5c, DIGEST_BYTES);
  const buffer = padded(key, 0x36, BUFFER_BYTES);
  // A UTF-16 code unit takes at most three bytes. A text that may not fit gets a larger buffer.
  const bufferFor = (text: string) => {
    const bytes = text.length * 3;
    return bytes <= BUFFER_BYTES ? buffer : padded(key, 0x36, bytes);
  };
  return (parts) => {
    const text = JSON.stringify(parts);
    const inner = bufferFor(text);
    const end = BLOCK_BYTES + inner.write(text, BLOCK_BYTES);
    outer.write(hash('sha256', inner.subarray(0, end), 'binary'), BLOCK_BYTES, 'latin1');
    outer.write(hash('sha256', outer, 'binary'), BLOCK_BYTES, 'latin1');
    return outer.toString('base64url', BLOCK_BYTES, BLOCK_BYTES + HASH_BYTES);
  };
}

/** The key as the first block, XORed with `pad`, followed by `length` free bytes. */
function padded(key: Buffer, pad: number, length: number): Buffer {
  const bytes = Buffer.alloc(BLOCK_BYTES + length);
  key.copy(bytes);
  for (let index = 0; index < BLOCK_BYTES; index++) bytes[index] = (bytes[index] ?? 0) ^ pad;
  return bytes;
}
