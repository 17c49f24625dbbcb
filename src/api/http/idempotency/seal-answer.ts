/**
 * Answers are kept sealed: only the API key and the Idempotency-Key of the request together open them. They may contain
 * a new API key, which must not be readable in the database.
 */
import { fromBase64, toBase64, utf8Bytes } from '../../../bytes.ts';

const IV_BYTES = 12;
/** A multiple of three, so that the texts of the parts can be joined. */
const PART_BYTES = 24_576;
const COMPRESSION = 'deflate-raw';

/** The key for one request; `secret` is what the client sends. */
export async function sealingKey(secret: string): Promise<CryptoKey> {
  const bytes = await crypto.subtle.digest('SHA-256', utf8Bytes(`sotto kept answer\0${secret}`));
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** The compressed and encrypted answer, in base64. */
export async function sealAnswer(key: CryptoKey, answer: Uint8Array<ArrayBuffer>): Promise<string> {
  const packed = await through(new CompressionStream(COMPRESSION), answer);
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, packed));
  const parts = [toBase64(iv)];
  for (let at = 0; at < sealed.length; at += PART_BYTES)
    parts.push(toBase64(sealed.subarray(at, at + PART_BYTES)));
  return parts.join('');
}

/** Throws if the answer was sealed with another key. */
export async function openAnswer(key: CryptoKey, sealed: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = fromBase64(sealed);
  const [iv, packed] = [bytes.subarray(0, IV_BYTES), bytes.subarray(IV_BYTES)];
  const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, packed));
  return through(new DecompressionStream(COMPRESSION), plain);
}

async function through(
  stream: CompressionStream | DecompressionStream,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const answer = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  await Promise.all([writer.write(bytes), writer.close()]);
  return new Uint8Array(await answer);
}
