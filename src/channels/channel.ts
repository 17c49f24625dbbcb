import type { Localized } from '../language.ts';

/** The texts of a share intent. `title` is the content's; `host` stands for the content if it has no title. */
export interface IntentText {
  shortUrl: string;
  title: string | null;
  host: string;
}

/** The UTM values of a channel's links, unless the link or its content overrides them. */
export interface ChannelUtm {
  source: string;
  medium: string;
  content?: string;
}

/** Everything that Sotto knows about a channel. */
export interface ChannelEntry {
  label: Localized;
  /** `private` shares are invisible to web analytics; `offline` is print and screens. */
  kind: 'private' | 'public' | 'offline';
  /** Its links may be shared in any app, so that no app is a crossed channel. */
  acceptsAnyApp?: true;
  /** Hex colours of marks, never of text, with a contrast of at least 3:1: `light` on white, `dark` on #16181d. */
  colour: { light: string; dark: string };
  /** The mark of short links that are passed on in this channel; none by default. */
  mark?: string;
  /** The suffix of a content's custom slugs, such as `guide-wa`. */
  slugSuffix: string;
  utm: ChannelUtm;
  /** The URL that opens the app with the text ready to send; null if the app has none. */
  shareIntent: ((text: IntentText) => string) | null;
}
