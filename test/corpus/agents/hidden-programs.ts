/** Programs that look like a browser or an app at first sight, hand-written. */
import type { Group } from '../row.ts';

const DEVICE_DETECTOR = 'https://github.com/matomo-org/device-detector/blob/master/Tests/fixtures/bots.yml';
const LIBRARIES =
  'https://github.com/matomo-org/device-detector/blob/master/Tests/Parser/Client/fixtures/library.yml';
const UA_PARSER = 'https://github.com/faisalman/ua-parser-js/tree/master/test/data/ua/extension';
const ISBOT = 'https://github.com/omrilotan/isbot/blob/main/fixtures/crawlers.yml';

const bots = (source: string, ...agents: string[]): Group => ({ kind: 'bot', app: null, source, agents });

export const HIDDEN_PROGRAMS: Group[] = [
  bots(
    UA_PARSER,
    'Dart/3.5 (dart:io)',
    'Dalvik/2.1.0 (Linux; U; Android 10; Rivian R1T Build/QQ3A.200605.002)',
    'Mozilla/5.0 (Windows NT 10.0; Microsoft Windows 10.0.15063; en-US) PowerShell/6.0.0',
    'Mozilla/5.0 (Windows NT; Windows NT 10.0; de-DE) WindowsPowerShell/5.1.19041.5737',
    'Mozilla/5.0 (unknown OS) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/11.12.0',
    'Mozilla/5.0 (Windows; U; en-US) AppleWebKit/533.19.4 (KHTML, like Gecko) AdobeAIR/3.1',
  ),
  bots(
    LIBRARIES,
    'Dart/2.16 (dart:io)',
    'Mozilla/5.0 (win32) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/15.2.1',
    'Mozilla/5.0 (X11; Linux x86_64; rv:21.0) Gecko/20100101 SlimerJS/0.7',
    'ReactorNetty/0.9.10.RELEASE',
    'Mikrotik/6.x Fetch',
    'Artifactory/7.21.5 72105900',
    'containerd/1.5.11+azure-1',
    'cri-o/1.16.1 go/go1.12.17 os/linux arch/amd64',
    'IPinfoClient/Ruby/2.2.1',
    'SafariViewService/8614.1.25.0.31 CFNetwork/1390 Darwin/22.0.0',
  ),
  bots(
    ISBOT,
    'Mozilla/5.0 (Linux; U; Android 4.0.2; en-us; Catchpoint) AppleWebKit/534.30 (KHTML, like Gecko) Version/4.0 Mobile Safari/534.30',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 13_1_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/7.0.12(0x17000c2f) NetType/4G Language/zh_CN wechatdevtools qcloudcdn-xinan',
  ),
  bots(
    'https://github.com/monperrus/crawler-user-agents',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_6) AppleWebKit/537.36 (KHTML, like Gecko) YLT Chrome/85.0.4183.121 Safari/537.36',
  ),
  bots(
    DEVICE_DETECTOR,
    'amazon-kendra-customer-id-<AccountID>',
    'Mozilla/5.0 (Laravel Reaver .env Presence)',
    'Mozilla/5.0 (compatible; MSIE 7.0; Windows NT 5.1; .NET CLR 1.1.4322) 360JK yunjiankong 427691',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36 ProxyChecker/2.0',
    'Investis-Site24x7',
    'Valimail/1.0 (domain scanner)',
  ),
  bots(
    'https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/User-Agent/Firefox',
    'Mozilla/5.0 (platform; rv:geckoversion) Gecko/geckotrail Firefox/firefoxversion',
  ),
  {
    kind: 'preview',
    app: 'discord',
    source: 'https://github.com/discord/discord-api-docs/issues/3872',
    agents: [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.10; rv:38.0) Gecko/20100101 Firefox/38.0',
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 11.6; rv:92.0) Gecko/20100101 Firefox/92.0',
    ],
  },
];
