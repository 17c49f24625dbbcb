import { describe, expect, it } from 'vitest';
import { classifyAgent } from '../../../src/hits/classify/classify.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const CHROME = `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/142.0.0.0 Safari/537.36`;
const MAC = `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${WEBKIT}`;
const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const WEBVIEW = `Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A; wv) ${WEBKIT} Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36`;

const kindOf = (agent: string) => classifyAgent(agent).kind;

describe('an HTTP client or runtime is a program', () => {
  it.each([
    'Dart/3.9 (dart:io)',
    'dart/2.19 (dart:io)',
    'Dalvik/2.1.0 (Linux; U; Android 15; Pixel 9 Build/AP4A.250105.002)',
    'MyShop/3.2 Dalvik/2.1.0 (Linux; U; Android 14; SM-S918B)',
    'Shop/42 CFNetwork/1568.300.101 Darwin/24.2.0',
    'Opera/15 CFNetwork/3860.500.83 Darwin/25.4.0',
    'HikConnect/200717 (iPhone; iOS 18.4; Scale/2.00)',
    'Mozilla/5.0 (Linux; Ubuntu 24.04; en-US) PowerShell/7.4.6',
    'Mozilla/5.0 (linux) AppleWebKit/537.36 (KHTML, like Gecko) jsdom/26.0.0',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HappyDOM/15.11.7',
    'Mozilla/5.0 (compatible; MSIE 11.0; Windows NT 10.0) HtmlUnit/4.5.0',
    'RestSharp/112.1.0.0',
    'Faraday v2.12.0',
    'reqwest/0.12.9 (rust)',
    'Deno/2.1.4 (linux; x86_64)',
    'libdnf (Fedora Linux 41; workstation; Linux.x86_64)',
    'git-annex/10.20250115-g2b3c',
    'ExoPlayerLib/2.19.1 (Linux;Android 15)',
  ])('%s', (agent) => expect(kindOf(agent)).toBe('bot'));
});

