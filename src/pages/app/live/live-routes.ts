import { createLiveFeed } from '../../../hits/live/live-feed.ts';
import { type LiveFilter, parsePosition } from '../../../hits/live/live-hit.ts';
import { readPulse } from '../../../hits/live/pulse.ts';
import { readNewest, readNews } from '../../../hits/live/read-live.ts';
import { createStreamPlaces } from '../../../hits/live/stream-places.ts';
import type { Deps } from '../../../ports.ts';
import { SECOND } from '../../../time.ts';
import type { AppContext } from '../env.ts';
import { viewFor } from '../frame/show-page.tsx';
import { messagePage } from '../message-page.tsx';
import { page } from '../page-route.ts';
import { dayOfInstant } from '../period.ts';
import { messageOf, pulseText } from './live-message.tsx';
import { livePage, MOST_ROWS } from './live-page.tsx';
import { readLiveFilter } from './live-query.ts';
import { streamLive } from './live-stream.ts';

/** How soon a request is shown. */
const INTERVAL_MS = SECOND;
/** Tabs that are not looked at close theirs. */
const PLACES = { perMember: 4, total: 50 };
/** When a page whose stream found no place may try again. */
const RETRY_S = 30;

const filterOf = (c: AppContext): LiveFilter => readLiveFilter(new URL(c.req.url).searchParams);

const todayOf = (c: AppContext) => {
  const { zone, now } = viewFor(c);
  return { today: dayOfInstant(now, zone), timezone: zone };
};

/** Where the reader is: a browser that connects again says so in a header. */
const positionOf = (c: AppContext) =>
  parsePosition(c.req.header('Last-Event-ID') ?? '') ?? parsePosition(c.req.query('after') ?? '');

/** Streams where one process answers everybody; elsewhere pages ask for news. */
export function liveRoutes(deps: Deps) {
  const isStreamed = deps.runtime.kind === 'node';
  const places = createStreamPlaces(PLACES);
  const feed = createLiveFeed({
    readNews: (after) => readNews(deps, after),
    intervalMs: INTERVAL_MS,
    closing: deps.closing,
  });
  const positionNow = async () => (await deps.store.hitList.news(null, 0)).position;

  return [
    page('GET /app/live', async (c) => {
      const filter = filterOf(c);
      const { contentId } = filter;
      const [newest, content] = await Promise.all([
        readNewest(c.var.deps, filter, MOST_ROWS),
        contentId === null ? undefined : deps.store.contents.get(contentId),
      ]);
      // Afterwards: a click on the page that the pulse does not count would not be told as news either.
      const pulse = await readPulse(c.var.deps, filter, todayOf(c));
      return livePage(c, { filter, ...newest, pulse, content, isStreamed });
    }),

    page('GET /app/live/stream', async (c) => {
      if (!isStreamed) return messagePage(c, 404, 'missing');
      // Nobody would read the events.
      if (c.req.method === 'HEAD') return c.body(null, 200, { 'Content-Type': 'text/event-stream' });
      const after = positionOf(c) ?? (await positionNow());
      const replaced = new AbortController();
      const ended = places.take(c.var.member.id, () => replaced.abort());
      if (ended === null)
        return c.text('Too many live pages are open.', 503, { 'Retry-After': String(RETRY_S) });
      return streamLive(c, { feed, filter: filterOf(c), after, replaced: replaced.signal, ended });
    }),

    page('GET /app/live/news', async (c) => {
      const filter = filterOf(c);
      const view = viewFor(c);
      const news = await readNews(c.var.deps, positionOf(c) ?? (await positionNow()));
      const message = messageOf(view, filter, news);
      if (c.req.query('pulse') === undefined) return c.json(message);
      return c.json({ ...message, pulse: pulseText(view, await readPulse(c.var.deps, filter, todayOf(c))) });
    }),
  ];
}
