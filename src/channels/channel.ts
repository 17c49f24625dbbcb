import type { Certainty } from '../hits/hit.ts';

/** What a share intent may say. `title` is the content's, `host` names the content where it has no title. */
export interface IntentText {
  shortUrl: string;
  title: string | null;
  host: string;
}

/**
 * A preview fetcher. `pattern` is tested against the raw User-Agent, case-sensitively; it matches no other
 * fetcher's agent, combined tokens included, so the order in which patterns are tried never matters.
 */
export interface PreviewAgent {
  pattern: RegExp;
  app: string;
  certainty: Certainty;
  /** It runs on the device of the person who shares: where it is and who it is, is not kept. */
  fromSharer?: true;
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
  /** Hex colours with a contrast of at least 4.5:1: `light` on white, `dark` on #16181d. */
  colour: { light: string; dark: string };
  /** Ends the custom slugs of a content: `guide-wa`. */
  slugSuffix: string;
  utm: ChannelUtm;
  previewAgents: readonly PreviewAgent[];
  /** The address that opens the app with the text ready to send; null where the app offers none. */
  shareIntent: ((text: IntentText) => string) | null;
}
