import type { z } from '@hono/zod-openapi';
import { fromBase64url, toBase64url, utf8Bytes } from '../../bytes.ts';

/** A position in a list as the opaque text that a client sends back. */
export const encodeCursor = (position: unknown): string => toBase64url(utf8Bytes(JSON.stringify(position)));

/** The position that `encodeCursor` turned into this text; undefined for any other text. */
export function decodeCursor<Position>(cursor: string, schema: z.ZodType<Position>): Position | undefined {
  try {
    const position = schema.parse(JSON.parse(new TextDecoder().decode(fromBase64url(cursor))));
    return encodeCursor(position) === cursor ? position : undefined;
  } catch {
    return undefined;
  }
}
