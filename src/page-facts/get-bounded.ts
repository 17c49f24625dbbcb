/** One document of the Internet: with a few redirects, each checked like the first address, and bounds of time and size. */
import { AppError } from '../errors.ts';
import type { Hosts } from '../links/link-domain.ts';
import { RefusedAddress } from '../net/reach.ts';
import type { Outgoing, OutgoingAnswer } from '../ports.ts';
import { parseDestination } from '../urls/destination.ts';

export const MAX_REDIRECTS = 5;

/** Why a document was not read. */
export const TROUBLES = ['refused', 'unreachable', 'slow', 'status', 'type', 'redirects'] as const;
export type Trouble = (typeof TROUBLES)[number];

/** `about` is the status or the type that was sent. */
export class UnreadablePage extends Error {
  readonly trouble: Trouble;
  readonly about: string;

  constructor(trouble: Trouble, about = '') {
    super(trouble);
    this.name = 'UnreadablePage';
    this.trouble = trouble;
    this.about = about;
  }
}

export interface Sender {
  outgoing: Outgoing;
  hosts: Hosts;
  /** Names this server to the other one. */
  userAgent: string;
  /** For all redirects and the body together. */
  timeLimitMs: number;
}

export interface BoundedRequest {
  accept: string;
  /** Reads what is wanted of the body; the rest is not transferred. */
  read(answer: OutgoingAnswer): Promise<Uint8Array>;
}

export interface BoundedDocument {
  /** Where the redirects led. */
  url: string;
  contentType: string;
  bytes: Uint8Array;
}

/** Rejects with `UnreadablePage`. */
export async function getBounded(
  sender: Sender,
  address: string,
  request: BoundedRequest,
): Promise<BoundedDocument> {
  const signal = AbortSignal.timeout(sender.timeLimitMs);
  try {
    const { url, answer } = await follow(sender, address, { accept: request.accept, signal });
    const contentType = answer.header('Content-Type') ?? '';
    return { url, contentType, bytes: await untilAborted(signal, request.read(answer)) };
  } catch (error) {
    if (error instanceof UnreadablePage) throw error;
    if (error instanceof RefusedAddress || error instanceof AppError) throw new UnreadablePage('refused');
    throw new UnreadablePage(signal.aborted ? 'slow' : 'unreachable');
  }
}

/** A runtime may end a body without an error when its request is aborted. */
function untilAborted<T>(signal: AbortSignal, reading: Promise<T>): Promise<T> {
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => {});
  return Promise.race([reading, aborted]);
}

async function follow(
  { outgoing, hosts, userAgent }: Sender,
  address: string,
  { accept, signal }: { accept: string; signal: AbortSignal },
) {
  let url = checkedHop(hosts, address);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const headers = { Accept: accept, 'User-Agent': userAgent };
    const answer = await outgoing(url, { headers, signal });
    const location = answer.header('Location');
    const isRedirect = answer.status >= 300 && answer.status < 400 && location !== null;
    if (!isRedirect) return { url, answer: await successful(answer) };
    await discard(answer);
    url = checkedHop(hosts, URL.parse(location, url)?.href ?? '');
  }
  throw new UnreadablePage('redirects');
}

/** What no link may lead to is not read either. */
function checkedHop({ own, rules }: Hosts, address: string): string {
  const parsed = parseDestination(address, own);
  if (!parsed.ok) throw new UnreadablePage('refused');
  rules.check('/url', parsed.href);
  return parsed.href;
}

async function successful(answer: OutgoingAnswer): Promise<OutgoingAnswer> {
  if (answer.status >= 200 && answer.status < 300) return answer;
  await discard(answer);
  throw new UnreadablePage('status', String(answer.status));
}

/** Ends the transfer; whether the server notices does not matter. */
export const discard = async ({ body }: OutgoingAnswer): Promise<void> => body?.cancel().catch(() => {});
