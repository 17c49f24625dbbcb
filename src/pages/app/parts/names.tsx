/** Names of channels, titles and addresses as parts of pages. */
import type { Child } from 'hono/jsx';
import type { Channel } from '../../../channels/registry.ts';
import type { View } from '../frame/view.ts';
import { channelLabel, kindOf, nameText, shortAddress } from './name-texts.ts';

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

/** The title of a content, or its address if it has none. Titles are what people write, in any direction. */
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
