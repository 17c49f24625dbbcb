import { describe, expect, it } from 'vitest';
import type { ChannelEntry } from '../../src/channels/channel.ts';
import { CHANNEL_NAMES, CHANNELS, isChannel } from '../../src/channels/registry.ts';
import { slugProblem } from '../../src/links/slug.ts';
import { contrast, difference } from '../support/colour.ts';

const entries: [string, ChannelEntry][] = Object.entries(CHANNELS);
// What GA4's default channel groups know by name.
const ownMedium = new Map([
  ['email', 'email'],
  ['sms', 'sms'],
  ['qr', 'qr'],
]);

const text = { shortUrl: 'https://go.example/kd7RtzPq6', title: 'A title', host: 'example.org' };

describe.each(entries)('the channel %s', (name, entry) => {
  it('has a label in both languages', () => {
    expect(entry.label.en).toMatch(/\S/);
    expect(entry.label.fr).toMatch(/\S/);
  });

  it('is readable as text on white and on the dark page', () => {
    expect(contrast(entry.colour.light, '#ffffff')).toBeGreaterThanOrEqual(4.5);
    expect(contrast(entry.colour.dark, '#16181d')).toBeGreaterThanOrEqual(4.5);
  });

  it('looks like no other channel', () => {
    for (const [other, { colour }] of entries.filter(([other]) => other !== name)) {
      expect(difference(entry.colour.light, colour.light), `light ${other}`).toBeGreaterThan(0.07);
      expect(difference(entry.colour.dark, colour.dark), `dark ${other}`).toBeGreaterThan(0.07);
    }
  });

  it('has a suffix of its own that may stand in a slug', () => {
    expect(slugProblem(entry.slugSuffix)).toBeNull();
    expect(entry.slugSuffix.length).toBeLessThanOrEqual(5);
    expect(entries.filter(([, other]) => other.slugSuffix === entry.slugSuffix)).toHaveLength(1);
  });

  it('names itself as the source, and says private when analytics cannot see it', () => {
    expect(entry.utm.source).toBe(name);
    expect(entry.utm.medium).toBe(ownMedium.get(name) ?? 'social');
    expect(entry.utm.content).toBe(entry.kind === 'private' ? 'private' : undefined);
  });

  it('has only preview patterns that keep no state between two tests', () => {
    for (const { pattern, app } of entry.previewAgents) {
      expect(pattern.flags).toBe('');
      expect(app).toMatch(/^[a-z]+$/);
    }
  });
});

describe.each(entries.filter(([, entry]) => entry.shareIntent))('the share intent of %s', (_, entry) => {
  it.each([text, { ...text, title: null }])('is a URL that carries the short URL: $title', (said) => {
    const intent = entry.shareIntent?.(said) ?? '';
    expect(URL.canParse(intent)).toBe(true);
    expect(intent).toMatch(/^[\x21-\x7e]+$/);
    expect(intent).toContain(encodeURIComponent(text.shortUrl));
    expect(intent).not.toContain('null');
  });

  it('survives a title with line breaks, signs and half a surrogate pair', () => {
    const intent = entry.shareIntent?.({ ...text, title: 'a&b=c #d +e\r\nBcc: x@example.org \ud83d' }) ?? '';
    expect(intent).toMatch(/^[\x21-\x7e]+$/);
    expect(intent).not.toContain('+');
    expect(intent).not.toContain('#');
    expect(intent).not.toContain('%0D%0ABcc');
    expect(intent).toContain(encodeURIComponent(text.shortUrl));
  });
});

describe('the registry', () => {
  it('lists the channels in the order people see', () => {
    expect(CHANNEL_NAMES.join(' ')).toBe(
      'whatsapp email slack copy teams telegram signal messenger sms discord ' +
        'linkedin x facebook reddit bluesky qr native other',
    );
  });

  it.each(['WhatsApp', '', 'toString', '__proto__', 'fax'])('does not know a channel "%s"', (text) => {
    expect(isChannel(text)).toBe(false);
  });

  it('knows its own', () => {
    expect(CHANNEL_NAMES.every(isChannel)).toBe(true);
  });
});

const safari = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko)';

function fetchersOf(agent: string): string[] {
  return entries.flatMap(([channel, { previewAgents }]) =>
    previewAgents
      .filter(({ pattern }) => pattern.test(agent))
      .map(({ app, certainty }) => `${channel} ${app} ${certainty}`),
  );
}

describe('preview fetchers', () => {
  it.each([
    ['WhatsApp/2.23.20.0 A', 'whatsapp whatsapp sure'],
    ['WhatsApp/2.16.16/i', 'whatsapp whatsapp sure'],
    ['WhatsApp/2', 'signal signal family'],
    ['WhatsApp', 'signal signal family'],
    ['WhatsApp/2 (compatible; AnytypeBot/1.0; +https://anytype.io/bot)', 'signal signal family'],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'slack slack sure'],
    ['Slackbot 1.0 (+https://api.slack.com/robots)', 'slack slack sure'],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', 'teams teams family'],
    ['Mozilla/5.0 (compatible; Microsoft Teams; link preview)', 'teams teams sure'],
    ['TelegramBot (like TwitterBot)', 'telegram telegram sure'],
    ['Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)', 'discord discord sure'],
    ['Twitterbot/1.0', 'x x sure'],
    ['facebookexternalhit/1.1', 'facebook meta family'],
    ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'facebook meta family'],
    ['facebookcatalog/1.0', 'facebook meta family'],
    ['meta-externalfetcher/1.1', 'facebook meta family'],
    ['LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient)', 'linkedin linkedin sure'],
    ['Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)', 'reddit reddit sure'],
    ['Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)', 'bluesky bluesky sure'],
    ['facebookexternalhit/1.1;line-poker/1.0', 'other line sure'],
    ['facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/', 'other kakaotalk sure'],
    ['http.rb/5.1.1 (Mastodon/4.2.10; +https://mastodon.social/)', 'other mastodon sure'],
    [
      `${safari} Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0`,
      'sms imessage family',
    ],
  ])('%s is known by exactly one entry', (agent, fetcher) => {
    expect(fetchersOf(agent)).toEqual([fetcher]);
  });

  it.each([
    'Slack-ImgProxy (+https://api.slack.com/robots)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
    `${safari} discord/0.0.300 Chrome/120.0.0.0 Electron/28.2.10 Safari/537.36`,
    `${safari} Mobile/15E148 [LinkedInApp]/9.29`,
    `${safari} Teams/1.6.00 Electron/19.1.8 Safari/537.36`,
    `${safari} Version/17.4 Mobile/15E148 Safari/604.1`,
    'whatsapp/2.23.20.0',
    '',
  ])('nothing takes "%s" for one', (agent) => {
    expect(fetchersOf(agent)).toEqual([]);
  });
});
