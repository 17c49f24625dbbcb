/** What of the log a reader wants to see: it is in the address, with the names of the API. */
import { HIT_KINDS } from '../../../hits/hit.ts';
import type { LiveFilter } from '../../../hits/live/live-hit.ts';
import { isChannel } from '../parts/name-texts.ts';

/** Public ids are short; anything else finds nothing. */
const MAX_ID = 64;

/** Reads `kind`, `channel` and `contentId`. Unknown values are no filters. */
export function readLiveFilter(query: URLSearchParams): LiveFilter {
  const kinds = query.getAll('kind').flatMap((text) => text.split(','));
  const channel = query.get('channel');
  const contentId = query.get('contentId')?.trim().slice(0, MAX_ID) ?? '';
  return {
    kinds: HIT_KINDS.filter((kind) => kinds.includes(kind)),
    channel: isChannel(channel) ? channel : null,
    contentId: contentId === '' ? null : contentId,
  };
}
