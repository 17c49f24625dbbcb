import { describe, expect, it } from 'vitest';
import { fetcherApp, inAppOf, lookUpApp } from '../../../src/hits/apps/app-agents.ts';
import type { AppEntry } from '../../../src/hits/apps/app-entry.ts';
import { APP_ENTRIES, APPS, appLabel, isApp } from '../../../src/hits/apps/apps.ts';

const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko)';
const CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0';

describe.each(APP_ENTRIES)('the app %s', (app, entry) => {
  const { label, fetchers = [], inApp, looksUp, referrers = [] } = entry;

  it('has a plain name in the API and a label for people', () => {
    expect(app).toMatch(/^[a-z]+$/);
    expect(label.en).toMatch(/\S/);
    expect(appLabel(app)).toEqual({ en: label.en, fr: label.fr ?? label.en });
  });

  it('has patterns without state', () => {
    for (const { agent } of fetchers) expect(agent.flags).toBe('');
    for (const agent of [inApp, looksUp]) expect(agent?.flags ?? '').toBe('');
  });

  it('can be recognised by at least one sign', () => {
    expect(fetchers.length + referrers.length + (inApp || looksUp ? 1 : 0)).toBeGreaterThan(0);
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
    ['YoWhatsApp2Plus/2.22.10.73 A', 'whatsapp', 'sure'],
    ['WhatsApp/2', 'signal', 'family'],
    ['WhatsApp', 'signal', 'family'],
    ['WhatsApp/2 (compatible; AnytypeBot/1.0; +https://anytype.io/bot)', 'signal', 'family'],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'slack', 'sure'],
    ['Slackbot 1.0 (+https://api.slack.com/robots)', 'slack', 'sure'],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5', 'teams', 'family'],
    ['Mozilla/5.0 (compatible; Microsoft Teams; link preview)', 'teams', 'sure'],
    ['TelegramBot (like TwitterBot)', 'telegram', 'sure'],
    ['Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)', 'discord', 'sure'],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 11.6; rv:92.0) Gecko/20100101 Firefox/92.0',
      'discord',
      'family',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.10; rv:38.0) Gecko/20100101 Firefox/38.0',
      'discord',
      'family',
    ],
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
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 11.6; rv:93.0) Gecko/20100101 Firefox/93.0',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:92.0) Gecko/20100101 Firefox/92.0',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.11; rv:38.0) Gecko/20100101 Firefox/38.0',
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
    [`${CHROME} Safari/537.36 Edg/120.0.0.0 maglev/25000.1.2/50`, 'teams'],
    [`${SAFARI} Mobile/15E148 Outlook-iOS-Android/1.0`, 'outlook'],
    [`${SAFARI} Version/18.5 Mobile/15E148 Safari/604.1 GrokApp/1.5.1`, 'grok'],
    [`${SAFARI} Mobile/15E148 YuanBao/2.80.0 app_lang/zh-CN`, 'yuanbao'],
    [`${CHROME} Safari/537.36 SamanthaDoubao/1.40.2`, 'doubao'],
    [`${CHROME} Mobile Safari/537.36 Kimi/2.5.0`, 'kimi'],
    [`${CHROME} Mobile Safari/537.36 genspark_flutter genspark_ios`, 'genspark'],
    [`${SAFARI} Mobile/15E148 Safari/605.1.15 CopilotSapphire/1.2.0`, 'copilot'],
    [`${SAFARI} Mobile/15E148 Safari/605.1.15 GNews iOS/5.110.0`, 'googlenews'],
    [`${SAFARI} Mobile/15E148 Safari/605.1.15 BingSapphire/31.9.0`, 'bing'],
    [`${CHROME} Mobile Safari/537.36 Flipboard/4.2.30/4800,4.2.30.4800`, 'flipboard'],
    [`${CHROME} Mobile Safari/537.36 Nebula AliApp(AP/10.5.0) AlipayClient/10.5.0`, 'alipay'],
    [`${SAFARI} Mobile/15E148 main/1.0 baiduboxapp/13.1.0.10 (Baidu; P2 16.1)`, 'baidu'],
    [`${SAFARI} Mobile/15E148 aweme_28.0.0 JsSdk/2.0 BytedanceWebview/d8a21c6`, 'douyin'],
    [`${CHROME} Safari/537.36trill_400 JsSdk/1.0 AppName/musically_go`, 'tiktok'],
    [`${CHROME} Mobile Safari/537.36HTC__weibo__15.1.0__android__android14`, 'weibo'],
    [`${CHROME} Mobile Safari/537.36 OKAndroid/25.1.1 b900 OkApp`, 'odnoklassniki'],
    [`${SAFARI} XING-iPhone/25.1.0 (iOS; Light; de)`, 'xing'],
    [`${SAFARI} Version/17.0 Mobile Safari Quora 9.1.0 rv:3000`, 'quora'],
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

describe('a look-up', () => {
  it.each([
    'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
    'Mozilla/4.0 (compatible; ms-office; MSOffice rmj)',
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; WOW64; Trident/7.0; .NET4.0C; ms-office)',
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0; Microsoft Outlook 16.0.5000; ms-office; MSOffice 16)',
    'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Word 16.0.17000; Pro)',
    'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Excel 16.0.17000; Pro)',
    'Microsoft Office PowerPoint/16.90.1 (Mac OS/15.1; Desktop; en-US; AppStore; Apple/Mac15,4)',
    'Microsoft Office Word 2013 (15.0.4693) Windows NT 6.2',
    'Microsoft Office Existence Discovery',
    'Microsoft Office Protocol Discovery',
    'Word/16.90.24102719 (Mac OS/15.1; Desktop; en-US; NonAppStore; Apple/Mac14,9)',
  ])('is made by "%s"', (agent) => {
    expect(lookUpApp(agent)).toEqual({ app: 'office', certainty: 'sure' });
  });

  it.each([
    'Word/16.50.21061301 CFNetwork/1220.1 Darwin/20.3.0 (x86_64)',
    'Microsoft Outlook/1.0',
    `${CHROME} Safari/537.36`,
    'Mozilla/5.0 (Linux; Android 4.4.2; DROIDZ Excel) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.90 Mobile Safari/537.36',
    'PowerPoint/1.0',
    '',
  ])('is not made by "%s"', (agent) => {
    expect(lookUpApp(agent)).toBeUndefined();
  });
});
