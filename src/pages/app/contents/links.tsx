/** The links of a content, first on its page: people come here to copy. */
import type { ChannelEntry } from '../../../channels/channel.ts';
import { CHANNELS } from '../../../channels/registry.ts';
import type { Link } from '../../../links/link.ts';
import { shortUrl } from '../../../urls/short-url.ts';
import { Icon } from '../frame/icons.tsx';
import type { View } from '../frame/view.ts';
import { CopyButton } from '../parts/copy-button.tsx';
import { Definition } from '../parts/definition.tsx';
import { channelLabel } from '../parts/name-texts.ts';
import { ChannelName } from '../parts/names.tsx';
import { Section } from '../parts/section.tsx';
import { ShortLink } from '../parts/short-link.tsx';
import { QrPopover } from './qr-popover.tsx';
import { type ContentView, MOST_LINKS } from './read-content.ts';

interface LinksOf {
  view: View;
  content: ContentView;
  publicUrl: string;
}

/** What keeps a link from leading on, in words. */
export function stateOf(
  { archived, blocked, expiresAt, startsAt, passwordHash }: Link,
  view: View,
): string[] {
  const { words, now } = view;
  const { links } = words.contents;
  return [
    ...(archived ? [links.archived] : []),
    ...(blocked ? [links.blocked] : []),
    ...(expiresAt !== null && expiresAt <= now ? [links.expired] : []),
    ...(startsAt !== null && startsAt > now ? [links.notYet] : []),
    ...(passwordHash !== null ? [links.protected] : []),
  ];
}

/** The address that opens the channel's app with the link ready to send; null if it has none. */
export function shareAddress(link: Link, title: string | null, url: string): string | null {
  const { shareIntent }: ChannelEntry = CHANNELS[link.channel];
  return shareIntent?.({ shortUrl: url, title, host: URL.parse(link.url)?.host ?? '' }) ?? null;
}

export function Links({ view, content, publicUrl }: LinksOf) {
  const { words, format } = view;
  const { links } = words.contents;
  const notes = [links.note, ...(content.hasMoreLinks ? [links.more(MOST_LINKS, format)] : [])];
  return (
    <Section id="links" head={links.head} notes={notes} isFirst>
      <table role="table" class="fold tn links">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              {words.channels.channel}
            </th>
            <th role="columnheader" scope="col">
              {links.link}
            </th>
            <th role="columnheader" scope="col">
              <span class="vh">{links.actions}</span>
            </th>
            <th role="columnheader" scope="col" class="n">
              <Definition view={view} measure="clicks" />
            </th>
            <th role="columnheader" scope="col" class="n">
              {links.lastClick}
            </th>
            <th role="columnheader" scope="col" class="n">
              <Definition view={view} measure="turnedAway" />
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {content.links.map((row) => (
            <LinkRow view={view} row={row} title={content.content.title} publicUrl={publicUrl} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

interface LinkRowOf {
  view: View;
  row: ContentView['links'][number];
  title: string | null;
  publicUrl: string;
}

function LinkRow({ view, row: { link, totals }, title, publicUrl }: LinkRowOf) {
  const { words, format, now } = view;
  const url = shortUrl(publicUrl, link);
  const last = totals.lastClickAt === null ? words.contents.links.never : format.ago(totals.lastClickAt, now);
  const inWords = [
    words.contents.links.lastClickWas(last),
    ...(totals.turnedAway > 0 ? [words.contents.links.turnedAway(totals.turnedAway, format)] : []),
  ];
  const states = stateOf(link, view);
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <ChannelName view={view} channel={link.channel} />
      </th>
      <td role="cell" class="wide">
        <a class="title" href={view.to(`/app/links/${link.id}`)}>
          <ShortLink url={url} />
        </a>
        {states.length > 0 ? <span class="sub">{format.list(states)}</span> : null}
      </td>
      <td role="cell" class="wide">
        <LinkActions view={view} link={link} title={title} url={url} />
      </td>
      <td role="cell" class="n big">
        {format.number(totals.clicks)}
      </td>
      <td role="cell" class="n aux-d muted">
        {last}
      </td>
      <td role="cell" class="n aux-d">
        {format.number(totals.turnedAway)}
      </td>
      <td role="cell" class="auxrow">
        {inWords.join(' · ')}
      </td>
    </tr>
  );
}

/** Copy, QR code and, where the app can be opened, share. */
export function LinkActions({
  view,
  link,
  title,
  url,
}: {
  view: View;
  link: Link;
  title: string | null;
  url: string;
}) {
  const { words, language } = view;
  const { links } = words.contents;
  const channel = channelLabel(link.channel, language);
  const share = shareAddress(link, title, url);
  return (
    <span class="acts">
      <CopyButton view={view} text={url} label={links.copyOf(channel)} />
      <QrPopover view={view} link={link} />
      {share === null ? null : (
        <a class="btn icon" href={share} aria-label={links.shareOf(channel)} rel="noreferrer" target="_blank">
          <Icon name="share" />
        </a>
      )}
    </span>
  );
}
