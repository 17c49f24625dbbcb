/** Server-sent events for one open live page. */
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import type { LogPosition } from '../../../hits/hit-plan.ts';
import type { LiveFeed } from '../../../hits/live/live-feed.ts';
import { type LiveFilter, positionText } from '../../../hits/live/live-hit.ts';
import { readPulse } from '../../../hits/live/pulse.ts';
import { findSession } from '../../../members/session.ts';
import { MINUTE, SECOND } from '../../../time.ts';
import { readSessionCookie } from '../cookie.ts';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import { dayOfInstant } from '../period.ts';
import { type LiveMessage, messageOf, movesPulse, pulseText } from './live-message.tsx';

/** Proxies close a connection on which nothing is sent for some time, and a lost browser is noticed only by sending. */
const QUIET_MS = 10 * SECOND;
const PULSE_EVERY_MS = 10 * SECOND;
/** After this time the browser connects again, from where it was. */
const MAX_MS = 30 * MINUTE;
/** How soon a browser connects again. */
const RETRY_MS = 3 * SECOND;

interface StreamOf {
  feed: LiveFeed;
  filter: LiveFilter;
  after: LogPosition;
  /** Aborted when a newer page of the member has taken the place of this one. */
  replaced: AbortSignal;
  /** Called once the stream has ended, however it did. */
  ended(): void;
}

/** Answers a function that reads what the page has to be told next; 'ended' once its session is over. */
function createSteps(c: AppContext, { feed, filter, after }: StreamOf) {
  const { deps } = c.var;
  const cookie = readSessionCookie(c) ?? '';
  let position = after;
  // The first click changes the pulse at once, the following ones from time to time.
  let pulseAt = Number.NEGATIVE_INFINITY;
  let isPulseOld = false;

  return async (): Promise<LiveMessage | 'ended'> => {
    // Asked each time, so that nothing is sent to a member whose session has been revoked.
    if ((await findSession(deps, cookie)) === null) return 'ended';
    const view = viewFor(c);
    const news = await feed.news(position);
    position = news.position;
    isPulseOld ||= movesPulse(filter, news);
    const message = messageOf(view, filter, news);
    if (!isPulseOld || view.now - pulseAt < PULSE_EVERY_MS) return message;
    [isPulseOld, pulseAt] = [false, view.now];
    const today = { today: dayOfInstant(view.now, view.zone), timezone: view.zone };
    const key = JSON.stringify([filter.channel, filter.contentId, today, position]);
    const pulse = await feed.pulse(key, () => readPulse(deps, filter, today));
    return { ...message, pulse: pulseText(view, pulse) };
  };
}

const isEmpty = ({ rows, isCut, pulse }: LiveMessage) => rows.length === 0 && !isCut && pulse === null;

/** Sends what comes until the page is left, the session ends, or the server stops. */
async function run(c: AppContext, stream: StreamOf, events: SSEStreamingApi): Promise<void> {
  const { clock, closing, log } = c.var.deps;
  const step = createSteps(c, stream);
  const started = clock();
  let sentAt = started;
  const send = async (event: string, data: string, id: string) => {
    await events.writeSSE({ event, data, id });
    sentAt = clock();
  };
  const tell = async (message: LiveMessage) => {
    if (!isEmpty(message)) return send('news', JSON.stringify(message), message.position);
    if (clock() - sentAt >= QUIET_MS) await send('quiet', '', message.position);
  };
  // The first bytes tell the browser, and proxies in between, that the stream is open.
  await events.writeSSE({ event: 'quiet', data: '', id: positionText(stream.after), retry: RETRY_MS });
  const isOver = () => closing?.aborted || events.aborted || clock() - started >= MAX_MS;
  while (!isOver()) {
    await stream.feed.next();
    if (isOver()) return;
    if (stream.replaced.aborted) return await send('replaced', '', '');
    const message = await step().catch((err: unknown) => {
      log.warn({ err }, 'A live list could not be read');
      return null;
    });
    // The browser connects again and goes on from where it was.
    if (message === null) return;
    if (message === 'ended') return await send('ended', '', '');
    await tell(message);
  }
}

export function streamLive(c: AppContext, stream: StreamOf): Response {
  const response = streamSSE(c, async (events) => {
    events.onAbort(stream.ended);
    try {
      await run(c, stream, events);
    } finally {
      stream.ended();
    }
  });
  // As every page, for this member alone; and nobody on the way may hold it back.
  response.headers.set('Cache-Control', 'private, no-store, no-transform');
  response.headers.set('X-Accel-Buffering', 'no');
  return response;
}
