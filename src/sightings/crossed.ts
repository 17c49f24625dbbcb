import type { ChannelEntry } from '../channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS } from '../channels/registry.ts';
import type { AppEntry } from '../hits/apps/app-entry.ts';
import { APP_ENTRIES, APPS, isApp } from '../hits/apps/apps.ts';
import { CERTAINTIES } from '../hits/hit.ts';
import type { Sighting } from './sighting.ts';

/**
 * Whether a link was seen beyond the channel it was minted for. Not where the channel expects any app, nor where the
 * evidence leaves its own app possible: a fetcher that serves it too, or an app that is only claimed.
 */
export function isCrossed({
  app,
  certainty,
  channel,
}: Pick<Sighting, 'app' | 'certainty' | 'channel'>): boolean {
  const { anyApp }: ChannelEntry = CHANNELS[channel];
  if (anyApp || certainty === 'claimed' || !isApp(app)) return false;
  const { channels, looksForOthers }: AppEntry = APPS[app];
  return !looksForOthers && !channels.includes(channel);
}

/** Every app, certainty and channel that `isCrossed` is true of, for the store. */
export const CROSSINGS = APP_ENTRIES.flatMap(([app]) =>
  CERTAINTIES.flatMap((certainty) =>
    CHANNEL_NAMES.filter((channel) => isCrossed({ app, certainty, channel })).map(
      (channel) => [app, certainty, channel] as const,
    ),
  ),
);
