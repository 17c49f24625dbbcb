/** Reads title, description and image of a page, because a member has asked for it. */
import { hostsOf } from '../links/link-domain.ts';
import type { Deps } from '../ports.ts';
import { createSlidingLimit } from '../sliding-limit.ts';
import { MINUTE, SECOND } from '../time.ts';
import { discard, getBounded, type Sender, type Trouble, UnreadablePage } from './get-bounded.ts';
import { imageType, MAX_IMAGE_BYTES, readImage } from './image-bytes.ts';
import { decodePage, readHead } from './page-text.ts';
import { type PageFacts, parseHead } from './parse-head.ts';

/** For the page with its redirects, and once more for its image. */
export const TIME_LIMIT_MS = 8 * SECOND;
/** How many pages and images are read for one member in a minute. */
export const MAX_PER_MINUTE = 30;

const PAGE_TYPES = /^(?:text\/html|application\/xhtml\+xml)\s*(?:;|$)/i;

/** What a page says, or why it was not read; 'busy': the member has asked too often. */
export type PageReading = { facts: PageFacts } | { trouble: Trouble | 'busy'; about: string };

export type ReadDeps = Pick<Deps, 'clock' | 'settings' | 'blocklist' | 'requestHost' | 'store'> &
  Required<Pick<Deps, 'outgoing'>>;

export interface PageReader {
  readPage(deps: ReadDeps, memberId: string, address: string): Promise<PageReading>;
  /** The image as a `data:` URL, so that a page can show it without another host; null if there is none to show. */
  readImage(deps: ReadDeps, memberId: string, address: string): Promise<string | null>;
}

/** One for all requests: it counts how often each member asks. */
export function createPageReader(timeLimitMs = TIME_LIMIT_MS): PageReader {
  const limit = createSlidingLimit({ max: MAX_PER_MINUTE, windowMs: MINUTE });
  /** The answer of `read`, or why there is none. */
  const attempt = async <T>(
    deps: ReadDeps,
    memberId: string,
    read: (sender: Sender) => Promise<T>,
  ): Promise<{ result: T } | { trouble: Trouble | 'busy'; about: string }> => {
    const now = deps.clock();
    if (limit.waitMs(memberId, now) > 0) return { trouble: 'busy', about: '' };
    limit.count(memberId, now);
    const userAgent = `Sotto (reads titles for its members; +${deps.settings.publicUrl}/privacy)`;
    try {
      return {
        result: await read({ outgoing: deps.outgoing, hosts: await hostsOf(deps), userAgent, timeLimitMs }),
      };
    } catch (error) {
      if (!(error instanceof UnreadablePage)) throw error;
      return { trouble: error.trouble, about: error.about };
    }
  };
  return {
    async readPage(deps, memberId, address) {
      const answer = await attempt(deps, memberId, (sender) => readFacts(sender, address));
      return 'result' in answer ? { facts: answer.result } : answer;
    },
    async readImage(deps, memberId, address) {
      const answer = await attempt(deps, memberId, (sender) => readDataUrl(sender, address));
      return 'result' in answer ? answer.result : null;
    },
  };
}

async function readFacts(sender: Sender, address: string): Promise<PageFacts> {
  const { url, contentType, bytes } = await getBounded(sender, address, {
    accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.1',
    async read(answer) {
      const type = answer.header('Content-Type') ?? '';
      if (type === '' || PAGE_TYPES.test(type)) return readHead(answer);
      await discard(answer);
      throw new UnreadablePage('type', type.split(';', 1)[0]?.trim().slice(0, 60) ?? '');
    },
  });
  return parseHead(decodePage(bytes, contentType), url);
}

async function readDataUrl(sender: Sender, address: string): Promise<string | null> {
  const { bytes } = await getBounded(sender, address, {
    accept: 'image/png,image/jpeg,image/webp,image/gif,image/avif',
    read: readImage,
  });
  const type = imageType(bytes);
  return type === null || bytes.byteLength > MAX_IMAGE_BYTES ? null : `data:${type};base64,${base64(bytes)}`;
}

/** In pieces, because a call takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  const piece = 0x8000;
  let text = '';
  for (let at = 0; at < bytes.length; at += piece)
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  return btoa(text);
}
