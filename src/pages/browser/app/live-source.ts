/** Where news of the live list come from: events that the server sends, or answers to questions. */
import type { Message } from './live-list.ts';

const ASK_MS = 3_000;
/** After a failure, and where all streams are taken. */
const LATER_MS = 10_000;
const PULSE_MS = 15_000;

export interface Handlers {
  news(message: Message): void;
  /** Nothing came, up to this position. */
  quiet(position: string): void;
  /** The server listens again. */
  opened(): void;
  /** The session is over. */
  ended(): void;
  lost(): void;
}

/** Listens to the server's events; returns what ends that. `refused` if the server has no stream for this page, or needs it for another. */
export function listen(
  url: string,
  { news, quiet, opened, ended, lost }: Handlers,
  refused: () => void,
): () => void {
  const source = new EventSource(url);
  source.addEventListener('open', opened);
  source.addEventListener('news', ({ data }) => news(JSON.parse(data)));
  source.addEventListener('quiet', ({ lastEventId }) => quiet(lastEventId));
  source.addEventListener('ended', () => {
    source.close();
    ended();
  });
  source.addEventListener('replaced', () => {
    source.close();
    refused();
  });
  source.addEventListener('error', () => (source.readyState === EventSource.CLOSED ? refused() : lost()));
  return () => source.close();
}

/** The next news; null once the session is over. */
async function fetchNews(url: string, signal: AbortSignal): Promise<Message | null> {
  const response = await fetch(url, { signal });
  if (response.redirected || response.status === 403) return null;
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

/** Asks for news again and again, with the pulse if it may have changed; returns what ends that. */
export function askAgain(address: (withPulse: boolean) => string, handlers: Handlers): () => void {
  const aborted = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The first news change the pulse at once, the following ones from time to time.
  let pulseAt = Number.NEGATIVE_INFINITY;
  let isPulseOld = false;
  const ask = async () => {
    const withPulse = isPulseOld && Date.now() - pulseAt >= PULSE_MS;
    try {
      const message = await fetchNews(address(withPulse), aborted.signal);
      if (message === null) return handlers.ended();
      if (withPulse) [isPulseOld, pulseAt] = [false, Date.now()];
      isPulseOld ||= message.rows.length > 0;
      handlers.news(message);
      timer = setTimeout(ask, ASK_MS);
    } catch {
      if (aborted.signal.aborted) return;
      handlers.lost();
      timer = setTimeout(ask, LATER_MS);
    }
  };
  timer = setTimeout(ask, ASK_MS);
  return () => {
    clearTimeout(timer);
    aborted.abort();
  };
}
