/** THE list of channels, in the order people see. A new channel is one entry here; everything else is derived. */
import type { ChannelEntry } from './channel.ts';
import { headline, intentQuery, LINE_BREAK, message } from './share-intent.ts';

export const CHANNELS = {
  whatsapp: {
    label: { en: 'WhatsApp', fr: 'WhatsApp' },
    kind: 'private',
    colour: { light: '#18592a', dark: '#5ace95' },
    slugSuffix: 'wa',
    utm: { source: 'whatsapp', medium: 'social', content: 'private' },
    shareIntent: (text) => `https://wa.me/?${intentQuery({ text: message(text) })}`,
  },
  email: {
    label: { en: 'Email', fr: 'E-mail' },
    kind: 'private',
    acceptsAnyApp: true,
    colour: { light: '#0f4eb9', dark: '#3e77dd' },
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
    colour: { light: '#8a2976', dark: '#b2559f' },
    slugSuffix: 'slack',
    utm: { source: 'slack', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  copy: {
    label: { en: 'Copied link', fr: 'Lien copié' },
    kind: 'private',
    acceptsAnyApp: true,
    colour: { light: '#d57d11', dark: '#f69f3b' },
    slugSuffix: 'copy',
    utm: { source: 'copy', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  teams: {
    label: { en: 'Teams', fr: 'Teams' },
    kind: 'private',
    colour: { light: '#8886ef', dark: '#b2a1fe' },
    slugSuffix: 'teams',
    utm: { source: 'teams', medium: 'social', content: 'private' },
    shareIntent: (text) =>
      `https://teams.microsoft.com/share?${intentQuery({ href: text.shortUrl, msgText: headline(text) })}`,
  },
  telegram: {
    label: { en: 'Telegram', fr: 'Telegram' },
    kind: 'private',
    colour: { light: '#069db4', dark: '#31b1c1' },
    slugSuffix: 'tg',
    utm: { source: 'telegram', medium: 'social', content: 'private' },
    shareIntent: (text) =>
      `https://t.me/share/url?${intentQuery({ url: text.shortUrl, text: headline(text) })}`,
  },
  signal: {
    label: { en: 'Signal', fr: 'Signal' },
    kind: 'private',
    colour: { light: '#1b2097', dark: '#8d84fe' },
    slugSuffix: 'sig',
    utm: { source: 'signal', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  messenger: {
    label: { en: 'Messenger', fr: 'Messenger' },
    kind: 'private',
    colour: { light: '#cd3d84', dark: '#f66cb0' },
    slugSuffix: 'msgr',
    utm: { source: 'messenger', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  sms: {
    label: { en: 'SMS', fr: 'SMS' },
    kind: 'private',
    colour: { light: '#567b13', dark: '#c1e170' },
    slugSuffix: 'sms',
    utm: { source: 'sms', medium: 'sms', content: 'private' },
    // iOS reads the body after `&`, Android after `?`.
    shareIntent: (text) => `sms:?&${intentQuery({ body: message(text, LINE_BREAK) })}`,
  },
  discord: {
    label: { en: 'Discord', fr: 'Discord' },
    kind: 'private',
    colour: { light: '#4e2484', dark: '#8a67c6' },
    slugSuffix: 'dc',
    utm: { source: 'discord', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  linkedin: {
    label: { en: 'LinkedIn', fr: 'LinkedIn' },
    kind: 'public',
    colour: { light: '#067db0', dark: '#98dbfc' },
    slugSuffix: 'li',
    utm: { source: 'linkedin', medium: 'social' },
    shareIntent: (text) =>
      `https://www.linkedin.com/sharing/share-offsite/?${intentQuery({ url: text.shortUrl })}`,
  },
  x: {
    label: { en: 'X', fr: 'X' },
    kind: 'public',
    colour: { light: '#28272a', dark: '#eeeef1' },
    slugSuffix: 'x',
    utm: { source: 'x', medium: 'social' },
    shareIntent: (text) =>
      `https://x.com/intent/tweet?${intentQuery({ url: text.shortUrl, text: headline(text) })}`,
  },
  facebook: {
    label: { en: 'Facebook', fr: 'Facebook' },
    kind: 'public',
    colour: { light: '#082661', dark: '#6095d3' },
    slugSuffix: 'fb',
    utm: { source: 'facebook', medium: 'social' },
    shareIntent: (text) => `https://www.facebook.com/sharer/sharer.php?${intentQuery({ u: text.shortUrl })}`,
  },
  reddit: {
    label: { en: 'Reddit', fr: 'Reddit' },
    kind: 'public',
    colour: { light: '#c7422c', dark: '#e0573c' },
    slugSuffix: 'rdt',
    utm: { source: 'reddit', medium: 'social' },
    shareIntent: (text) =>
      `https://www.reddit.com/submit?${intentQuery({ url: text.shortUrl, title: headline(text) })}`,
  },
  bluesky: {
    label: { en: 'Bluesky', fr: 'Bluesky' },
    kind: 'public',
    colour: { light: '#367e82', dark: '#37979e' },
    slugSuffix: 'bsky',
    utm: { source: 'bluesky', medium: 'social' },
    shareIntent: (text) => `https://bsky.app/intent/compose?${intentQuery({ text: message(text) })}`,
  },
  qr: {
    label: { en: 'QR code', fr: 'Code QR' },
    kind: 'offline',
    acceptsAnyApp: true,
    colour: { light: '#796c62', dark: '#9b8f80' },
    mark: 'qr',
    slugSuffix: 'qr',
    utm: { source: 'qr', medium: 'link' },
    shareIntent: null,
  },
  native: {
    label: { en: 'Share menu', fr: 'Menu de partage' },
    kind: 'private',
    acceptsAnyApp: true,
    colour: { light: '#429c81', dark: '#7ad6c6' },
    slugSuffix: 'share',
    utm: { source: 'native', medium: 'social', content: 'private' },
    shareIntent: null,
  },
  other: {
    label: { en: 'Other', fr: 'Autre' },
    kind: 'private',
    acceptsAnyApp: true,
    colour: { light: '#9c7f55', dark: '#efd1a8' },
    slugSuffix: 'other',
    utm: { source: 'other', medium: 'social', content: 'private' },
    shareIntent: null,
  },
} as const satisfies Record<string, ChannelEntry>;

export type Channel = keyof typeof CHANNELS;

/** Every channel, in the order of the registry. */
export const CHANNEL_NAMES = Object.keys(CHANNELS) as [Channel, ...Channel[]];
