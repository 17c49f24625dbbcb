import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FLAG_REASONS, LOOK_UP_REASON } from '../../../src/hits/classify/automation-signs.ts';
import { type ClassifierInput, classify, classifyAgent } from '../../../src/hits/classify/classify.ts';
import { REASONS } from '../../../src/hits/reasons.ts';
import { readReferrer } from '../../../src/hits/referrer.ts';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const CHROME = `${WINDOWS} Chrome/142.0.0.0 Safari/537.36`;
const EDGE = `${CHROME} Edg/142.0.0.0`;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0';
const IOS = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const SAFARI = `${IOS} Version/18.5 Mobile/15E148 Safari/604.1`;
const WEBVIEW =
  'Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36';
const IMESSAGE =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0';
const OFFICE = 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)';
const SLACK = 'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)';

const hit = (changes: Partial<ClassifierInput> = {}) =>
  classify({
    method: 'GET',
    userAgent: CHROME,
    secPurpose: '',
    legacyPurpose: '',
    secFetchDest: '',
    secFetchMode: '',
    secFetchSite: '',
    secFetchUser: '',
    referredBy: null,
    secure: false,
    asn: null,
    mark: null,
    ownNetwork: false,
    ...changes,
  });
const PERSON = { kind: 'click', reason: '', app: '', certainty: '', refusePrefetch: false };

