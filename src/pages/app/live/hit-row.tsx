/** One request in the live list: when, counted as what, on which link, from where, and why. */
import type { LiveHit } from '../../../hits/live/live-hit.ts';
import { REASONS, type Reason } from '../../../hits/reasons.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { appName, channelLabel } from '../parts/name-texts.ts';
import { ListTitle, Tick } from '../parts/names.tsx';
import { dayOfInstant } from '../period.ts';
import { LIVE_WORDS } from './words.ts';

interface RowOf {
  view: View;
  hit: LiveHit;
}

const isReason = (text: string): text is Reason => Object.hasOwn(REASONS, text);

/** Country, device and browser, as far as they are known. */
function whereOf({ view, hit }: RowOf): string[] {
  const { words, format } = view;
  const devices: Record<string, string> = words.readers.device;
  const { country, device, browser, os } = hit;
  const system = hit.kind === 'click' || hit.kind === 'repeat' ? null : os;
  return [
    country === null ? null : format.country(country),
    device === null ? null : (devices[device] ?? device),
    browser,
    system,
  ].filter((text) => text !== null);
}

function appOf({ view, hit }: RowOf): string | null {
  const words = LIVE_WORDS[view.language];
  if (hit.app === null) return null;
  const name = appName(hit.app, view.language);
  if (hit.kind === 'preview') return words.shownIn(name);
  return hit.kind === 'bot' || hit.kind === 'scanner' ? name : words.inApp(name);
}

function whyOf({ view, hit }: RowOf): string | null {
  const words = LIVE_WORDS[view.language];
  if (hit.reason !== null) return isReason(hit.reason) ? words.reasons[hit.reason] : hit.reason;
  if (hit.kind !== 'click') return null;
  return hit.unique === null ? words.unrecognized : hit.unique ? words.first : words.again;
}

/** The time; with its day if that is not today. */
function Time({ view, hit }: RowOf) {
  const { format, zone, now } = view;
  const at = Date.parse(hit.at);
  const day = dayOfInstant(at, zone);
  return (
    <time datetime={hit.at}>
      {day === dayOfInstant(now, zone) ? null : <span class="sub">{format.day(day, 'short')}</span>}
      {format.time(at, true)}
    </time>
  );
}

export function HitRow({ view, hit }: RowOf) {
  const words = LIVE_WORDS[view.language];
  const [where, app, why] = [whereOf({ view, hit }).join(' · '), appOf({ view, hit }), whyOf({ view, hit })];
  const slug = hit.shortUrl.slice(hit.shortUrl.lastIndexOf('/') + 1);
  return (
    <tr role="row" class={hit.kind} id={hit.id} data-sequence={hit.sequence}>
      <td role="cell" class="tm">
        <Time view={view} hit={hit} />
      </td>
      <td role="cell" class="kd">
        <span class="kind">
          <Icon name={hit.kind} />
          {words.kinds[hit.kind]}
        </span>
      </td>
      <td role="cell" class="what wide">
        <ListTitle href={view.to(`/app/contents/${hit.contentId}`)} title={hit.title} url={hit.url} />
        <span class="path">
          <span class={`cn c-${hit.channel}`}>
            <Tick channel={hit.channel} />
            {channelLabel(hit.channel, view.language)}
          </span>
          <span class="sl">
            {slug}
            {hit.mark === null ? null : <b>.{hit.mark}</b>}
          </span>
        </span>
      </td>
      <td role="cell" class="aux-d">
        {where}
        {app === null ? null : <span class="sub">{app}</span>}
      </td>
      <td role="cell" class="why aux-d">
        {why}
      </td>
      <td role="cell" class="auxrow">
        {[where, app, why].filter((text) => text !== null && text !== '').join(' · ')}
      </td>
    </tr>
  );
}

/** A row as text, for pages that are open already. */
export const rowText = (view: View, hit: LiveHit): string => String(<HitRow view={view} hit={hit} />);
