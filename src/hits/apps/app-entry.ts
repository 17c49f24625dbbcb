import type { Channel } from '../../channels/registry.ts';
import type { Certainty } from '../hit.ts';

/**
 * What fetches a preview for the app. `agent` is tested against the raw User-Agent, case-sensitively, and keeps
 * no state.
 */
export interface Fetcher {
  agent: RegExp;
  /** `sure` unless said. */
  certainty?: Certainty;
  /** It carries the tokens of other apps too, to be given their cards: it is tried before theirs. */
  borrows?: true;
  /** It runs on the device of the person who shares: where it is and who it is, is not kept. */
  fromSharer?: true;
}

/** Where the app's links seem to come from: exactly these, by scheme too, except `under`. */
export interface Referrers {
  /** Hosts of web pages, lower case. */
  hosts?: readonly string[];
  /** Domains: they and every host below them. */
  under?: readonly string[];
  /** Android packages, case-sensitive. */
  packages?: readonly string[];
  /** `sure` unless said. */
  certainty?: Certainty;
}

/** All that Sotto knows about one app in which links are put or opened. */
export interface AppEntry {
  /** `fr` only where French has a name of its own. */
  label: { en: string; fr?: string };
  /** The label names the maker of several apps that cannot be told apart. */
  isMaker?: true;
  /** Links of these channels are expected here; none where the app has no channel of its own. */
  channels: readonly Channel[];
  /** It also looks for other apps: what it fetched may have been put into any. */
  looksForOthers?: true;
  fetchers?: readonly Fetcher[];
  /** Agents of people in its built-in browser; looked for only in agents of a browser's form. */
  inApp?: RegExp;
  referrers?: readonly Referrers[];
}
