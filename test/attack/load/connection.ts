/** A connection that sends any text as a request, also one that a library would refuse to send. */
import { connect, type Socket } from 'node:net';

export interface Reply {
  /** 0 if the connection ended without an answer. */
  status: number;
  /** From the request to the end of the answer. */
  ms: number;
  retryAfter: boolean;
  head: string;
  body: string;
}

export interface Connection {
  /** Sends one request and waits for its answer. Opens a new connection if the last one was closed. */
  exchange(text: string | Uint8Array): Promise<Reply>;
  close(): void;
}

/** After this time an answer counts as missing. */
const TIMEOUT_MS = 120_000;
const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/** The answers of one keep-alive connection to a port of this machine. */
export function openConnection(port: number): Connection {
  let socket: Socket | undefined;
  let settle: ((reply: Reply) => void) | undefined;
  let answer = createAnswer();
  let began = 0;

  const finish = () => {
    const done = settle;
    settle = undefined;
    const { status, head, body } = answer;
    answer = createAnswer();
    done?.({ status, ms: performance.now() - began, retryAfter: /^retry-after:/im.test(head), head, body });
  };
  const drop = () => {
    socket?.destroy();
    socket = undefined;
    answer = createAnswer();
    finish();
  };
  const open = () => {
    const opened = connect(port, '127.0.0.1').setEncoding('latin1').setNoDelay(true).setTimeout(TIMEOUT_MS);
    const isCurrent = () => socket === opened;
    opened
      .on('data', (chunk: string) => {
        if (!isCurrent() || !answer.add(chunk)) return;
        if (/^connection: close/im.test(answer.head)) {
          opened.destroy();
          socket = undefined;
        }
        finish();
      })
      .on('timeout', () => isCurrent() && drop())
      .on('error', () => isCurrent() && drop())
      .on('close', () => isCurrent() && drop());
    return opened;
  };
  return {
    exchange(text) {
      began = performance.now();
      return new Promise((resolve) => {
        settle = resolve;
        socket ??= open();
        socket.write(typeof text === 'string' ? Buffer.from(text, 'utf8') : text);
      });
    },
    close: () => socket?.destroy(),
  };
}

/** Bodies are kept up to this length. */
const KEPT = 1_000_000;

/** An answer that arrives in parts; `add` returns whether it is complete. */
function createAnswer() {
  const answer = { status: 0, head: '', body: '', add };
  let [text, last, left] = ['', '', Number.NaN];

  function add(chunk: string): boolean {
    let part = chunk;
    if (answer.head === '') {
      text += chunk;
      const end = text.indexOf(HEAD_END);
      if (end < 0) return false;
      answer.head = text.slice(0, end + 2);
      answer.status = Number(/^HTTP\/1\.\d (\d{3})/.exec(answer.head)?.[1] ?? 0);
      const isChunked = /^transfer-encoding: chunked/im.test(answer.head);
      left = isChunked ? Number.NaN : Number(/^content-length: (\d+)/im.exec(answer.head)?.[1] ?? 0);
      part = text.slice(end + HEAD_END.length);
    }
    if (answer.body.length < KEPT) answer.body += part;
    last = (last + part).slice(-LAST_CHUNK.length);
    left -= part.length;
    return Number.isNaN(left) ? last === LAST_CHUNK : left <= 0;
  }
  return answer;
}
