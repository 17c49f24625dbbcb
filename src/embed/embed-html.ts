/** The HTML that a website pastes to show share buttons. Its links work before the script has loaded, and without it. */
import type { ChannelEntry } from '../channels/channel.ts';
import { CHANNELS, type Channel } from '../channels/registry.ts';
import type { Language } from '../language.ts';
import { buttonLabel } from './button-label.ts';

export const LOOKS = ['buttons', 'icons', 'menu'] as const;
export type Look = (typeof LOOKS)[number];

/** The address of the script below the server's: `v1` stays for as long as what pages have pasted must work. */
export const SCRIPT_PATH = '/assets/v1/share.js';

export interface Embed {
  /** Scheme and host of this server. */
  publicUrl: string;
  contentId: string;
  channels: readonly Channel[];
  /** The short links that the page may pass on without asking the server, by channel. */
  shortLinks: ReadonlyMap<Channel, string>;
  language: Language;
  look: Look;
  /** A publishable key; null for a page that reports nothing. */
  key: string | null;
  /** Whether a passage that a reader copies gets the short link of the channel `copy`. */
  copiedText: boolean;
}

/** The element with one plain link for each channel, and the script. */
export function embedHtml(embed: Embed): string {
  const { contentId, channels, language, look, key, copiedText, publicUrl } = embed;
  const attributes = [
    attribute('content', contentId),
    attribute('lang', language),
    ...(look === 'buttons' ? [] : [attribute('look', look)]),
    ...(key === null ? [] : [attribute('pk', key)]),
    ...(copiedText ? [' copied-text'] : []),
  ];
  const links = channels.map((channel) => `  ${linkOf(embed, channel)}\n`);
  const script = `<script async${attribute('src', publicUrl + SCRIPT_PATH)}></script>\n`;
  return `<sotto-share${attributes.join('')}>\n${links.join('')}</sotto-share>\n${script}`;
}

function linkOf({ publicUrl, contentId, shortLinks, language }: Embed, channel: Channel): string {
  const { shareIntent }: ChannelEntry = CHANNELS[channel];
  const href = `${publicUrl}/share/${channel}?content=${encodeURIComponent(contentId)}`;
  const intent = shareIntent?.({ shortUrl: publicUrl, title: null, host: '' }) ?? 'https:';
  const short = shortLinks.get(channel);
  const attributes = [
    attribute('data-channel', channel),
    ...(short === undefined ? [] : [attribute('data-link', short)]),
    attribute('href', href),
    // A program opens beside the page; an address would replace it.
    ...(intent.startsWith('https:') ? [attribute('target', '_blank')] : []),
    attribute('rel', 'noopener nofollow'),
  ];
  return `<a${attributes.join('')}>${escaped(buttonLabel(channel)[language])}</a>`;
}

const attribute = (name: string, value: string) => ` ${name}="${escaped(value)}"`;

const escaped = (text: string) => text.replaceAll(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
