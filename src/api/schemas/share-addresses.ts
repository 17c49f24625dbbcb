import type { ChannelEntry } from '../../channels/channel.ts';
import { CHANNELS } from '../../channels/registry.ts';
import type { Settings } from '../../ports.ts';
import type { Shared } from '../../shares/record-share.ts';
import { shortUrl } from '../../urls/short-url.ts';

/** The short link of a share, with its code or the mark of its channel, and the address that opens the app with it. */
export function shareAddresses(
  { publicUrl }: Pick<Settings, 'publicUrl'>,
  { content, link, share }: Pick<Shared, 'content' | 'link' | 'share'>,
): { shortUrl: string; shareUrl: string | null } {
  const { shareIntent, mark }: ChannelEntry = CHANNELS[link.channel];
  const short = shortUrl(publicUrl, link, share?.code ?? mark);
  const text = { shortUrl: short, title: link.title ?? content.title, host: new URL(link.url).host };
  return { shortUrl: short, shareUrl: shareIntent?.(text) ?? null };
}
