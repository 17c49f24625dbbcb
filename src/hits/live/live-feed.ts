/**
 * One reading of the log for everybody who watches: readers at the same position share it, so that many open pages ask
 * the store no more than one does.
 */
import type { LogPosition } from '../hit-plan.ts';
import { type LiveNews, positionText } from './live-hit.ts';
import type { Pulse } from './pulse.ts';

export interface LiveFeedOf {
  readNews(after: LogPosition): Promise<LiveNews>;
  /** How often the log is read while somebody watches. */
  intervalMs: number;
  /** Ends all waiting when aborted. */
  closing?: AbortSignal | undefined;
}

export interface LiveFeed {
  /** Resolves when it is time to read again, or when the server stops. */
  next(): Promise<void>;
  news(after: LogPosition): Promise<LiveNews>;
  /** The pulse of a key, which says what `read` reads and up to where. */
  pulse(key: string, read: () => Promise<Pulse>): Promise<Pulse>;
}

/** Shares what `read` answers until `clear`; a failure is shared by those who wait for it, and not kept. */
function shared<T>() {
  const running = new Map<string, Promise<T>>();
  return {
    get(key: string, read: () => Promise<T>): Promise<T> {
      const known = running.get(key);
      if (known) return known;
      const reading = read();
      running.set(key, reading);
      reading.catch(() => running.delete(key));
      return reading;
    },
    clear: () => running.clear(),
  };
}

export function createLiveFeed({ readNews, intervalMs, closing }: LiveFeedOf): LiveFeed {
  const news = shared<LiveNews>();
  const pulses = shared<Pulse>();
  let waiting: (() => void)[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  const wake = () => {
    clearTimeout(timer);
    timer = undefined;
    news.clear();
    pulses.clear();
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  };
  closing?.addEventListener('abort', wake);

  return {
    next: () =>
      new Promise((resolve) => {
        if (closing?.aborted) return resolve();
        waiting.push(resolve);
        timer ??= setTimeout(wake, intervalMs);
      }),
    news: (after) => news.get(positionText(after), () => readNews(after)),
    pulse: (key, read) => pulses.get(key, read),
  };
}
