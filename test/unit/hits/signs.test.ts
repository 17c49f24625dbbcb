import { describe, expect, it } from 'vitest';
import { type ClassifierInput, classify } from '../../../src/hits/classify/classify.ts';

const WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const chrome = (version: string, more = '') =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${WEBKIT} Chrome/${version} Safari/537.36${more}`;
const firefox = (version: string) =>
  `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${version}) Gecko/20100101 Firefox/${version}`;
const IOS = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const safari = (version: string) => `${IOS} Version/${version} Mobile/15E148 Safari/604.1`;

const AMAZON = 16509;
const ORANGE = 3215;

/** A request over HTTPS without fetch metadata. */
const judged = (changes: Partial<ClassifierInput> = {}) => {
  const { kind, reason } = classify({
    method: 'GET',
    userAgent: chrome('142.0.0.0'),
    secPurpose: '',
    legacyPurpose: '',
    secFetchDest: '',
    secFetchMode: '',
    secFetchSite: '',
    secFetchUser: '',
    referredBy: null,
    secure: true,
    asn: null,
    mark: null,
    ownNetwork: false,
    ...changes,
  });
  return `${kind} ${reason}`.trim();
};

describe('a browser that sends fetch metadata', () => {
  it.each([
    chrome('80.0.3987.87'),
    chrome('142.0.0.0'),
    chrome('142.0.0.0', ' Edg/142.0.0.0'),
    chrome('130.0.0.0', ' OPR/115.0.0.0'),
    `Mozilla/5.0 (Linux; Android 10; K) ${WEBKIT} Chrome/142.0.0.0 Mobile Safari/537.36`,
    firefox('90.0'),
    firefox('144.0'),
    'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0',
    safari('16.4'),
    safari('16.10'),
    safari('18.5'),
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
  ])('has one sign without it, and stays a click: %s', (userAgent) => {
    expect(judged({ userAgent })).toBe('click no_fetch_metadata');
  });

  it('has no sign if it sends any of it', () => {
    for (const header of ['secFetchSite', 'secFetchMode', 'secFetchDest', 'secFetchUser'] as const) {
      const value = {
        secFetchSite: 'none',
        secFetchMode: 'navigate',
        secFetchDest: 'document',
        secFetchUser: '?1',
      };
      expect(judged({ [header]: value[header] })).toBe('click');
    }
  });

  it('need not send `Sec-Fetch-User`: a script may navigate, and Safari never sends it', () => {
    const navigating = { secFetchSite: 'cross-site', secFetchMode: 'navigate', secFetchDest: 'document' };
    expect(judged({ ...navigating, secFetchUser: '' })).toBe('click');
  });

  it('need not send it without HTTPS', () => {
    expect(judged({ secure: false })).toBe('click');
  });
});

describe('fetch metadata is not expected from', () => {
  it.each([
    ['an old Chrome', chrome('79.0.3945.130')],
    ['an old Firefox', firefox('89.0')],
    ['an old Safari', safari('16.3')],
    ['a view in an app on iOS', `${IOS} Mobile/15E148`],
    ["an app's own browser on iOS", `${IOS} Mobile/15E148 Instagram 389.0.0.40.85 (iPhone14,5; iOS 18_5)`],
    ['Chrome on iOS', `${IOS} CriOS/142.0.0.0 Mobile/15E148 Safari/604.1`],
    [
      'a view in an app on Android',
      `Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A; wv) ${WEBKIT} Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36`,
    ],
    ['a program in a browser’s frame', chrome('120.0.0.0', ' Electron/28.0.0')],
    [
      'another maker’s Safari',
      'Mozilla/5.0 (PlayStation; PlayStation 5/8.20) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.4 Safari/605.1.15',
    ],
    [
      'the Safari of GNOME',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15',
    ],
    ['a browser nobody knows', 'Mozilla/5.0 (Unknown) Something/1.0 (like nothing else)'],
  ])('%s', (_, userAgent) => {
    expect(judged({ userAgent })).toBe('click');
  });
});

describe('a network', () => {
  const request = {
    secFetchSite: 'none',
    secFetchMode: 'navigate',
    secFetchDest: 'document',
    secFetchUser: '?1',
  };

  it('of a hosting provider or a mail filter is one sign', () => {
    for (const asn of [16509, 14618, 396982, 8075, 16276, 24940, 14061, 26211, 30031, 15324]) {
      expect(judged({ ...request, asn }), String(asn)).toBe('click hosting_network');
    }
  });

  it('that people use is no sign', () => {
    // Orange, iCloud Private Relay's carriers, Zscaler, Netskope, Cisco Umbrella, Cloudflare's WARP.
    for (const asn of [ORANGE, 714, 36183, 54113, 22616, 62044, 55256, 36692, 13335, null]) {
      expect(judged({ ...request, asn }), String(asn)).toBe('click');
    }
  });
});

describe('two signs', () => {
  it('make a scanner', () => {
    expect(judged({ asn: AMAZON })).toBe('scanner two_signs');
    expect(judged({ asn: ORANGE })).toBe('click no_fetch_metadata');
  });

  it('matter only for hits that would be clicks', () => {
    expect(judged({ asn: AMAZON, userAgent: 'curl/8.5.0' })).toBe('bot isbot');
    expect(judged({ asn: AMAZON, userAgent: 'Twitterbot/1.0' })).toBe('preview preview_agent');
    expect(judged({ asn: AMAZON, method: 'HEAD' })).toBe('bot head');
    expect(judged({ asn: AMAZON, mark: 'test' })).toBe('bot own_test');
  });
});
