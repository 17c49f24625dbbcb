import { AppError } from '../errors.ts';
import type { ApiMiddleware } from './env.ts';

/** Bytes of a request body, as read and not as announced. */
export const MAX_BODY = 64 * 1024;

const JSON_TYPE = 'application/json';
const ACCEPTED: Record<string, string[]> = {
  POST: [JSON_TYPE],
  PATCH: [JSON_TYPE, 'application/merge-patch+json'],
};

/** Reads the body of a method that has one, so that validators find bounded, well-formed text. */
export function readBody(maxBytes = MAX_BODY): ApiMiddleware {
  return async (c, next) => {
    const accepted = ACCEPTED[c.req.method];
    if (accepted) {
      const type = (c.req.header('Content-Type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
      if (!accepted.includes(type)) {
        throw new AppError('unsupported_media_type', `Send the body as ${accepted.join(' or ')}.`);
      }
      const bytes = await readBounded(c.req.raw.body, maxBytes);
      c.req.raw = new Request(c.req.raw, { body: decode(bytes) });
    }
    await next();
  };
}

async function readBounded(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      // The rest is not wanted; whether it can still be stopped does not matter.
      reader.cancel().catch(() => {});
      throw new AppError('body_too_large', `A body may have ${maxBytes} bytes at most.`);
    }
    chunks.push(value);
  }
  return joined(chunks, size);
}

function joined(chunks: Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('malformed_json', 'The body is not UTF-8.');
  }
}
