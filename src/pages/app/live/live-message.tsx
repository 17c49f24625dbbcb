/** What an open live page is told: rows as HTML, and from time to time the pulse. */
import {
  accepts,
  isOfLink,
  type LiveFilter,
  type LiveNews,
  positionText,
} from '../../../hits/live/live-hit.ts';
import type { Pulse } from '../../../hits/live/pulse.ts';
import type { View } from '../frame/view.ts';
import { rowText } from './hit-row.tsx';
import { MOST_ROWS } from './live-page.tsx';
import { LastHour, LiveAnswer } from './pulse.tsx';

export interface LiveMessage {
  /** Oldest first. `fits`: the filter accepts it; other rows only replace one that is shown. */
  rows: { id: string; sequence: number; html: string; fits: boolean }[];
  /** Whether requests are left out. */
  isCut: boolean;
  position: string;
  pulse: { answer: string; hour: string } | null;
}

/** The rows of news that a page with this filter shows or has shown. */
export function messageOf(view: View, filter: LiveFilter, news: LiveNews): LiveMessage {
  const fresh = news.hits.filter((hit) => accepts(filter, hit));
  const hits = [...fresh.slice(0, MOST_ROWS), ...news.changed.filter((hit) => isOfLink(filter, hit))];
  const rows = hits
    .sort((a, b) => a.sequence - b.sequence)
    .map((hit) => ({
      id: hit.id,
      sequence: hit.sequence,
      html: rowText(view, hit),
      fits: accepts(filter, hit),
    }));
  return { rows, isCut: news.isCut, position: positionText(news.position), pulse: null };
}

/** Whether clicks have come or gone, so that the pulse is another. */
export const movesPulse = (filter: LiveFilter, { hits, changed }: LiveNews): boolean =>
  hits.some((hit) => hit.kind === 'click' && isOfLink(filter, hit)) ||
  changed.some((hit) => isOfLink(filter, hit));

export const pulseText = (view: View, pulse: Pulse): NonNullable<LiveMessage['pulse']> => ({
  answer: String(<LiveAnswer view={view} pulse={pulse} />),
  hour: String(<LastHour view={view} pulse={pulse} />),
});
