/** Names of channels and apps, titles and addresses as texts, as every page and file writes them. */
import type { ChannelEntry } from '../../../channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS, type Channel } from '../../../channels/registry.ts';
import type { AppEntry } from '../../../hits/apps/app-entry.ts';
import { APPS, appLabel, isApp } from '../../../hits/apps/apps.ts';
import type { Language } from '../../../language.ts';
import type { View } from '../frame/view.ts';

export const isChannel = (text: unknown): text is Channel => (CHANNEL_NAMES as unknown[]).includes(text);

export const channelLabel = (channel: Channel, language: Language): string =>
  CHANNELS[channel].label[language];

export const kindOf = (channel: Channel): ChannelEntry['kind'] => CHANNELS[channel].kind;

/** The name of an app; its id if the list no longer has it. */
export const appName = (app: string, language: Language): string =>
  isApp(app) ? appLabel(app)[language] : app;

/** What an app's name leaves open: several apps of one maker, or apps of its kind, ask in the same way. */
export function appNote(app: string, { words }: View): string | null {
  if (!isApp(app)) return null;
  const { isMaker, fetchers = [] }: AppEntry = APPS[app];
  if (isMaker) return words.seen.ofItsMaker;
  return fetchers.length > 0 && fetchers.every(({ certainty }) => certainty === 'family')
    ? words.seen.ofItsKind
    : null;
}

const MAX_TITLE = 300;

// Signs that change the direction of any text that follows them.
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** The beginning of a long text, without half a character at its end. */
const shorten = (text: string): string =>
  text.length > MAX_TITLE ? `${text.slice(0, MAX_TITLE).replace(/\p{Cs}$/u, '')}…` : text;

/** A title as text: of bounded length, in one direction, with spaces that do not break before French signs. */
export function titleText(title: string): string {
  return shorten(title)
    .replaceAll(TURNS, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[:;!?%»])/g, '\u00a0');
}

/** An address without what is the same everywhere. */
export function shortAddress(url: string): string {
  const text = url.replace(/^https?:\/\/(www\.)?/i, '').replace(/\/$/, '');
  return shorten(text);
}

/** The title of a content, or its address if it has none, as text. */
export const nameText = (title: string | null, url: string): string =>
  title === null || title.trim() === '' ? shortAddress(url) : titleText(title);
