/** The text of an HTML page: as much of its bytes as is needed, in the encoding that it names. */
import { concat } from '../bytes.ts';
import type { OutgoingAnswer } from '../ports.ts';

/** Decoded bytes of a page that are read at most. Everything about it stands in its head. */
export const MAX_PAGE_BYTES = 1024 * 1024;

const latin1 = new TextDecoder('latin1');
const HEAD_END = /<\/head|<body[\s>]/i;
/** The most characters of a match that an end of a piece can cut off. */
const OVERLAP = 8;

/** The bytes up to the end of the head, or as many as are allowed. */
export async function readHead({ body }: OutgoingAnswer): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let tail = '';
  const reader = body?.getReader();
  while (reader && size < MAX_PAGE_BYTES) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.byteLength;
    const text = tail + latin1.decode(value);
    if (HEAD_END.test(text)) break;
    tail = text.slice(-OVERLAP);
  }
  // The rest is not wanted; whether it can still be stopped does not matter.
  reader?.cancel().catch(() => {});
  return concat(chunks, size).subarray(0, MAX_PAGE_BYTES);
}

/** Browsers look for the encoding this far. */
const PRESCAN_BYTES = 1024;
const META = /<meta[^>]+?charset\s*=\s*["']?\s*([\w:.-]+)/i;
const HEADER = /charset\s*=\s*["']?\s*([\w:.-]+)/i;

/** The label of the encoding: of a byte order mark, of the header, of the page itself; UTF-8 without any. */
function encodingOf(bytes: Uint8Array, contentType: string): string {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const inHeader = HEADER.exec(contentType)?.[1];
  // The page was read as one byte per character, so it cannot be what it says.
  const inPage = META.exec(latin1.decode(bytes.subarray(0, PRESCAN_BYTES)))?.[1];
  return inHeader ?? (inPage?.replace(/^utf-?16.*/i, 'utf-8') || 'utf-8');
}

/** An unknown encoding is read as UTF-8. */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const label = encodingOf(bytes, contentType);
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
