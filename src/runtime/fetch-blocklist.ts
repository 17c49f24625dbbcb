/**
 * Fetches a list of hosts from a URL that the operator has configured, with bounds of time and size. The configured server
 * may be in a private network; a redirect to another server is followed only if that server is on the Internet.
 */

import type { HostTable } from '../abuse/host-table.ts';
import { createHostReader, UnusableList } from '../abuse/parse-hosts.ts';
import { RefusedAddress } from '../net/reach.ts';
import type { Outgoing, OutgoingAnswer } from '../ports.ts';
import { MINUTE } from '../time.ts';

const TIME_LIMIT_MS = MINUTE;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_REDIRECTS = 3;

/** What a server said of the version that it sent. */
export interface Validators {
  etag: string | null;
  lastModified: string | null;
}

export interface FetchedList extends Validators {
  table: HostTable;
}

/** The list, or null if it has not changed since the version with these validators. Rejects for an unusable answer. */
export async function fetchBlocklist(
  address: string,
  known: Validators | null,
  outgoing: Outgoing,
): Promise<FetchedList | null> {
  const headers: Record<string, string> = { 'User-Agent': 'Sotto' };
  if (known?.etag) headers['If-None-Match'] = known.etag;
  if (known?.lastModified) headers['If-Modified-Since'] = known.lastModified;
  const response = await get(address, { headers, signal: AbortSignal.timeout(TIME_LIMIT_MS) }, outgoing);
  if (response.status === 304 && known) {
    await response.body?.cancel();
    return null;
  }
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new UnusableList(`The server answered ${response.status}.`);
  }
  const table = await readTable(response.body);
  if (table.size === 0) throw new UnusableList('The answer names no host.');
  return { table, etag: response.header('ETag'), lastModified: response.header('Last-Modified') };
}

type Init = Parameters<Outgoing>[1];

/** A request to the server that the operator has named, wherever it is. */
const fromNamedServer: Outgoing = async (url, init) => {
  const { status, headers, body } = await fetch(url, { ...init, redirect: 'manual' });
  return { status, header: (name) => headers.get(name), body };
};

/** Follows a few redirects, but never from https to http. */
async function get(address: string, init: Init, outgoing: Outgoing): Promise<OutgoingAnswer> {
  let url = new URL(address);
  const { hostname, port } = url;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const isNamed = url.hostname === hostname && (url.port === port || url.port === '');
    const send = isNamed ? fromNamedServer : outgoing;
    const response = await send(url.href, init);
    const location = response.header('Location');
    if (location === null || response.status < 300 || response.status > 399 || response.status === 304)
      return response;
    await response.body?.cancel();
    const next = new URL(location, url);
    if (next.protocol !== 'https:' && next.protocol !== url.protocol)
      throw new UnusableList('The server redirects to an address without https.');
    url = next;
  }
  throw new UnusableList(`The server redirects more than ${MAX_REDIRECTS} times.`);
}

/** Reads chunk by chunk: between two chunks, other requests run. */
async function readTable(body: ReadableStream<Uint8Array> | null): Promise<HostTable> {
  const reader = createHostReader();
  const decoder = new TextDecoder();
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new UnusableList(`The list has more than ${MAX_BYTES} bytes.`);
    reader.write(decoder.decode(chunk, { stream: true }));
  }
  return reader.end();
}

/** Why a list could not be fetched, without its address. */
export function reasonOf(error: unknown): string {
  if (error instanceof UnusableList) return error.message;
  if (error instanceof RefusedAddress) return 'The server redirects to an address inside the own network.';
  const isSlow = error instanceof Error && error.name === 'TimeoutError';
  return isSlow ? 'The server took too long.' : 'The server does not answer.';
}
