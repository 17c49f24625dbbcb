import { describe, expect, it } from 'vitest';
import { classifyAgent } from '../../../src/hits/classify/classify.ts';
import { placeOf, runsOnSharersDevice, UNKNOWN_PLACE } from '../../../src/hits/geographic-place.ts';

describe('a place', () => {
  it('is a country', () => {
    expect(placeOf('FR')).toEqual({ country: 'FR', region: '', city: '' });
  });

  it('has the given region and city, cut to the maximum length', () => {
    expect(placeOf('FR', { region: 'Bretagne', city: 'Rennes' })).toEqual({
      country: 'FR',
      region: 'Bretagne',
      city: 'Rennes',
    });
    expect(placeOf('FR', { region: undefined, city: 'x'.repeat(1_000) })).toEqual({
      country: 'FR',
      region: '',
      city: 'x'.repeat(80),
    });
  });

  it('is unknown without its country', () => {
    expect(placeOf('T1', { region: 'Bretagne', city: 'Rennes' })).toEqual(UNKNOWN_PLACE);
  });

  it.each([undefined, null, '', 'XX', 'ZZ', 'T1', 'fr', 'FRA', 'F', 7])(
    'is unknown if it is %j',
    (country) => {
      expect(placeOf(country)).toEqual(UNKNOWN_PLACE);
    },
  );
});

describe('a preview', () => {
  it.each([
    ['WhatsApp/2.23.20.0 A', true],
    ['WhatsApp/2', true],
    ['WebexTeams', true],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0', true],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', false],
    ['TelegramBot (like TwitterBot)', false],
  ])('of %s runs on the device of the sharer: %s', (userAgent, own) => {
    expect(runsOnSharersDevice(classifyAgent(userAgent))).toBe(own);
  });

  it('differs from a click in the same app', () => {
    expect(runsOnSharersDevice({ kind: 'click', app: 'whatsapp' })).toBe(false);
  });
});
