/** Who asks for short links, in their own words: the redirect's own rules turn these into facts. */
import type { Weighted } from './random.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WINDOWS_CHROME = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`;

/** Browsers at work. */
export const DESKTOPS: Weighted<string> = [
  [WINDOWS_CHROME, 46],
  [`${WINDOWS_CHROME} Edg/142.0.0.0`, 24],
  [`Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`, 12],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
    9,
  ],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0', 7],
  ['Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0', 2],
];

/** Browsers in a pocket. */
export const MOBILES: Weighted<string> = [
  [`${IPHONE} Version/26.0 Mobile/15E148 Safari/604.1`, 52],
  [`Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`, 34],
  [
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    9,
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1',
    5,
  ],
];

/** Built-in browsers of apps, by the app. */
export const IN_APP = {
  linkedin: `${IPHONE} Mobile/15E148 [LinkedInApp]/9.31.2470`,
  facebook: `${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.40.73;FBDV/iPhone15,2;FBLC/fr_FR]`,
  x: `${IPHONE} Mobile/15E148 Twitter for iPhone/11.40`,
} as const;

/** What fetches a preview card. `country` is where its servers stand, '' where it is the sharer's own device. */
export interface PreviewFetcher {
  agent: string;
  country: string;
}

/** Fetchers of previews, by the app that shows the card. */
export const FETCHERS = {
  whatsapp: { agent: 'WhatsApp/2.25.31.76 A', country: '' },
  signal: { agent: 'WhatsApp/2', country: '' },
  imessage: {
    agent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0',
    country: '',
  },
  slack: { agent: 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', country: 'US' },
  teams: {
    agent: 'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com',
    country: 'IE',
  },
  telegram: { agent: 'TelegramBot (like TwitterBot)', country: 'NL' },
  linkedin: {
    agent: 'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    country: 'US',
  },
  x: { agent: 'Twitterbot/1.0', country: 'US' },
  meta: {
    agent: 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    country: 'US',
  },
} as const satisfies Record<string, PreviewFetcher>;

/** Machines that say so, and one that says nothing. */
export const ROBOTS: Weighted<string> = [
  ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 30],
  ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 22],
  ['Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', 14],
  ['Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)', 12],
  ['python-requests/2.32.3', 8],
  ['curl/8.14.1', 6],
  ['Mozilla/5.0+(compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)', 5],
  ['', 3],
];
