/** Long JSON answers, encoded, hashed and sent piece by piece: some MB at once would keep redirects waiting. */
import { concat, utf8Bytes } from '../../bytes.ts';
import type { ApiContext } from './env.ts';

/** Shorter bodies are copied in no time. */
const LONG_BYTES = 256 * 1024;
const DIGEST_BYTES = 20;

const digestOf = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-1', bytes));

const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Answers with the pieces as one JSON text. Its ETag is the hash of their hashes, the same on every runtime. */
export async function sendPieces(c: ApiContext, pieces: AsyncIterable<string>): Promise<Response> {
  const isTagged = c.req.method === 'GET' || c.req.method === 'HEAD';
  const chunks: Uint8Array[] = [];
  const digests: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    const bytes = utf8Bytes(piece);
    chunks.push(bytes);
    size += bytes.length;
    if (isTagged) digests.push(await digestOf(bytes));
  }
  if (isTagged) {
    const digest = await digestOf(concat(digests, digests.length * DIGEST_BYTES));
    c.header('ETag', `W/"${hexOf(digest)}"`);
  }
  const type = { 'Content-Type': 'application/json' };
  if (size < LONG_BYTES) return c.body(concat(chunks, size), 200, type);
  return c.body(streamOf(chunks), 200, { ...type, 'Content-Length': String(size) });
}

/** A chunk for each read. A body of bytes would be copied several times before it is sent. */
function streamOf(chunks: Uint8Array[]): ReadableStream<Uint8Array> {
  const left = chunks.values();
  const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
    const { done, value } = left.next();
    if (done) controller.close();
    else controller.enqueue(value);
  };
  return new ReadableStream({ pull }, { highWaterMark: 0 });
}
