/** What the build takes from the registry of channels, so that the script contains nothing else of it. */

/** The name in English and, if it differs, in French. */
type Label = readonly [en: string, fr?: string];

/** In the order of the registry. Set by `scripts/build.ts`. */
declare const CHANNEL_LABELS: readonly (readonly [channel: string, ...label: Label])[];
/** Channels whose app is opened by a link that keeps the page: `mailto:` and `sms:`. Set by `scripts/build.ts`. */
declare const SAME_TAB_CHANNELS: readonly string[];

/** The name of a channel; undefined for an unknown one. */
export function labelOf(channel: string, isFrench: boolean): string | undefined {
  const [, en, fr] = CHANNEL_LABELS.find(([name]) => name === channel) ?? [];
  return isFrench && fr ? fr : en;
}

export const opensInSameTab = (channel: string) => SAME_TAB_CHANNELS.includes(channel);
