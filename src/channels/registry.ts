/** THE list of channels, in the order people see. A new channel is one entry here; everything else is derived. */
import type { ChannelEntry } from './channel.ts';
import { headline, intentQuery, LINE_BREAK, message } from './share-intent.ts';

export const CHANNELS = {
  whatsapp: {
    label: { en: 'WhatsApp', fr: 'WhatsApp' },
    kind: 'private',
    colour: { light: '#0c7a4a', dark: '#46ce83' },
    slugSuffix: 'wa',
    utm: { source: 'whatsapp', medium: 'social', content: 'private' },
    shareIntent: (text) => `https://wa.me/?${intentQuery({ text: message(text) })}`,
  },
  email: {
    label: { en: 'Email', fr: 'E-mail' },
    kind: 'private',
    acceptsAnyApp: true,
    colour: { light: '#1e61c5', dark: '#6babf7' },
    slugSuffix: 'mail',
    utm: { source: 'email', medium: 'email', content: 'private' },
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
    shareIntent: null,
  },
  copy: {
    label: { en: 'Copied link', fr: 'Lien copié' },
    kind: 'private',
    acceptsAnyApp: true,
    colour: { light: '#9e4500', dark: '#f39e4c' },
    slugSuffix: 'copy',
    utm: { source: 'copy', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  teams: {
    label: { en: 'Teams', fr: 'Teams' },
    kind: 'private',
    colour: { light: '#5042b2', dark: '#8582f0' },
    slugSuffix: 'teams',
    utm: { source: 'teams', medium: 'social', content: 'private' },
    shareIntent: (text) =>
      `https://teams.microsoft.com/share?${intentQuery({ href: text.shortUrl, msgText: headline(text) })}`,
  },
  telegram: {
    label: { en: 'Telegram', fr: 'Telegram' },
    kind: 'private',
    colour: { light: '#1178a5', dark: '#6eccec' },
    slugSuffix: 'tg',
    utm: { source: 'telegram', medium: 'social', content: 'private' },
    shareIntent: (text) =>
      `https://t.me/share/url?${intentQuery({ url: text.shortUrl, text: headline(text) })}`,
  },
  signal: {
    label: { en: 'Signal', fr: 'Signal' },
    kind: 'private',
    colour: { light: '#2031c2', dark: '#3581f6' },
    slugSuffix: 'sig',
    utm: { source: 'signal', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  messenger: {
    label: { en: 'Messenger', fr: 'Messenger' },
    kind: 'private',
    colour: { light: '#b01b8e', dark: '#f66bb9' },
    slugSuffix: 'msgr',
    utm: { source: 'messenger', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  sms: {
    label: { en: 'SMS', fr: 'SMS' },
    kind: 'private',
    colour: { light: '#607607', dark: '#91e55b' },
    slugSuffix: 'sms',
    utm: { source: 'sms', medium: 'sms', content: 'private' },
    // iOS reads the body after `&`, Android after `?`.
    shareIntent: (text) => `sms:?&${intentQuery({ body: message(text, LINE_BREAK) })}`,
  },
  discord: {
    label: { en: 'Discord', fr: 'Discord' },
    kind: 'private',
    colour: { light: '#441b8c', dark: '#baa4f9' },
    slugSuffix: 'dc',
    utm: { source: 'discord', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  linkedin: {
    label: { en: 'LinkedIn', fr: 'LinkedIn' },
    kind: 'public',
    colour: { light: '#064d70', dark: '#3d96c6' },
    slugSuffix: 'li',
    utm: { source: 'linkedin', medium: 'social' },
    shareIntent: (text) =>
      `https://www.linkedin.com/sharing/share-offsite/?${intentQuery({ url: text.shortUrl })}`,
  },
  x: {
    label: { en: 'X', fr: 'X' },
    kind: 'public',
    colour: { light: '#202127', dark: '#e8ebf2' },
    slugSuffix: 'x',
    utm: { source: 'x', medium: 'social' },
    shareIntent: (text) =>
      `https://x.com/intent/tweet?${intentQuery({ url: text.shortUrl, text: headline(text) })}`,
  },
  facebook: {
    label: { en: 'Facebook', fr: 'Facebook' },
    kind: 'public',
    colour: { light: '#112c6f', dark: '#bdcdf6' },
    slugSuffix: 'fb',
    utm: { source: 'facebook', medium: 'social' },
    shareIntent: (text) => `https://www.facebook.com/sharer/sharer.php?${intentQuery({ u: text.shortUrl })}`,
  },
  reddit: {
    label: { en: 'Reddit', fr: 'Reddit' },
    kind: 'public',
    colour: { light: '#cc2a1b', dark: '#fe674c' },
    slugSuffix: 'rdt',
    utm: { source: 'reddit', medium: 'social' },
    shareIntent: (text) =>
      `https://www.reddit.com/submit?${intentQuery({ url: text.shortUrl, title: headline(text) })}`,
  },
  bluesky: {
    label: { en: 'Bluesky', fr: 'Bluesky' },
    kind: 'public',
    colour: { light: '#086569', dark: '#84f0ef' },
    slugSuffix: 'bsky',
    utm: { source: 'bluesky', medium: 'social' },
    shareIntent: (text) => `https://bsky.app/intent/compose?${intentQuery({ text: message(text) })}`,
  },
  qr: {
    label: { en: 'QR code', fr: 'Code QR' },
    kind: 'offline',
    acceptsAnyApp: true,
    colour: { light: '#5f636a', dark: '#999fa8' },
    slugSuffix: 'qr',
    utm: { source: 'qr', medium: 'link' },
    shareIntent: null,
  },
  native: {
    label: { en: 'Share menu', fr: 'Menu de partage' },
    kind: 'private',
    acceptsAnyApp: true,
    colour: { light: '#044c35', dark: '#46b3a6' },
    slugSuffix: 'share',
    utm: { source: 'native', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  other: {
    label: { en: 'Other', fr: 'Autre' },
    kind: 'private',
    acceptsAnyApp: true,
    colour: { light: '#5c4221', dark: '#d2ba92' },
    slugSuffix: 'other',
    utm: { source: 'other', medium: 'social', content: 'private' },
    shareIntent: null,
  },
} as const satisfies Record<string, ChannelEntry>;

export type Channel = keyof typeof CHANNELS;

/** Every channel, in the order of the registry. */
export const CHANNEL_NAMES = Object.keys(CHANNELS) as [Channel, ...Channel[]];
