/** Images as browsers show them, recognized by their first bytes and not by what a server says. */
import { concat } from '../bytes.ts';
import type { OutgoingAnswer } from '../ports.ts';

export const MAX_IMAGE_BYTES = 1024 * 1024;

/** Stops after the first piece beyond the limit. */
export async function readImage({ body }: OutgoingAnswer): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  while (reader && size <= MAX_IMAGE_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
  }
  reader?.cancel().catch(() => {});
  return concat(chunks, size);
}

const SIGNATURES: [pattern: RegExp, type: string][] = [
  [/^.PNG\r\n/s, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[\s\S]{4}WEBP/, 'image/webp'],
  [/^[\s\S]{4}ftypavi[fs]/, 'image/avif'],
];

/** The media type, or null for anything else; SVG is a document and not an image here. */
export function imageType(bytes: Uint8Array): string | null {
  const start = [...bytes.subarray(0, 12)].map((byte) => String.fromCharCode(byte)).join('');
  return SIGNATURES.find(([pattern]) => pattern.test(start))?.[1] ?? null;
}
