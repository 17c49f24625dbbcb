/** Names of channels and apps, and titles: the names of things, as every page writes them. */
import type { Child } from 'hono/jsx';
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

/** The mark of a channel: solid for private, hollow for public, broken for offline. */
export function Tick({ channel }: { channel: Channel }) {
  return <span class={`tick ${kindOf(channel)} c-${channel}`} />;
}

export function ChannelName({ view, channel }: { view: View; channel: Channel }) {
  return (
    <span class="cn">
      <Tick channel={channel} />
      {channelLabel(channel, view.language)}
    </span>
  );
}

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

/** An address that is divided after its folders; a folder is divided only if it is longer than a line. */
export const Address = ({ text }: { text: string }) =>
  text.split(/(?<=[^:/]\/)(?!\/)/).map((folder) => <span class="folder">{folder}</span>);

/** An email address that is divided after its dots and before its @; a part is divided only if it is longer than a line. */
export const MailAddress = ({ email }: { email: string }) => (
  <bdi>
    {email.split(/(?<=\.)|(?=@)/).map((part) => (
      <span class="folder">{part}</span>
    ))}
  </bdi>
);

/** A word that is an address with something in it at which a browser divides it. */
const isDivided = (word: string) => /[-/]/.test(word) && /\/|[\p{L}\p{N}]\.\p{L}/u.test(word);

/** A sentence whose addresses are not divided at hyphens. What touches an address stays with it. */
export const Sentence = ({ text }: { text: string }) =>
  text.split(' ').map((word, at) => (
    <>
      {at > 0 ? ' ' : ''}
      {isDivided(word) ? <Address text={word} /> : word}
    </>
  ));

/** The title of a content, or its address if it has none, as text. */
export const nameText = (title: string | null, url: string): string =>
  title === null || title.trim() === '' ? shortAddress(url) : titleText(title);

/** The same in a page. Titles are what people write, in any direction. */
export function Title({ title, url }: { title: string | null; url: string }) {
  return <bdi>{nameText(title, url)}</bdi>;
}

interface ListTitleOf {
  /** The page of the content, which has the whole title. */
  href: string;
  title: string | null;
  url: string;
  /** Whether another name comes first in the row. */
  isSecond?: boolean;
}

/** A title in a list: two lines at most, and whole in the tooltip. */
export function ListTitle({ href, title, url, isSecond = false }: ListTitleOf) {
  return (
    <a class={isSecond ? 'clip' : 'title clip'} href={href} title={nameText(title, url)}>
      <Title title={title} url={url} />
    </a>
  );
}

/** The address of a content under its title in a list, ended by what separates it from a text after it. */
export function ListAddress({ url, end }: { url: string; end?: Child }) {
  const text = shortAddress(url);
  return (
    <bdi class="clip" title={text}>
      <Address text={text} />
      {end}
    </bdi>
  );
}
