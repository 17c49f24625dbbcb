/** What the build takes from the registry of channels, so that the script contains nothing else of it. */

/** The name in English and, if it differs, in French. */
type Label = readonly [en: string, fr?: string];

/** By channel, in the order of the registry. Set by `scripts/build.ts`. */
declare const CHANNEL_LABELS: Record<string, Label>;
/** Channels whose app is opened by a link that keeps the page: `mailto:` and `sms:`. Set by `scripts/build.ts`. */
declare const SAME_TAB_CHANNELS: readonly string[];

export const labels = CHANNEL_LABELS;
export const opensInSameTab = (channel: string) => SAME_TAB_CHANNELS.includes(channel);
