/**
 * THE list of channels, in the order people see. A new channel is one entry here; everything else is
 * derived.
 */
import type { ChannelEntry } from './channel.ts';
import { headline, intentQuery, LINE_BREAK, message } from './share-intent.ts';

export const CHANNELS = {
  whatsapp: {
    label: { en: 'WhatsApp', fr: 'WhatsApp' },
    kind: 'private',
    colour: { light: '#0c7a4a', dark: '#46ce83' },
    slugSuffix: 'wa',
    utm: { source: 'whatsapp', medium: 'social', content: 'private' },
    previewAgents: [{ pattern: /^WhatsApp\/\d+\.\d/, app: 'whatsapp', certainty: 'sure', fromSharer: true }],
    shareIntent: (text) => `https://wa.me/?${intentQuery({ text: message(text) })}`,
  },
  email: {
    label: { en: 'Email', fr: 'E-mail' },
    kind: 'private',
    colour: { light: '#1e61c5', dark: '#6babf7' },
    slugSuffix: 'mail',
    utm: { source: 'email', medium: 'email', content: 'private' },
    previewAgents: [],
    shareIntent: (text) => {
      const body = message(text, LINE_BREAK + LINE_BREAK);
      return `mailto:?${intentQuery({ subject: headline(text) ?? text.host, body })}`;
    },
  },
  slack: {
    label: { en: 'Slack', fr: 'Slack' },
    kind: 'private',
    colour: { light: '#783394', dark: '#c885e5' },
    slugSuffix: 'slack',
    utm: { source: 'slack', medium: 'social', content: 'private' },
    // Slack-ImgProxy is not among them: it fetches images, which tells of no paste.
    previewAgents: [{ pattern: /\bSlackbot(?:-LinkExpanding)? \d/, app: 'slack', certainty: 'sure' }],
    shareIntent: null,
  },
  copy: {
    label: { en: 'Copied link', fr: 'Lien copié' },
    kind: 'private',
    colour: { light: '#9e4500', dark: '#f39e4c' },
    slugSuffix: 'copy',
    utm: { source: 'copy', medium: 'social', content: 'private' },
    previewAgents: [],
    shareIntent: null,
  },
  teams: {
    label: { en: 'Teams', fr: 'Teams' },
    kind: 'private',
    colour: { light: '#5042b2', dark: '#8582f0' },
    slugSuffix: 'teams',
    utm: { source: 'teams', medium: 'social', content: 'private' },
    previewAgents: [
      // Skype's fetcher serves all of Microsoft's messengers.
      { pattern: /\bSkypeUriPreview\b/, app: 'teams', certainty: 'family' },
      { pattern: /\bMicrosoft Teams\b/, app: 'teams', certainty: 'sure' },
    ],
    shareIntent: (text) =>
      `https://teams.microsoft.com/share?${intentQuery({ href: text.shortUrl, msgText: headline(text) })}`,
  },
  telegram: {
    label: { en: 'Telegram', fr: 'Telegram' },
    kind: 'private',
    colour: { light: '#1178a5', dark: '#6eccec' },
    slugSuffix: 'tg',
    utm: { source: 'telegram', medium: 'social', content: 'private' },
    previewAgents: [{ pattern: /\bTelegramBot\b/, app: 'telegram', certainty: 'sure' }],
    shareIntent: (text) =>
      `https://t.me/share/url?${intentQuery({ url: text.shortUrl, text: headline(text) })}`,
  },
  signal: {
    label: { en: 'Signal', fr: 'Signal' },
    kind: 'private',
    colour: { light: '#2031c2', dark: '#3581f6' },
    slugSuffix: 'sig',
    utm: { source: 'signal', medium: 'social', content: 'private' },
    // Signal says `WhatsApp/2` (before: `WhatsApp`) to be given cards; look-alikes add a parenthesis.
    previewAgents: [
      { pattern: /^WhatsApp(?:\/2)?(?: ?\(|$)/, app: 'signal', certainty: 'family', fromSharer: true },
    ],
    shareIntent: null,
  },
  messenger: {
    label: { en: 'Messenger', fr: 'Messenger' },
    kind: 'private',
    colour: { light: '#b01b8e', dark: '#f66bb9' },
    slugSuffix: 'msgr',
    utm: { source: 'messenger', medium: 'social', content: 'private' },
    // Meta's fetchers do not tell Messenger from Facebook: they stand with `facebook`.
    previewAgents: [],
    shareIntent: null,
  },
  sms: {
    label: { en: 'SMS', fr: 'SMS' },
    kind: 'private',
    colour: { light: '#607607', dark: '#91e55b' },
    slugSuffix: 'sms',
    utm: { source: 'sms', medium: 'sms', content: 'private' },
    // Apple's link previews, in iMessage and wherever else an app shows them.
    previewAgents: [
      {
        pattern: /facebookexternalhit\/.*Twitterbot\//,
        app: 'imessage',
        certainty: 'family',
        fromSharer: true,
      },
    ],
    // iOS reads the body after `&`, Android after `?`.
    shareIntent: (text) => `sms:?&${intentQuery({ body: message(text, LINE_BREAK) })}`,
  },
  discord: {
    label: { en: 'Discord', fr: 'Discord' },
    kind: 'private',
    colour: { light: '#441b8c', dark: '#baa4f9' },
    slugSuffix: 'dc',
    utm: { source: 'discord', medium: 'social', content: 'private' },
    previewAgents: [{ pattern: /\bDiscordbot\//, app: 'discord', certainty: 'sure' }],
    shareIntent: null,
  },
  linkedin: {
    label: { en: 'LinkedIn', fr: 'LinkedIn' },
    kind: 'public',
    colour: { light: '#064d70', dark: '#3d96c6' },
    slugSuffix: 'li',
    utm: { source: 'linkedin', medium: 'social' },
    previewAgents: [{ pattern: /\bLinkedInBot\//, app: 'linkedin', certainty: 'sure' }],
    shareIntent: (text) =>
      `https://www.linkedin.com/sharing/share-offsite/?${intentQuery({ url: text.shortUrl })}`,
  },
  x: {
    label: { en: 'X', fr: 'X' },
    kind: 'public',
    colour: { light: '#202127', dark: '#e8ebf2' },
    slugSuffix: 'x',
    utm: { source: 'x', medium: 'social' },
    previewAgents: [{ pattern: /^Twitterbot\//, app: 'x', certainty: 'sure' }],
    shareIntent: (text) =>
      `https://x.com/intent/tweet?${intentQuery({ url: text.shortUrl, text: headline(text) })}`,
  },
  facebook: {
    label: { en: 'Facebook', fr: 'Facebook' },
    kind: 'public',
    colour: { light: '#112c6f', dark: '#bdcdf6' },
    slugSuffix: 'fb',
    utm: { source: 'facebook', medium: 'social' },
    // One family for Facebook, Messenger, Instagram and Threads; others borrow its first name and add their
    // own.
    previewAgents: [
      {
        pattern: /\bfacebookexternalhit\/(?!.*(?:Twitterbot|line-poker|kakaotalk-scrap))/,
        app: 'meta',
        certainty: 'family',
      },
      { pattern: /\bfacebookcatalog\/|\bmeta-externalfetcher\//, app: 'meta', certainty: 'family' },
    ],
    shareIntent: (text) => `https://www.facebook.com/sharer/sharer.php?${intentQuery({ u: text.shortUrl })}`,
  },
  reddit: {
    label: { en: 'Reddit', fr: 'Reddit' },
    kind: 'public',
    colour: { light: '#cc2a1b', dark: '#fe674c' },
    slugSuffix: 'rdt',
    utm: { source: 'reddit', medium: 'social' },
    previewAgents: [{ pattern: /\bredditbot\//, app: 'reddit', certainty: 'sure' }],
    shareIntent: (text) =>
      `https://www.reddit.com/submit?${intentQuery({ url: text.shortUrl, title: headline(text) })}`,
  },
  bluesky: {
    label: { en: 'Bluesky', fr: 'Bluesky' },
    kind: 'public',
    colour: { light: '#086569', dark: '#84f0ef' },
    slugSuffix: 'bsky',
    utm: { source: 'bluesky', medium: 'social' },
    previewAgents: [{ pattern: /\bBluesky Cardyb\b/, app: 'bluesky', certainty: 'sure' }],
    shareIntent: (text) => `https://bsky.app/intent/compose?${intentQuery({ text: message(text) })}`,
  },
  qr: {
    label: { en: 'QR code', fr: 'Code QR' },
    kind: 'offline',
    colour: { light: '#5f636a', dark: '#999fa8' },
    slugSuffix: 'qr',
    utm: { source: 'qr', medium: 'qr' },
    previewAgents: [],
    shareIntent: null,
  },
  native: {
    label: { en: 'Share menu', fr: 'Menu de partage' },
    kind: 'private',
    colour: { light: '#044c35', dark: '#46b3a6' },
    slugSuffix: 'share',
    utm: { source: 'native', medium: 'social', content: 'private' },
    previewAgents: [],
    shareIntent: null,
  },
  other: {
    label: { en: 'Other', fr: 'Autre' },
    kind: 'private',
    colour: { light: '#5c4221', dark: '#d2ba92' },
    slugSuffix: 'other',
    utm: { source: 'other', medium: 'social', content: 'private' },
    // Apps without a channel of their own.
    previewAgents: [
      { pattern: /\bline-poker\//, app: 'line', certainty: 'sure' },
      { pattern: /\bkakaotalk-scrap\//, app: 'kakaotalk', certainty: 'sure' },
      { pattern: /\bMastodon\/\d/, app: 'mastodon', certainty: 'sure' },
    ],
    shareIntent: null,
  },
} as const satisfies Record<string, ChannelEntry>;

export type Channel = keyof typeof CHANNELS;

/** Every channel, in the order of the registry. */
export const CHANNEL_NAMES = Object.keys(CHANNELS) as [Channel, ...Channel[]];

export function isChannel(text: string): text is Channel {
  return Object.hasOwn(CHANNELS, text);
}
