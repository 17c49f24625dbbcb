import { describe, expect, it } from 'vitest';
import { fetcherApp, inAppOf } from '../../../src/hits/apps/app-agents.ts';
import type { AppEntry } from '../../../src/hits/apps/app-entry.ts';
import { APP_ENTRIES, APPS, appLabel, isApp } from '../../../src/hits/apps/apps.ts';

const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko)';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0';

describe.each(APP_ENTRIES)('the app %s', (app, entry) => {
  const { label, fetchers = [], inApp, referrers = [] } = entry;

  it('has a plain name in the API and a label for people', () => {
    expect(app).toMatch(/^[a-z]+$/);
    expect(label.en).toMatch(/\S/);
    expect(appLabel(app)).toEqual({ en: label.en, fr: label.fr ?? label.en });
  });

  it('has patterns without state', () => {
    for (const { agent } of fetchers) expect(agent.flags).toBe('');
    expect(inApp?.flags ?? '').toBe('');
  });

  it('can be recognised by at least one sign', () => {
    expect(fetchers.length + referrers.length + (inApp ? 1 : 0)).toBeGreaterThan(0);
  });

  it('lists hosts and packages in their compared form', () => {
    for (const { hosts = [], under = [], packages = [] } of referrers) {
      for (const host of [...hosts, ...under]) expect(new URL(`https://${host}/`).host).toBe(host);
      for (const name of packages) expect(name).toMatch(/^\w+(?:\.\w+)+$/);
    }
  });
});

describe('the apps', () => {
  const withFetchers = APP_ENTRIES.filter(([, { fetchers }]) => fetchers);

  it('are at least 45 with preview fetchers, besides those that only show pages', () => {
    expect(withFetchers.length).toBeGreaterThanOrEqual(45);
  });

  it('share no host and no package', () => {
    const names = APP_ENTRIES.flatMap(([, { referrers = [] }]) =>
      referrers.flatMap(({ hosts = [], under = [], packages = [] }) => [...hosts, ...under, ...packages]),
    );
    expect(names).toEqual([...new Set(names)]);
  });

  it('include the app of every channel that has one', () => {
    const expected = new Set(APP_ENTRIES.flatMap(([, { channels }]) => channels));
    const own =
      'whatsapp slack teams telegram signal messenger sms discord linkedin x facebook reddit bluesky';
    for (const channel of [...own.split(' '), 'email']) expect(expected).toContain(channel);
  });

  it.each(['Slack', '', 'toString', '__proto__', 'fax'])('do not include "%s"', (text) => {
    expect(isApp(text)).toBe(false);
  });

  it('are all found by name', () => {
    expect(Object.keys(APPS).every(isApp)).toBe(true);
  });
});