describe('a person', () => {
  it.each([CHROME, EDGE, FIREFOX, SAFARI, WEBVIEW])('clicks with %.200s', (userAgent) => {
    expect(hit({ userAgent })).toEqual(PERSON);
  });

  it('navigates, with or without fetch metadata', () => {
    expect(hit({ secFetchDest: 'document', secFetchMode: 'navigate' })).toEqual(PERSON);
    expect(hit({ secFetchDest: 'empty', secFetchMode: 'navigate' })).toEqual(PERSON);
    expect(hit({ secFetchMode: 'navigate' })).toEqual(PERSON);
    expect(hit({ secFetchDest: 'document' })).toEqual(PERSON);
  });

  it.each([
    [
      'facebook',
      `${IOS} Mobile/22F76 [FBAN/FBIOS;FBAV/520.0.0.38.101;FBDV/iPhone14,5;FBCR/;FBID/phone;FBOP/80]`,
    ],
    ['facebook', `${WEBVIEW} [FB_IAB/FB4A;FBAV/470.0.0.45.70;IABMV/1;]`],
    ['messenger', `${IOS} Mobile/22F76 [FBAN/MessengerForiOS;FBAV/500.0.0.38.101;FBDV/iPhone14,5]`],
    ['messenger', `${WEBVIEW} [FB_IAB/Orca-Android;FBAV/470.0.0.45.70;]`],
    ['instagram', `${IOS} Mobile/15E148 Instagram 389.0.0.40.85 (iPhone14,5; iOS 18_5; en_US)`],
    ['instagram', `${WEBVIEW} Instagram 390.0.0.43.81 Android (34/14; 450dpi; 1080x2115; samsung; SM-S918B)`],
    ['threads', `${IOS} Mobile/15E148 Barcelona 380.0.0.29.106 (iPhone14,5; iOS 18_5; en_US)`],
    ['linkedin', `${IOS} Mobile/15E148 [LinkedInApp]/9.30.1234`],
    ['x', `${IOS} Mobile/15E148 Twitter for iPhone/10.90`],
    ['x', `${WEBVIEW} TwitterAndroid`],
    ['line', `${IOS} Mobile/15E148 Safari Line/15.3.0`],
    ['line', `${WEBVIEW} Line/15.3.0/IAB`],
    ['kakaotalk', `${IOS} Mobile/15E148 KAKAOTALK/25.1.0 (INAPP)`],
    ['kakaotalk', `${WEBVIEW};KAKAOTALK 2510010;`],
    ['wechat', `${IOS} Mobile/15E148 MicroMessenger/8.0.50(0x18003231) NetType/WIFI Language/en`],
    ['tiktok', `${IOS} Mobile/15E148 musical_ly_39.1.0 JsSdk/2.0 Channel/App Store BytedanceWebview/d8a21c6`],
    ['tiktok', `${WEBVIEW} trill_2023901040 JsSdk/1.0 NetType/WIFI Channel/googleplay AppName/trill`],
    ['snapchat', `${IOS} Mobile/15E148 Snapchat/13.40.0.40 (like Safari/8621.2.5.10.8, panda)`],
    ['snapchat', `${WEBVIEW}Snapchat/13.40.0.43 (SM-S918B; Android 14#S918BXX; gzip; )`],
    ['pinterest', `${IOS} Mobile/15E148 [Pinterest/iOS]`],
    ['telegram', `${WEBVIEW} Telegram-Android/11.5.3 (Google Pixel 8; Android 14; SDK 34; HIGH)`],
    ['reddit', `${IOS} Mobile/15E148 Reddit/2025.20.0/iOS`],
    ['teams', `${WINDOWS} Teams/1.7.00 Chrome/120.0.0.0 Electron/28.0.0 Safari/537.36`],
    ['google', `${IOS} GSA/360.1.737798518 Mobile/15E148 Safari/604.1`],
  ])('in the in-app browser of %s is a person: %s', (app, userAgent) => {
    expect(hit({ userAgent })).toEqual({ ...PERSON, app, certainty: 'sure' });
  });

  it.each([
    'Mozilla/5.0 (Linux; Android 9; CUBOT_NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 9;CUBOT) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
    `${WEBVIEW} [FBAN/FB4A;FBAV/300.0;FBDV/CUBOT_X19;]`,
    `${WEBVIEW} [FBAN/FB4A;FBAV/300.0;FBCR/Google Fi;FBDV/Pixel 8;]`,
    `${WEBVIEW} [FBAN/FB4A;FBAV/300.0;FBDV/Pixel 8;FBCR/Search|Mobile]`,
    `Mozilla/5.0 (Linux; Android 7.0; M bot 54) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/78.0.3904.96 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 4.4.2; GM Discovery II) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Mobile Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 13; Spider 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36`,
    `${WEBVIEW} SogouMSE,SogouMobileBrowser/3.8.5`,
    `${IOS} GoogleLens/303.0 Mobile/21C66 Safari/604.1 [WebViewInline]`,
    `${CHROME} BingSapphire/31.2`,
    `${WEBVIEW} MicroMessenger/8.0.15.2001(0x28000F41) Process/tools WeChat/arm64 Language/zh_CN`,
    `Opera/9.80 (Linux mips; U; HbbTV/1.1.1 (; Humax; HD NANO; 1.00.16; 1.0; ); ce-html/1.0; en) Presto/2.9.167 Version/11.50`,
  ])('is not a bot because of a phone or a carrier: %s', (userAgent) => {
    expect(hit({ userAgent }).kind).toBe('click');
  });
});

