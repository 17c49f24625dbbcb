/** Answers requests that the HTTP parser of Node refuses, before they reach the app. */
import type { Socket } from 'node:net';

/** Parser errors as Node reports them. */
interface ClientError extends Error {
  code?: string;
  rawPacket?: Buffer;
}

const STATUS = new Map([
  ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', '413 Payload Too Large'],
  ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
]);

/**
 * The parser refuses targets with spaces or bytes outside ASCII, which some programs send. Such a request for a page is
 * redirected to the same target, percent-encoded. All others get the status that Node would send.
 */
export function answerClientError(error: ClientError, socket: Socket): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const target = readableTarget(error.rawPacket);
  const head =
    target === null
      ? `HTTP/1.1 ${STATUS.get(error.code ?? '') ?? '400 Bad Request'}`
      : `HTTP/1.1 302 Found\r\nLocation: ${target}\r\nCache-Control: private, no-store`;
  socket.end(`${head}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

const REQUEST_LINE = /^(?:GET|HEAD) (?:https?:\/\/[^/]*)?\/*([^\r\n]*?) HTTP\/1\.[01]\r?\n/;
const UNREADABLE = /[^\x21-\x7e]/;
const ENCODED = /[^\w.~!$&'()*+,;=:@/?%-]/g;

/** The target as a path of this server, percent-encoded; null if the parser had another reason to refuse it. */
function readableTarget(packet: Buffer | undefined): string | null {
  // Of Latin-1 text each character is a byte.
  const target = REQUEST_LINE.exec(packet?.toString('latin1') ?? '')?.[1];
  if (target === undefined || !UNREADABLE.test(target)) return null;
  const encoded = (byte: string) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  return `/${target.replace(ENCODED, encoded)}`;
}
