import { readBounded } from '../../bytes.ts';
import { AppError } from '../../errors.ts';
import type { ApiMiddleware } from './env.ts';
import { limitNesting } from './nesting.ts';

/** Largest request body in bytes, as read and not as announced. */
export const MAX_BODY = 64 * 1024;

const JSON_TYPE = 'application/json';
const ACCEPTED = new Map([
  ['POST', [JSON_TYPE]],
  ['PUT', [JSON_TYPE]],
  ['PATCH', [JSON_TYPE, 'application/merge-patch+json']],
]);
/** The same for the body of a bulk request. */
export const MAX_BULK_BODY = 2 * 1024 * 1024;

/** Reads the body of a POST, PUT or PATCH, and of a DELETE that `hasBody`, so that validators get text of bounded size and nesting in valid UTF-8. */
export function readBody(maxBytes = MAX_BODY, hasBody = false, more: string[] = []): ApiMiddleware {
  return async (c, next) => {
    const accepted = ACCEPTED.get(c.req.method) ?? (hasBody ? [JSON_TYPE] : undefined);
    // A middleware before may have read it.
    if (accepted && c.req.bodyCache.text === undefined) {
      refuseOtherMedia(c.req.raw.headers, [...accepted, ...more]);
      const bytes = await readBytes(c.req.raw, maxBytes).catch(() => {
        throw new AppError(
          'incomplete_body',
          'The connection ended before the whole body had arrived. Send it again.',
        );
      });
      if (bytes === null) {
        throw new AppError('body_too_large', `The body must have at most ${maxBytes} bytes.`);
      }
      const text = limitNesting(decode(bytes));
      // Hono reads the body from this cache. A second `Request` would cost a tenth of the time to create a link.
      Object.assign(c.req.bodyCache, { text: Promise.resolve(text) });
    }
    return next();
  };
}

/** Throws if the body is of another type, or compressed. */
function refuseOtherMedia(headers: Headers, accepted: readonly string[]): void {
  const plain = (name: string) => headers.get(name)?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!accepted.includes(plain('Content-Type'))) {
    throw new AppError('unsupported_media_type', `Send the body as ${accepted.join(' or ')}.`);
  }
  if (!['', 'identity'].includes(plain('Content-Encoding'))) {
    const detail = 'Send the body uncompressed, without the header Content-Encoding.';
    throw new AppError('unsupported_media_type', detail);
  }
}

/**
 * Reads at once if the length is announced, because servers enforce it; otherwise chunk by chunk. Null if there are
 * more bytes. Rejects if the client hangs up.
 */
async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array | null> {
  const announced = request.headers.get('Content-Length');
  if (announced === null) return readBounded(request.body, maxBytes);
  if (Number(announced) > maxBytes) return null;
  const bytes = new Uint8Array(await request.arrayBuffer());
  return bytes.byteLength > maxBytes ? null : bytes;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new AppError('malformed_json', 'The body is not valid UTF-8. Encode it as UTF-8.');
  }
}
