/** Scanners that identify themselves, and other bots, hand-written. */
import type { Group } from '../row.ts';

const MATOMO = 'https://github.com/matomo-org/device-detector/blob/master/Tests/fixtures/bots.yml';

export const ROBOTS: Group[] = [
  {
    kind: 'scanner',
    app: null,
    source: MATOMO,
    agents: ['Barracuda Sentinel (EE)', 'Kaspersky Lab CFR link resolver cfradmins@kaspersky.com'],
  },
  {
    kind: 'bot',
    app: null,
    source: MATOMO,
    agents: [
      'Mozilla/5.0 (compatible; FacebookBot/1.0; +https://developers.facebook.com/docs/sharing/webmasters/facebookbot/)',
      'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
      'Datadog Agent/5.10.1',
      'Amazon-Route53-Health-Check-Service (ref b0eb04d5-cb5e-40e7-839b-558e52fc3f0d; report http://amzn.to/1vsZADi)',
      'ApacheBench/2.3',
      'check_http/v1.5 (nagios-plugins 1.5)',
      'Xenu Link Sleuth/1.3.8',
      'Mozilla/5.0 (WhatsMyIP.org URL_Shortener_Preview_Tool) http://whatsmyip.org/ua',
      'Mozilla/5.0 (Linux; Android 8.0; Pixel 2 Build/OPD3.170816.012; DuplexWeb-Google/1.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729.131 Mobile Safari/537.36',
      'Mozilla/5.0 (Android 10; Mobile; rv:122.0) Gecko/122.0 Firefox/122.0 TinEye/1.0 (via http://www.tineye.com/)',
      'Mozilla/5.0 (compatible; MJ12bot/v1.4.4; http://www.majestic12.co.uk/bot.php?+)',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 Uptime/1.0 (https://uptime.com)',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; PerplexityBot/1.0; +https://perplexity.ai/perplexitybot)',
    ],
  },
  {
    kind: 'bot',
    app: null,
    source: 'https://api.slack.com/robots',
    agents: ['Slack-ImgProxy (+https://api.slack.com/robots)'],
  },
  {
    kind: 'bot',
    app: null,
    source: 'https://github.com/faisalman/ua-parser-js/blob/master/test/data/ua/extension/fetcher.json',
    agents: [
      'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko); compatible; ChatGPT-User/1.0; +https://openai.com/bot',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; MistralAI-User/1.0; +https://docs.mistral.ai/robots)',
      'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Perplexity-User/1.0; +https://perplexity.ai/perplexity-user)',
      'DuckAssistBot/1.2; (+http://duckduckgo.com/duckassistbot.html)',
      'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/108.0.5359.128 Mobile Safari/537.36 (compatible; AhrefsSiteAudit/6.1; +http://ahrefs.com/robot/site-audit)',
      'Better Uptime Bot Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/74.0.3729.169 Safari/537.36',
      'FeedFetcher-Google; (+http://www.google.com/feedfetcher.html)',
      'Mozilla/5.0 (compatible; UptimeRobot/2.0; http://www.uptimerobot.com/)',
      'Vercelbot (+https://vercel.com)',
    ],
  },
  {
    kind: 'bot',
    app: null,
    source: 'https://github.com/faisalman/ua-parser-js/blob/master/test/data/ua/browser/browser-all.json',
    agents: [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome Safari/537.36',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_12_6) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/60.0.3112.113 Safari/537.36',
    ],
  },
  {
    kind: 'bot',
    app: null,
    source: 'https://curl.se/docs/manpage.html, https://requests.readthedocs.io, https://pkg.go.dev/net/http',
    agents: ['curl/8.5.0', 'python-requests/2.32.3', 'Go-http-client/2.0'],
  },
];
