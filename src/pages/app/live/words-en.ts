/** The English texts of the live list. Its type is the catalogue: French must have the same entries. */
import type { HitKind } from '../../../hits/hit.ts';
import type { Reason } from '../../../hits/reasons.ts';
import type { Format } from '../words/format.ts';

const kinds: Record<HitKind, string> = {
  click: 'Click',
  repeat: 'Double click',
  preview: 'Preview',
  prefetch: 'Prefetch',
  scanner: 'Mail scanner',
  bot: 'Bot',
};

const reasons: Record<Reason, string> = {
  own: 'by the person who shared the link',
  own_test: 'your own test',
  head: 'a program asked for the headers only',
  method: 'a program sent data',
  prefetch: 'a browser loaded ahead',
  prerender: 'a browser rendered ahead',
  legacy_purpose: 'a browser loaded ahead',
  preview_agent: 'an app’s preview fetcher',
  preview_words: 'a preview fetcher of an unknown app',
  scanner_agent: 'a product that checks links in emails',
  isbot: 'a program that identifies itself',
  empty_agent: 'a program without a name',
  absurd_agent: 'a program with an absurd name',
  no_browser: 'not a known browser',
  embedded: 'loaded inside a page, such as an image',
  no_fetch_metadata: 'one sign of a program',
  hosting_network: 'from a hosting provider’s network',
  burst: 'one of several links within seconds',
  look_up: 'an Office program looked first',
  two_signs: 'two signs of a program',
  repeat: 'same person, a moment later',
};

export const en = {
  title: 'Live',
  today: (clicks: number, { number, plural }: Format) => [
    clicks === 0 ? 'No clicks' : `${number(clicks)} ${plural(clicks, 'click', 'clicks')}`,
    ' today so far',
  ],
  lastAt: (time: string, clicks: number) => (clicks === 1 ? `, at ${time}.` : `; the last one at ${time}.`),
  noLast: '.',
  lead: 'Every request as it arrives: how it was counted, and why. A count may still change within seconds, when a later request shows that it was a scanner or a program.',
  hour: 'The last hour',
  quietHour: 'No clicks in the last hour.',
  perMinute: 'Clicks per minute.',
  minute: 'Minute',
  requests: 'Requests',
  note: 'New requests appear on their own.',
  noScript: 'Without JavaScript, reload the page.',
  everything: 'Everything',
  kinds,
  reasons,
  heads: { time: 'Time', kind: 'Counted as', link: 'Link', where: 'Where', why: 'Why' },
  shownIn: (app: string) => `shown in ${app}`,
  inApp: (app: string) => `in ${app}`,
  first: 'first today',
  again: 'same person again today',
  unrecognized: 'visitor not recognized',
  none: 'No requests yet. They appear here as soon as somebody opens a short link.',
  noMatch: 'No request matches the filter yet.',
  page: 'Page',
  pause: 'Pause',
  resume: 'Resume',
  /** Filled in by the script. */
  more: ['Show 1 new request', 'Show {} new requests'],
  arrived: ['1 new request', '{} new requests'],
  cut: 'More requests came than can be shown; some are left out here. They are counted.',
  lost: 'The connection is lost. Trying again …',
  ended: 'Your session has ended. Reload the page to sign in.',
};