describe('a fetcher', () => {
  it.each([
    ['WhatsApp/2.23.20.0 A', 'whatsapp', 'sure'],
    ['WhatsApp/2.16.16/i', 'whatsapp', 'sure'],
    ['WhatsApp/2.23.20.0', 'whatsapp', 'sure'],
    ['GBWhatsApp/2.22.10.73 A', 'whatsapp', 'sure'],
    ['WhatsApp/2', 'signal', 'family'],
    ['WhatsApp', 'signal', 'family'],
    ['WhatsApp/2 (compatible; AnytypeBot/1.0; +https://anytype.io/bot)', 'signal', 'family'],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'slack', 'sure'],
    ['Slackbot 1.0 (+https://api.slack.com/robots)', 'slack', 'sure'],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', 'teams', 'family'],
    ['Mozilla/5.0 (compatible; Microsoft Teams; link preview)', 'teams', 'sure'],
    ['TelegramBot (like TwitterBot)', 'telegram', 'sure'],
    ['Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)', 'discord', 'sure'],
    ['Twitterbot/1.0', 'x', 'sure'],
    ['facebookexternalhit/1.1', 'meta', 'family'],
    ['facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)', 'meta', 'family'],
    ['facebookcatalog/1.0', 'meta', 'family'],
    ['meta-externalfetcher/1.1', 'meta', 'family'],
    ['LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient)', 'linkedin', 'sure'],
    ['Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)', 'reddit', 'sure'],
    ['Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)', 'bluesky', 'sure'],
    ['http.rb/5.1.1 (Mastodon/4.2.10; +https://mastodon.social/)', 'mastodon', 'sure'],
    ['Viber', 'viber', 'sure'],
    ['ViberUrlDownloader', 'viber', 'sure'],
    [`${CHROME} Safari/537.36 Rocket.Chat/6.4.0`, 'rocketchat', 'sure'],
    ['Notion/1.0 (https://notion.so; team@makenotion.com)', 'notion', 'sure'],
  ])('%s fetches for %s (%s)', (agent, app, certainty) => {
    expect(fetcherApp(agent)).toMatchObject({ app, certainty });
  });

  it.each([
    [`${SAFARI} Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0`, 'imessage'],
    ['facebookexternalhit/1.1;line-poker/1.0', 'line'],
    ['facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/', 'kakaotalk'],
    [
      'Mozilla/5.0 (compatible; The Lounge IRC Client; +https://github.com/thelounge/thelounge) facebookexternalhit/1.1 Twitterbot/1.0',
      'thelounge',
    ],
    ['Iframely/1.3.1 (+https://iframely.com/docs/about) Atlassian', 'atlassian'],
    ['Iframely/1.3.1 (+https://iframely.com/docs/about)', 'iframely'],
  ])('%s with several names belongs to %s', (agent, app) => {
    expect(fetcherApp(agent)?.app).toBe(app);
  });

  it.each([
    'Slack-ImgProxy (+https://api.slack.com/robots)',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'meta-externalagent/1.1 (+https://developers.facebook.com/docs/sharing/webmasters/crawler)',
    `${CHROME} discord/0.0.300 Electron/28.2.10 Safari/537.36`,
    `${CHROME} Rocket.Chat/3.9.0 Electron/26.2.1 Safari/537.36`,
    `${CHROME} Notion/2.0.41 Electron/22.0.0 Safari/537.36`,
    `${SAFARI} Mobile/15E148 [LinkedInApp]/9.29`,
    `${SAFARI} Mobile/15E148 [Pinterest/iOS]`,
    `${SAFARI} Version/17.4 Mobile/15E148 Safari/604.1`,
    'Pinterest/3.3.3 CFNetwork/609.1.4 Darwin/13.0.0',
    'whatsapp/2.23.20.0',
    'I love WhatsApp/2',
    '',
  ])('is not "%s"', (agent) => {
    expect(fetcherApp(agent)).toBeUndefined();
  });

  it('that also names other apps is tested before their fetchers', () => {
    const borrowing = Object.values<AppEntry>(APPS).filter(({ fetchers = [] }) =>
      fetchers.some(({ carriesOtherTokens }) => carriesOtherTokens),
    );
    expect(borrowing.length).toBeGreaterThanOrEqual(5);
  });
});

describe('a built-in browser', () => {
  it.each([
    [`${CHROME} Mobile Safari/537.36 MetaIAB Facebook`, 'facebook'],
    [`${SAFARI} Mobile/15E148 wxwork/4.1.39 MicroMessenger/7.0.1`, 'wecom'],
    [`${SAFARI} Mobile/15E148 MicroMessenger/8.0.50(0x18003231)`, 'wechat'],
    [`${CHROME} Safari/537.36 Viber`, 'viber'],
    [`${CHROME} Mobile Safari/537.36Snapchat11.59.0.35 (M2006C3LG; gzip)`, 'snapchat'],
    [`${CHROME} Teams/24033.811.2738.2546/49`, 'teams'],
    [`${SAFARI} Mobile/15E148 TeamsMobile-iOS`, 'teams'],
    [`${CHROME} Slack/4.38.125 Electron/30.0.6 Safari/537.36`, 'slack'],
    [`${CHROME} Mobile Safari/537.36 NAVER(inapp; search; 1000; 11.10.5)`, 'naver'],
    [`${CHROME} Mobile Safari/537.36 Zalo android/12100580`, 'zalo'],
    [`Kik/15.15.0.21560 (Android 10) ${CHROME} Mobile Safari/537.36`, 'kik'],
  ])('%s belongs to %s', (agent, app) => {
    expect(inAppOf(agent)).toEqual({ app, certainty: 'sure' });
  });

  it.each(['Slack/396839 CFNetwork/889.9 Darwin/17.2.0', 'Zalo iOS/448', `${CHROME} Safari/537.36`, ''])(
    'is not "%s"',
    (agent) => {
      expect(inAppOf(agent)).toBeUndefined();
    },
  );
});