describe('a link preview', () => {
  it.each([
    ['slack', 'sure', SLACK],
    ['slack', 'sure', 'Slackbot 1.0 (+https://api.slack.com/robots)'],
    ['whatsapp', 'sure', 'WhatsApp/2.23.20.0 A'],
    ['signal', 'family', 'WhatsApp/2'],
    ['signal', 'family', 'WhatsApp/2 (compatible; something)'],
    ['telegram', 'sure', 'TelegramBot (like TwitterBot)'],
    ['discord', 'sure', 'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)'],
    ['x', 'sure', 'Twitterbot/1.0'],
    ['meta', 'family', 'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)'],
    ['imessage', 'family', IMESSAGE],
    ['teams', 'family', `${CHROME} SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com`],
    [
      'linkedin',
      'sure',
      'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    ],
    ['line', 'sure', 'facebookexternalhit/1.1;line-poker/1.0'],
    ['kakaotalk', 'sure', 'facebookexternalhit/1.1; kakaotalk-scrap/1.0; +https://devtalk.kakao.com/'],
  ])('of %s is recognised (%s) by %s', (app, certainty, userAgent) => {
    expect(hit({ userAgent })).toEqual({
      kind: 'preview',
      reason: 'preview_agent',
      app,
      certainty,
      refusePrefetch: false,
    });
  });

  it("is not Slack's image proxy, which fetches long after the paste", () => {
    const userAgent = 'Slack-ImgProxy (+https://api.slack.com/robots)';
    expect(hit({ userAgent })).toMatchObject({ kind: 'bot', reason: 'isbot', app: '' });
  });
});

describe('a mail scanner', () => {
  it.each([
    'Barracuda Sentinel (EE)',
    'Mozilla/5.0 (compatible; Proofpoint URL Defense)',
    'Mimecast/1.0',
    'Mozilla/5.0 (compatible; MessageLabs Link Following)',
    'Kaspersky Lab CFR link resolver cfradmins@kaspersky.com',
    'TwinWaveScanner',
  ])('identifies itself: %s', (userAgent) => {
    expect(hit({ userAgent })).toEqual({ ...PERSON, kind: 'scanner', reason: 'scanner_agent' });
  });

  it("is not its maker's browser", () => {
    expect(hit({ userAgent: `${CHROME} Avast/131.0.0.0` }).kind).toBe('click');
    expect(hit({ userAgent: `${CHROME} Symantec/1.0` }).kind).toBe('click');
  });
});

describe('an agent that calls itself a fetcher of previews', () => {
  it.each([
    'AcmeLinkPreview/1.0',
    'Mozilla/5.0 (compatible; url-preview-service; +https://acme.example)',
    'Acme Unfurler 2.0',
    'OpenGraph.io/1.1',
  ])('is a preview of an unknown app: %s', (userAgent) => {
    expect(hit({ userAgent })).toEqual({ ...PERSON, kind: 'preview', reason: 'preview_words' });
  });

  it('is not an unreleased browser', () => {
    expect(hit({ userAgent: `${IOS} Version/18.5 Safari/604.1 Technology Preview` }).reason).toBe('isbot');
  });
});

describe('a bot', () => {
  it.each([
    ['isbot', 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'],
    ['isbot', 'curl/8.5.0'],
    ['isbot', 'python-requests/2.32.3'],
    ['isbot', `${WINDOWS} HeadlessChrome/142.0.0.0 Safari/537.36`],
    ['isbot', 'Mozilla/5.0'],
    ['isbot', `${CHROME} GTmetrix`],
    ['isbot', 'Mozilla/5.0 (compatible; Acme; +https://acme.example)'],
    [
      'isbot',
      'Mozilla/5.0 (Linux; Android 8.0; Pixel 2 Build/OPD3.170816.012; Storebot-Google/1.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.138 Mobile Safari/537.36',
    ],
    [
      'isbot',
      'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    ],
    ['isbot', `${WEBVIEW} Instagram 390.0 (compatible; Acmebot/1.0)`],
    ['empty_agent', ''],
    ['empty_agent', '   '],
    ['absurd_agent', '"hello"'],
    ['absurd_agent', '"""" """" """" """"'],
  ])('is recognised by its agent (%s): "%s"', (reason, userAgent) => {
    expect(hit({ userAgent })).toEqual({ ...PERSON, kind: 'bot', reason });
  });

  it.each(['image', 'iframe', 'frame', 'script', 'style', 'object', 'embed', 'serviceworker', 'webidentity'])(
    'is a request embedded as %s',
    (secFetchDest) => {
      expect(hit({ secFetchDest, secFetchMode: 'navigate' })).toMatchObject({
        kind: 'bot',
        reason: 'embedded',
      });
    },
  );

  it.each(['no-cors', 'cors', 'same-origin', 'websocket'])('is a request in the mode %s', (secFetchMode) => {
    expect(hit({ secFetchDest: 'empty', secFetchMode })).toMatchObject({ kind: 'bot', reason: 'embedded' });
  });

  it('is every HEAD request', () => {
    expect(hit({ method: 'HEAD' })).toMatchObject({ kind: 'bot', reason: 'head' });
  });

  it('is the self-test, by its mark in any case', () => {
    for (const mark of ['test', 'Test', 'TEST', 'tEsT']) {
      expect(hit({ mark }), mark).toMatchObject({ kind: 'bot', reason: 'own_test' });
    }
    expect(hit({ ownNetwork: true })).toMatchObject({ kind: 'bot', reason: 'own_test' });
    const prefetch = { mark: 'test', secPurpose: 'prefetch' };
    expect(hit(prefetch)).toMatchObject({ kind: 'bot', reason: 'own_test', refusePrefetch: true });
    for (const mark of ['test-1', 'TESTS', 'a-test', 'tést', 'теst'])
      expect(hit({ mark }).kind).toBe('click');
  });
});

describe('a request inside a frame', () => {
  const inFrame = { secFetchDest: 'iframe', secFetchMode: 'navigate' };

  it('is a click if a person pressed a link in it', () => {
    expect(hit({ ...inFrame, secFetchUser: '?1' })).toEqual(PERSON);
    expect(hit({ ...inFrame, secFetchDest: 'frame', secFetchUser: '?1' })).toEqual(PERSON);
  });

  it.each(['', '?0', '1', '?1, ?1', 'true'])('is embedded if nobody did, as in "%s"', (secFetchUser) => {
    expect(hit({ ...inFrame, secFetchUser })).toMatchObject({ kind: 'bot', reason: 'embedded' });
  });

  it('is embedded despite a press, unless it navigates and is a frame', () => {
    const secFetchUser = '?1';
    for (const secFetchDest of ['image', 'script', 'object', 'embed', 'fencedframe']) {
      expect(hit({ ...inFrame, secFetchUser, secFetchDest }).reason).toBe('embedded');
    }
    expect(hit({ ...inFrame, secFetchUser, secFetchMode: 'no-cors' }).reason).toBe('embedded');
  });
});

describe('a referrer', () => {
  const referredBy = readReferrer('https://web.telegram.org/');

  it('determines the app of a click whose agent names none', () => {
    expect(hit({ referredBy })).toEqual({ ...PERSON, app: 'telegram', certainty: 'sure' });
    expect(hit({ referredBy: readReferrer('https://eu.safelinks.protection.outlook.com/') })).toEqual({
      ...PERSON,
      app: 'outlook',
      certainty: 'family',
    });
  });

  it('is overruled by the agent', () => {
    expect(hit({ referredBy, userAgent: `${IOS} Mobile/15E148 [LinkedInApp]/9.30` }).app).toBe('linkedin');
  });

  it('determines no app for hits that are not from people', () => {
    expect(hit({ referredBy, userAgent: 'curl/8.5.0' }).app).toBe('');
    expect(hit({ referredBy, secFetchDest: 'image' }).app).toBe('');
    expect(hit({ referredBy, userAgent: SLACK }).app).toBe('slack');
  });
});

describe('a prefetch', () => {
  it.each([
    ['prefetch', 'prefetch'],
    ['prefetch;prerender', 'prerender'],
    ['prefetch; prerender', 'prerender'],
    ['prefetch;anonymous-client-ip', 'prefetch'],
    ['prerender', 'prerender'],
    ['Prefetch', 'prefetch'],
  ])('with "%s" is refused if the browser will repeat the request', (secPurpose, reason) => {
    const refused = { kind: 'prefetch', reason, refusePrefetch: true };
    for (const userAgent of [CHROME, EDGE, FIREFOX, WEBVIEW]) {
      expect(hit({ secPurpose, userAgent })).toMatchObject(refused);
    }
  });

  it.each([
    SAFARI,
    `${IOS} CriOS/142.0.0.0 Mobile/15E148 Safari/604.1`,
    `${IOS} FxiOS/144.0 Mobile/15E148 Safari/605.1.15`,
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    '',
  ])('from WebKit or an unknown browser is answered: %s', (userAgent) => {
    expect(hit({ secPurpose: 'prefetch', userAgent })).toMatchObject({
      kind: 'prefetch',
      refusePrefetch: false,
    });
  });

  it.each(['prefetch', 'preview', 'Prefetch', 'prefetch, preview'])(
    'with an old header (%s) is answered',
    (legacyPurpose) => {
      expect(hit({ legacyPurpose })).toMatchObject({
        kind: 'prefetch',
        reason: 'legacy_purpose',
        refusePrefetch: false,
      });
    },
  );

  it('needs the exact token', () => {
    for (const secPurpose of ['prefetching', 'no-prefetch', 'x=prefetch', 'speculation', ';']) {
      expect(hit({ secPurpose }).kind).toBe('click');
    }
    expect(hit({ legacyPurpose: 'prefetching' }).kind).toBe('click');
  });
});

describe('the order of the rules', () => {
  it('puts the method before the purpose', () => {
    expect(hit({ method: 'HEAD', secPurpose: 'prefetch' })).toMatchObject({
      reason: 'head',
      refusePrefetch: false,
    });
  });

  it('puts the purpose before the agent', () => {
    expect(hit({ secPurpose: 'prefetch', userAgent: 'curl/8.5.0' }).kind).toBe('prefetch');
    expect(hit({ legacyPurpose: 'prefetch', userAgent: SLACK }).kind).toBe('prefetch');
  });

  it('puts the agent before fetch metadata', () => {
    expect(hit({ userAgent: SLACK, secFetchDest: 'image' }).kind).toBe('preview');
    expect(hit({ userAgent: 'curl/8.5.0', secFetchMode: 'cors' }).reason).toBe('isbot');
  });

  it('keeps a look-up one, whatever its network, unless the request is not a visit', () => {
    expect(hit({ userAgent: OFFICE, asn: 8075, secure: true })).toMatchObject({
      kind: 'click',
      reason: 'look_up',
    });
    expect(hit({ userAgent: OFFICE, method: 'HEAD' })).toMatchObject({ kind: 'bot', reason: 'head' });
    expect(hit({ userAgent: OFFICE, mark: 'test' })).toMatchObject({ kind: 'bot', reason: 'own_test' });
  });

  it('keeps the recognised app, whatever the kind', () => {
    expect(hit({ method: 'HEAD', userAgent: SLACK })).toMatchObject({ app: 'slack', certainty: 'sure' });
  });

  const text = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('', CHROME, SAFARI, SLACK, OFFICE, 'prefetch', 'navigate', 'image', 'document', '?1'),
  );
  const anything = fc.record({
    method: fc.constantFrom('GET', 'HEAD', 'POST'),
    userAgent: text,
    secPurpose: text,
    legacyPurpose: text,
    secFetchDest: text,
    secFetchMode: text,
    secFetchSite: text,
    secFetchUser: text,
    referredBy: fc.constantFrom(null, readReferrer('https://t.me/'), readReferrer('https://example.org/')),
    secure: fc.boolean(),
    asn: fc.constantFrom(null, 16509, 3215),
    mark: fc.constantFrom(null, 'test', 'newsletter'),
    ownNetwork: fc.boolean(),
  });

  it('gives every hit but a click a reason, and a click only a reason that flags it', () => {
    fc.assert(
      fc.property(anything, (each) => {
        const { kind, reason, app, certainty } = classify(each);
        if (kind === 'click') expect(['', LOOK_UP_REASON, ...FLAG_REASONS]).toContain(reason);
        else expect(Object.keys(REASONS)).toContain(reason);
        expect(certainty === '').toBe(app === '');
        expect(classify(each, classifyAgent(each.userAgent))).toEqual(classify(each));
      }),
    );
  });

  it('never makes a scanner of a single sign', () => {
    fc.assert(
      fc.property(anything, (each) => {
        const one = { ...each, asn: null };
        expect(classify(one).reason).not.toBe('two_signs');
        expect(classify({ ...each, secure: false }).reason).not.toBe('two_signs');
      }),
    );
  });
});
