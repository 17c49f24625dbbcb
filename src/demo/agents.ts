/** User-Agents of the demo. The real classifier turns them into facts. */
import type { Weighted } from './random.ts';

const words = (...parts: string[]) => parts.join(' ');
const notes = (...parts: string[]) => `(${parts.join('; ')})`;

/** Nearly all agents begin with it and name the system in brackets. */
const MOZILLA = 'Mozilla/5.0';
const browser = (system: string[], ...products: string[]) => words(MOZILLA, notes(...system), ...products);

const WINDOWS = ['Windows NT 10.0', 'Win64', 'x64'];
const MAC = ['Macintosh', 'Intel Mac OS X 10_15_7'];
const LINUX = ['X11', 'Linux x86_64'];
const ANDROID = ['Linux', 'Android 10', 'K'];
const IPHONE = ['iPhone', 'CPU iPhone OS 18_6 like Mac OS X'];
const IPAD = ['iPad', 'CPU OS 18_6 like Mac OS X'];

const webkit = (version: string) => words(`AppleWebKit/${version}`, '(KHTML, like Gecko)');

const CHROME = 'Chrome/142.0.0.0';
const BLINK = webkit('537.36');
const BLINKS = 'Safari/537.36';
const chrome = (system: string[], ...more: string[]) => browser(system, BLINK, CHROME, ...more);

const APPLES = webkit('605.1.15');
const SAFARI = 'Version/26.0';
const MOBILE = 'Mobile/15E148';
const onIphone = (...products: string[]) => browser(IPHONE, APPLES, ...products);

const firefox = (...system: string[]) => browser([...system, 'rv:144.0'], 'Gecko/20100101', 'Firefox/144.0');

/** Desktop browsers. */
export const DESKTOPS: Weighted<string> = [
  [chrome(WINDOWS, BLINKS), 46],
  [chrome(WINDOWS, BLINKS, 'Edg/142.0.0.0'), 24],
  [chrome(MAC, BLINKS), 12],
  [browser(MAC, APPLES, SAFARI, 'Safari/605.1.15'), 9],
  [firefox(...WINDOWS), 7],
  [firefox(...LINUX), 2],
];

/** Mobile browsers. */
export const MOBILES: Weighted<string> = [
  [onIphone(SAFARI, MOBILE, 'Safari/604.1'), 52],
  [chrome(ANDROID, 'Mobile', BLINKS), 34],
  [browser(ANDROID, BLINK, 'SamsungBrowser/28.0', 'Chrome/130.0.0.0', 'Mobile', BLINKS), 9],
  [browser(IPAD, APPLES, SAFARI, MOBILE, 'Safari/604.1'), 5],
];

const FACEBOOK = ['FBAN/FBIOS', 'FBAV/530.0.0.40.73', 'FBDV/iPhone15,2', 'FBLC/fr_FR'];

/** Built-in browsers of apps. */
export const IN_APP = {
  linkedin: onIphone(MOBILE, '[LinkedInApp]/9.31.2470'),
  facebook: onIphone(MOBILE, `[${FACEBOOK.join(';')}]`),
  x: onIphone(MOBILE, 'Twitter for iPhone/11.40'),
} as const;

/** A fetcher of previews. `country` is where its servers are, '' if it runs on the sharer's device. */
export interface PreviewFetcher {
  agent: string;
  country: string;
}

/** Facebook's fetcher. Others use its name to be served like it. */
const META = 'facebookexternalhit/1.1';
const TWITTER = 'Twitterbot/1.0';
const OLD_MAC = ['Macintosh', 'Intel Mac OS X 10_11_1'];
const OLD_SAFARI = [webkit('601.2.4'), 'Version/9.0.1', 'Safari/601.2.4'];

/** Fetchers of previews by app. */
export const DEMO_FETCHER_AGENTS = {
  whatsapp: { agent: 'WhatsApp/2.25.31.76 A', country: '' },
  signal: { agent: 'WhatsApp/2', country: '' },
  imessage: { agent: browser(OLD_MAC, ...OLD_SAFARI, META, 'Facebot', TWITTER), country: '' },
  slack: {
    agent: words('Slackbot-LinkExpanding', '1.0', notes('+https://api.slack.com/robots')),
    country: 'US',
  },
  teams: {
    agent: browser(
      ['Windows NT 6.1', 'WOW64'],
      ...['SkypeUriPreview', 'Preview/0.5', ['skype-url-preview', 'microsoft.com'].join('@')],
    ),
    country: 'IE',
  },
  telegram: { agent: words('TelegramBot', '(like TwitterBot)'), country: 'NL' },
  linkedin: {
    agent: words(
      'LinkedInBot/1.0',
      notes('compatible', MOZILLA, words('Apache-HttpClient', '+http://www.linkedin.com')),
    ),
    country: 'US',
  },
  x: { agent: TWITTER, country: 'US' },
  meta: { agent: words(META, notes('+http://www.facebook.com/externalhit_uatext.php')), country: 'US' },
} as const satisfies Record<string, PreviewFetcher>;

const robot = (name: string, scheme: string, home: string) =>
  browser(['compatible', name, `+${scheme}://${home}`]);

/** Mail security that opens the links of a mail before its recipient does. */
export const MAIL_SCANNERS: Weighted<string> = [
  [robot('Proofpoint URL Defense', 'https', 'www.proofpoint.com'), 5],
  [robot('Barracuda Link Protection', 'https', 'www.barracuda.com'), 3],
  [robot('Mimecast URL Protect', 'https', 'www.mimecast.com'), 2],
];

/** Programs that identify themselves, and one with an empty agent. */
export const DEMO_BOT_AGENTS: Weighted<string> = [
  [robot('Googlebot/2.1', 'http', 'www.google.com/bot.html'), 30],
  [robot('bingbot/2.0', 'http', 'www.bing.com/bingbot.htm'), 22],
  [robot('AhrefsBot/7.0', 'http', 'ahrefs.com/robot/'), 14],
  [robot('GPTBot/1.2', 'https', 'openai.com/gptbot'), 12],
  ['python-requests/2.32.3', 8],
  ['curl/8.14.1', 6],
  [`${MOZILLA}+${notes('compatible', 'UptimeRobot/2.0', 'http://www.uptimerobot.com/')}`, 5],
  ['', 3],
];