describe('a monitor or scanner behind a browser’s agent is a program', () => {
  it.each([
    `${MAC} YLT Chrome/142.0.0.0 Safari/537.36`,
    `${CHROME} Site24x7`,
    `${CHROME} ProxyChecker/3.1`,
    `${CHROME} Catchpoint`,
    `${CHROME} DatadogSynthetics`,
    `${CHROME} RuxitSynthetic/1.0 v12345 t6789`,
    `${CHROME} sitespeed.io/35.1.0`,
    `${CHROME} ThousandEyes`,
    `${CHROME} Nessus/10.8`,
    'Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 5.1; Trident/4.0) 360JK yunjiankong 99',
    'Mozilla/5.0 (Drupal Reaver config)',
    'Mozilla/5.0 (WordPress plugin check)',
    'Mozilla/5.0 (hello there)',
    'Relay/2.0, Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  ])('%s', (agent) => expect(kindOf(agent)).toBe('bot'));
});

describe('a template that nobody filled in is a program', () => {
  it.each([
    'acme-crawler-<AccountID>',
    '<your app name>/1.0',
    '<AppName>/<version>',
    'MyApp/{version} (Android)',
    'Mozilla/5.0 ({{os}}) Gecko/20100101 Firefox/144.0',
    '%{USER_AGENT}',
    'Mozilla/5.0 (%s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%s Safari/537.36',
    'Mozilla/5.0 (Windows NT %d.%d) Gecko/20100101 Firefox/140.0',
    `Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) ${WEBKIT} Chrome/W.X.Y.Z Mobile Safari/537.36`,
    `${MAC} Chrome/version Safari/537.36`,
    'Mozilla/5.0 (X11; Linux x86_64) your-app-name/1.0',
  ])('%s', (agent) => expect(kindOf(agent)).toBe('bot'));

  it.each([
    `${WEBVIEW} [FBAN/FB4A;FBAV/300.0;FBDM/{density=3.0,width=1080,height=2340};FBCR/Null;]`,
    `${WEBVIEW} Topics/%d0%bd%d0%be%d0%b2`,
    'Mozilla/5.0 (Linux;Android 6.0.1;605HW Build/<buildID>)AppleWebKit/537.36(KHTML,like Gecko)Chrome/55.0.2883.91 Safari/537.36',
  ])('which is not %s', (agent) => expect(kindOf(agent)).toBe('click'));
});

describe('the developer tool of an app for everything is a program', () => {
  it.each([
    `${PHONE} Mobile/15E148 MicroMessenger/8.0.50 Language/en webview/1 wechatdevtools port/123`,
    `${CHROME} MicroMessenger/7.0.20 wechatdevtools/1.06`,
    `${PHONE} Mobile/15E148 swandevtools/2.0 baiduboxapp/13.0`,
    `${CHROME} DouyinDevTools/4.2`,
    `Mozilla/5.0 (Linux; Android 11; FIG-AL10 Build/X; wv) ${WEBKIT} Version/4.0 Chrome/105.0.0.0MQQBrowser/6.2 TBS/045223 Mobile Safari/537.36 MicroMessenger/7.0.14.1660 Process/tools`,
  ])('%s', (agent) => expect(kindOf(agent)).toBe('bot'));
});

describe('an old or rare browser is a person’s', () => {
  it.each([
    'Dillo/3.2.0',
    'w3m/0.5.6',
    'Lynx/2.9.2 libwww-FM/2.14 SSL-MM/1.4.1 GNUTLS/3.8.9',
    'Lynx 2.9.0dev.12',
    'ELinks/0.17.1 (textmode; Linux; 80x24-2)',
    'Links (2.30; Linux 6.8.0 x86_64; GNU C 13.2; text)',
    'NetSurf/3.11 (Linux)',
    'URL/Emacs Emacs/29.4 (X11; x86_64-pc-linux-gnu)',
    'edbrowse/3.8.10',
    'Ladybird/1.0 (Linux; x86_64)',
    'Mozilla/5.0 (Windows Server 2022 Datacenter; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    'Mozilla/5.0 (compatible; MSIE 9.0; Windows 2008 Server; Trident/5.0)',
    'Mozilla/5.0 (X11; U; OpenVMS AlphaServer_ES40; en-US; rv:1.4) Gecko/20030826 SWB/V1.4 (HP)',
    'Mozilla/5.0 (compatible; U; Webpositive/600; Haiku) AppleWebkit/600 (KHTML, like gecko) Safari/600',
    'Mozilla/5.0 (compatible; IBrowse 3.0a; AmigaOS4.1)',
    'Mozilla/4.0 (PSP (PlayStation Portable); 2.60)',
    'Mozilla/5.0 (PLAYSTATION 3; 4.91)',
    'Mozilla/5.0 (Nintendo DSi; U; ; en) Version/1.7412.EU',
    'Nokia6300/2.0 (07.21) Profile/MIDP-2.0 Configuration/CLDC-1.1 UCWEB/2.0 (Java; U; MIDP-2.0; en-US; nokia6300)',
    'Mozilla/4.08 [en] (X11; I; SunOS 5.8 sun4u)',
    'LG-KU990i MIDP-2.0 Browser/Obigo-Q05A Java/ASVM/1.0 Profile/MIDP-2.0 Configuration/CLDC-1.1',
    'mozilla/5.0 (linux; android 11; sm-a205f) applewebkit/537.36 (khtml, like gecko) chrome/120.0.0.0 mobile safari/537.36',
  ])('%s', (agent) => expect(kindOf(agent)).toBe('click'));

  it.each([
    'SAMSUNG-SGH-E250/1.0 Profile/MIDP-2.0 Configuration/CLDC-1.1 UP.Browser/6.2 (GUI) MMP/2.0 (compatible; Googlebot-Mobile/2.1; +http://www.google.com/bot.html)',
    'w3mirror/1.0',
    'Linkschecker/2.0',
    'Lynx-like-crawler/1.0',
    'Mozilla/5.0 (compatible; MSIE or Firefox mutant; not on Windows server;) Daumoa/4.0;',
    'AndroidBrowserDownloader/1.0 (feed parser)',
  ])('which is not %s', (agent) => expect(kindOf(agent)).toBe('bot'));
});

describe('an agent that names neither a browser nor its engine', () => {
  it.each([
    'Spotify/9.0.10 iOS/18.2 (iPhone17,1)',
    'Weather/3.1 (for my watch; 4.0)',
    'MyLib/1.11 (vert.x; GraalVM/21)',
  ])('is a program’s: %s', (agent) =>
    expect(classifyAgent(agent)).toMatchObject({ kind: 'bot', reason: 'no_browser' }),
  );

  it('is a person’s if it belongs to an office program, which looks up addresses for its user', () => {
    for (const agent of [
      'Microsoft Office Existence Discovery',
      'Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
    ])
      expect(classifyAgent(agent)).toEqual({
        kind: 'click',
        reason: 'look_up',
        app: 'office',
        certainty: 'sure',
      });
  });
});
