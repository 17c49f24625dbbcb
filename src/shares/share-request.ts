/** What a share link asks for, read from its query. */
import { CHANNELS, type Channel } from '../channels/registry.ts';
import { MAX_URL_LENGTH } from '../urls/destination.ts';
import { isMark } from '../urls/mark.ts';

/** The content that is shared: by its id (`cnt_…` or `ext_…`), or by the address of its page. */
export type ShareTarget = { id: string } | { url: string };

export interface ShareRequest {
  target: ShareTarget;
  /** A text for the message; null for the title of the content. It is never shown on a page of ours. */
  text: string | null;
  /** The mark of the link by which the person came; null if there is none. */
  from: string | null;
}

export const MAX_TEXT_LENGTH = 280;
const MAX_ID_LENGTH = 256;
/** In characters; longer queries are refused before they are parsed. */
const MAX_QUERY_LENGTH = 12_000;

const CHANNEL_PATH = /^\/share\/([a-z]+)\/?$/;

/** The channel that the path `/share/{channel}` names. */
export function channelOfPath(pathname: string): Channel | undefined {
  const name = CHANNEL_PATH.exec(pathname)?.[1] ?? '';
  return Object.hasOwn(CHANNELS, name) ? (name as Channel) : undefined; // a key of the registry
}

/** Undefined if the query does not name exactly one content. Of a parameter that occurs several times, the first counts. */
export function readShareQuery(search: string): ShareRequest | undefined {
  if (search.length > MAX_QUERY_LENGTH) return undefined;
  const query = new URLSearchParams(search);
  const target = targetOf(query.get('content') ?? '', query.get('u') ?? '');
  if (target === undefined) return undefined;
  return { target, text: textOf(query.get('t')), from: codeOf(query.get('from')) };
}

/** Undefined unless exactly one of both is given. */
export function targetOf(id: string, url: string): ShareTarget | undefined {
  if ((id === '') === (url === '')) return undefined;
  if (id !== '') return id.length <= MAX_ID_LENGTH ? { id } : undefined;
  return url.length <= MAX_URL_LENGTH ? { url } : undefined;
}

/** On one line, without invisible characters that could reorder it, and cut. */
function textOf(given: string | null): string | null {
  const text = (given ?? '')
    .replace(/[\p{White_Space}\p{Cc}]+/gu, ' ')
    .replace(/\p{Cf}/gu, '')
    .trim();
  return text === '' ? null : [...text].slice(0, MAX_TEXT_LENGTH).join('');
}

const codeOf = (given: string | null): string | null => (given !== null && isMark(given) ? given : null);
