import { describe, expect, it } from 'vitest';
import { CHANNEL_NAMES } from '../../../src/channels/registry.ts';
import { APP_ENTRIES, type App } from '../../../src/hits/apps/apps.ts';
import { CROSSED_CHANNELS, isCrossedChannel } from '../../../src/sightings/crossed-channel.ts';

const crossed = (
  channel: (typeof CHANNEL_NAMES)[number],
  app: App,
  certainty = 'sure' as 'sure' | 'family',
) => isCrossedChannel({ channel, app, certainty });

describe('a link', () => {
  it('crosses channels when it is seen in the app of another', () => {
    expect(crossed('whatsapp', 'slack')).toBe(true);
    expect(crossed('slack', 'linkedin')).toBe(true);
    expect(crossed('linkedin', 'slack')).toBe(true);
    expect(crossed('whatsapp', 'signal', 'family')).toBe(true);
  });

  it('crosses into an app that has no channel', () => {
    expect(crossed('whatsapp', 'line')).toBe(true);
    expect(crossed('slack', 'mastodon')).toBe(true);
  });

  it.each(APP_ENTRIES.flatMap(([app, { channels }]) => channels.map((channel) => [channel, app] as const)))(
    'of %s belongs in %s',
    (channel, app) => {
      expect(crossed(channel, app)).toBe(false);
      expect(crossed(channel, app, 'family')).toBe(false);
    },
  );

  it.each(['copy', 'email', 'qr', 'native', 'other'] as const)('of %s belongs in any app', (channel) => {
    expect(APP_ENTRIES.filter(([app]) => crossed(channel, app))).toEqual([]);
  });

  it.each(['facebook', 'messenger', 'whatsapp'] as const)('of %s belongs in an app of Meta', (channel) => {
    expect(crossed(channel, 'meta', 'family')).toBe(false);
    expect(crossed('slack', 'meta', 'family')).toBe(true);
  });

  it('crosses nothing where the fetcher looks for other apps too', () => {
    for (const app of ['imessage', 'google', 'bing', 'iframely', 'embedly'] as const) {
      expect(CHANNEL_NAMES.filter((channel) => crossed(channel, app, 'family'))).toEqual([]);
    }
  });

  it('crosses nothing on the word of an app, or in one that nobody knows', () => {
    expect(isCrossedChannel({ channel: 'whatsapp', app: 'slack', certainty: 'claimed' })).toBe(false);
    expect(isCrossedChannel({ channel: 'whatsapp', app: 'toString', certainty: 'sure' })).toBe(false);
  });
});

it('tells the store exactly what crosses', () => {
  const listed = new Set(CROSSED_CHANNELS.map(String));
  expect(listed.size).toBe(CROSSED_CHANNELS.length);
  for (const [app] of APP_ENTRIES) {
    for (const channel of CHANNEL_NAMES) {
      for (const certainty of ['sure', 'family', 'claimed'] as const) {
        const name = String([app, certainty, channel]);
        expect(listed.has(name), name).toBe(isCrossedChannel({ app, certainty, channel }));
      }
    }
  }
});
