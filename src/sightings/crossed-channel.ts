import type { ChannelEntry } from '../channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS } from '../channels/registry.ts';
import type { AppEntry } from '../hits/apps/app-entry.ts';
import { APP_ENTRIES, APPS, isApp } from '../hits/apps/apps.ts';
import { CERTAINTIES } from '../hits/hit.ts';
import type { Sighting } from './sighting.ts';

/**
 * Whether a link was seen in an app that its channel is not made for. False if the channel accepts any app, or if the
 * evidence does not exclude the channel's own app: a fetcher that serves both, or an app that is only claimed.
 */
export function isCrossedChannel({
  app,
  certainty,
  channel,
}: Pick<Sighting, 'app' | 'certainty' | 'channel'>): boolean {
  const { acceptsAnyApp }: ChannelEntry = CHANNELS[channel];
  if (acceptsAnyApp || certainty === 'claimed' || !isApp(app)) return false;
  const { channels, fetchesForOtherApps }: AppEntry = APPS[app];
  return !fetchesForOtherApps && !channels.includes(channel);
}

/** Every combination of app, certainty and channel for which `isCrossed` is true, for the store. */
export const CROSSED_CHANNELS = APP_ENTRIES.flatMap(([app]) =>
  CERTAINTIES.flatMap((certainty) =>
    CHANNEL_NAMES.filter((channel) => isCrossedChannel({ app, certainty, channel })).map(
      (channel) => [app, certainty, channel] as const,
    ),
  ),
);
