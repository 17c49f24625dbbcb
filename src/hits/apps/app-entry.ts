import type { Channel } from '../../channels/registry.ts';
import type { Certainty } from '../hit.ts';

/** A preview fetcher of the app. `agent` is tested against the raw User-Agent, case-sensitively, without state. */
export interface Fetcher {
  agent: RegExp;
  /** Default: `sure`. */
  certainty?: Certainty;
  /** Its agent also carries tokens of other apps, to be served like them. It is tried before theirs. */
  carriesOtherTokens?: true;
  /** It runs on the device of the person who shares, so its place is not stored. */
  runsOnSharerDevice?: true;
}

/** Referrers of the app. All match exactly, except `under`. */
export interface Referrers {
  /** Hosts of web pages, lower case. */
  hosts?: readonly string[];
  /** Domains with all their subdomains. */
  under?: readonly string[];
  /** Android packages, case-sensitive. */
  packages?: readonly string[];
  /** Default: `sure`. */
  certainty?: Certainty;
}

/** Everything that Sotto knows about an app in which links are shared or opened. */
export interface AppEntry {
  /** `fr` only if the French name differs. */
  label: { en: string; fr?: string };
  /** The label names the maker of several apps that cannot be distinguished. */
  isMaker?: true;
  /** Channels whose links are expected here; empty if the app has no channel. */
  channels: readonly Channel[];
  /** It also fetches previews for other apps, so a preview does not show where the link was put. */
  fetchesForOtherApps?: true;
  fetchers?: readonly Fetcher[];
  /** Agents of its built-in browser. Tested only against agents that contain `Mozilla/`. */
  inApp?: RegExp;
  /** Agents with which it finds the address of a link that its user follows, to hand this address to the browser. */
  looksUp?: RegExp;
  referrers?: readonly Referrers[];
}
