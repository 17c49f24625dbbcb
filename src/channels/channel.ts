/** What a share intent may say. `title` is the content's, `host` names the content where it has no title. */
export interface IntentText {
  shortUrl: string;
  title: string | null;
  host: string;
}

/** What a link of the channel adds to its destination unless the link or its content says otherwise. */
export interface ChannelUtm {
  source: string;
  medium: string;
  content?: string;
}

/** All that Sotto knows about one place where people share. */
export interface ChannelEntry {
  label: { en: string; fr: string };
  /**
   * Whether web analytics can see a share there: `private` cannot be seen, `offline` is print and screens.
   */
  kind: 'private' | 'public' | 'offline';
  /** Its links are meant for whatever app people like: wherever one is seen, it is where it belongs. */
  anyApp?: true;
  /** Hex colours with a contrast of at least 4.5:1: `light` on white, `dark` on #16181d. */
  colour: { light: string; dark: string };
  /** Ends the custom slugs of a content: `guide-wa`. */
  slugSuffix: string;
  utm: ChannelUtm;
  /** The address that opens the app with the text ready to send; null where the app offers none. */
  shareIntent: ((text: IntentText) => string) | null;
}
