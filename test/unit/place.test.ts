import { describe, expect, it } from 'vitest';
import { judgeAgent } from '../../src/hits/classify.ts';
import { isSharer, NOWHERE, placeOf } from '../../src/hits/place.ts';

describe('a place', () => {
  it('is a country', () => {
    expect(placeOf('FR')).toEqual({ country: 'FR', region: '', city: '' });
  });

  it.each([undefined, null, '', 'XX', 'ZZ', 'T1', 'fr', 'FRA', 'F', 7])(
    'is unknown where it is %j',
    (country) => {
      expect(placeOf(country)).toEqual(NOWHERE);
    },
  );
});

describe('a preview', () => {
  it.each([
    ['WhatsApp/2.23.20.0 A', true],
    ['WhatsApp/2', true],
    ['Mozilla/5.0 (Macintosh) AppleWebKit/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0', true],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', false],
    ['TelegramBot (like TwitterBot)', false],
  ])('of %s comes from the device of whoever shares: %s', (userAgent, own) => {
    expect(isSharer(judgeAgent(userAgent))).toBe(own);
  });

  it('is not to be confused with a click in the same app', () => {
    expect(isSharer({ kind: 'click', app: 'whatsapp' })).toBe(false);
  });
});
