/** What a member gives to make links for many addresses: a text or a file, and channels. */
import { readBounded } from '../../../../bytes.ts';
import { CHANNEL_NAMES, type Channel } from '../../../../channels/registry.ts';
import { decodeList } from '../../../../link-lists/decode-list.ts';
import { MAX_LIST_BYTES } from '../../../../link-lists/link-list.ts';
import { DEFAULT_CHANNELS } from '../../../../links/contents/create-content.ts';
import type { AppContext } from '../../env.ts';

export interface ListForm {
  text: string;
  /** Name of the file; null for pasted text. */
  name: string | null;
  channels: Channel[];
}

/** A form with a file has some lines around it. */
const OVERHEAD = 16 * 1024;
/** A pasted text is encoded, in which a character takes up to three times as much. */
const MAX_FORM_BYTES = 3 * MAX_LIST_BYTES + OVERHEAD;

export const emptyListForm = (): ListForm => ({ text: '', name: null, channels: DEFAULT_CHANNELS });

/** The form; null if it is too large. A file comes before a text. */
export async function readListForm(c: AppContext): Promise<ListForm | null> {
  const bytes = await readBounded(c.req.raw.body, MAX_FORM_BYTES).catch(() => new Uint8Array());
  if (bytes === null) return null;
  const headers = { 'Content-Type': c.req.header('Content-Type') ?? '' };
  const values = await new Response(Uint8Array.from(bytes), { headers })
    .formData()
    .catch(() => new FormData());
  const given = values.getAll('channels');
  const channels = CHANNEL_NAMES.filter((name) => given.includes(name));
  const file: unknown = values.get('file');
  const text = values.get('list');
  if (file instanceof Blob && file.size > 0) {
    const content = new Uint8Array(await file.arrayBuffer());
    if (content.byteLength > MAX_LIST_BYTES) return null;
    return { text: decodeList(content), name: 'name' in file ? String(file.name) : null, channels };
  }
  const pasted = typeof text === 'string' ? text.toWellFormed() : '';
  return pasted.length > MAX_LIST_BYTES ? null : { text: pasted, name: null, channels };
}
