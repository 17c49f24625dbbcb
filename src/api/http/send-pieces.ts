/** Long JSON answers, encoded and hashed piece by piece: some MB at once would keep redirects waiting. */
import { concat, toBase64url, utf8Bytes } from '../../bytes.ts';
import type { ApiContext } from './env.ts';

const DIGEST_BYTES = 20;
const digestOf = async (bytes: Uint8Array<ArrayBuffer>) =>
  new Uint8Array(await crypto.subtle.digest('SHA-1', bytes));

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
    c.header('ETag', `W/"${toBase64url(digest)}"`);
  }
  return c.body(concat(chunks, size), 200, { 'Content-Type': 'application/json' });
}
