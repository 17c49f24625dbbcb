import { CHANNEL_NAMES, CHANNELS, type Channel } from '../channels/registry.ts';
import type { Content } from '../links/contents/content.ts';
import type { Link } from '../links/link.ts';
import type { Deps } from '../ports.ts';
import { shortUrl } from '../urls/short-url.ts';
import { type Embed, embedHtml } from './embed-html.ts';

type Asked = Pick<Embed, 'language' | 'look' | 'key' | 'copiedText'> & {
  /** Null: the channels for which the content has links, and the device's own share menu. */
  channels: readonly Channel[] | null;
};

/** What the page itself passes on: into the clipboard, and to the device's share menu. */
const PASSED_ON: readonly Channel[] = ['copy', 'native'];

/** More than the links of a content that buttons are shown for. */
const MOST_LINKS = 200;

/** Whether the link leads everybody to the content, now and later. */
const leadsOn = (link: Link, { url }: Content) =>
  link.url === url &&
  !link.archived &&
  !link.blocked &&
  link.passwordHash === null &&
  link.expiresAt === null &&
  link.startsAt === null &&
  link.maxClicks === null;

/** The HTML of a content's share buttons. It creates nothing: share links find or create what they need. */
export async function contentEmbed(
  { store, settings: { publicUrl } }: Pick<Deps, 'store' | 'settings'>,
  content: Content,
  { channels, ...asked }: Asked,
): Promise<string> {
  const links = await store.links.ofContent(content.rowId, { after: 0, limit: MOST_LINKS });
  const live = links.filter((link) => leadsOn(link, content));
  const own = new Set(live.map(({ channel }) => channel));
  const usual = CHANNEL_NAMES.filter(
    (name) => name === 'native' || (own.has(name) && CHANNELS[name].kind !== 'offline'),
  );
  // With share codes every press has a link of its own, which the page does not know in advance.
  const passedOn = content.shareCodes ? [] : live.filter(({ channel }) => PASSED_ON.includes(channel));
  const shortLinks = new Map(passedOn.toReversed().map((link) => [link.channel, shortUrl(publicUrl, link)]));
  return embedHtml({ ...asked, publicUrl, contentId: content.id, channels: channels ?? usual, shortLinks });
}
