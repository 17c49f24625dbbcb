import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeAgent, memoAgents } from '../../../src/hits/classify/agent.ts';
import { AGENT_LIMIT } from '../../../src/hits/classify/agent-limit.ts';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const CHROME = `${WINDOWS} Chrome/142.0.0.0 Safari/537.36`;
const IOS = 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const IPAD = 'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const ANDROID = 'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko)';
const WEBVIEW = `${ANDROID.replace('K)', 'SM-S918B Build/UP1A; wv)')} Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36`;
const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';

describe('a User-Agent', () => {
  it.each([
    ['desktop', 'Windows', 'Chrome', CHROME],
    ['desktop', 'Windows', 'Edge', `${CHROME} Edg/142.0.0.0`],
    ['desktop', 'Windows', 'Opera', `${CHROME} OPR/120.0.0.0`],
    ['desktop', 'Windows', 'Firefox', 'Mozilla/5.0 (Windows NT 10.0; rv:144.0) Gecko/20100101 Firefox/144.0'],
    [
      'desktop',
      'Windows',
      'Internet Explorer',
      'Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0) like Gecko',
    ],
    [
      'desktop',
      'Windows',
      'Chrome',
      `${WINDOWS} Teams/1.7.00 Chrome/120.0.0.0 Electron/28.0.0 Safari/537.36`,
    ],
    ['desktop', 'macOS', 'Safari', `${MAC} Version/18.5 Safari/605.1.15`],
    ['desktop', 'macOS', 'DuckDuckGo', `${MAC} Version/18.5 Safari/605.1.15 Ddg/18.5`],
    [
      'desktop',
      'Linux',
      'Firefox',
      'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
    ],
    [
      'desktop',
      'Linux',
      'Firefox',
      'Mozilla/5.0 (X11; Arch Linux; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
    ],
    [
      'desktop',
      'Linux',
      'Chrome',
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36',
    ],
    [
      'desktop',
      'ChromeOS',
      'Chrome',
      'Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    ],
    ['desktop', 'BSD', 'Firefox', 'Mozilla/5.0 (X11; FreeBSD amd64; rv:144.0) Gecko/20100101 Firefox/144.0'],
    ['mobile', 'iOS', 'Safari', `${IOS} Version/18.5 Mobile/15E148 Safari/604.1`],
    ['mobile', 'iOS', 'Chrome', `${IOS} CriOS/142.0.0.0 Mobile/15E148 Safari/604.1`],
    ['mobile', 'iOS', 'Firefox', `${IOS} FxiOS/144.0 Mobile/15E148 Safari/605.1.15`],
    ['mobile', 'iOS', 'Safari', `${IOS} Mobile/15E148 Instagram 389.0.0.40.85 (iPhone14,5; iOS 18_5; en_US)`],
    ['mobile', 'iOS', 'Safari', `${IOS} Mobile/15E148 [Pinterest/iOS]`],
    ['tablet', 'iOS', 'Safari', `${IPAD} Version/17.5 Mobile/15E148 Safari/604.1`],
    ['mobile', 'Android', 'Chrome', `${ANDROID} Chrome/142.0.0.0 Mobile Safari/537.36`],
    ['tablet', 'Android', 'Chrome', `${ANDROID} Chrome/142.0.0.0 Safari/537.36`],
    ['mobile', 'Android', 'Chrome', WEBVIEW],
    ['mobile', 'Android', 'Chrome', `${WEBVIEW} NAVER(inapp; search; 1000; 11.10.5)`],
    ['mobile', 'iOS', 'Safari', `${IOS} Mobile/15E148 Safari/ NAVER(inapp; dict; 100; 2.1.1)`],
    ['mobile', 'Android', 'Chrome', `${WEBVIEW}${' android'.repeat(80)}`],
    ['mobile', 'Android', 'Chrome', `${WEBVIEW} [FB_IAB/FB4A;FBAV/470.0.0.45.70;IABMV/1;]`],
    [
      'mobile',
      'Android',
      'Samsung Internet',
      `${ANDROID} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36`,
    ],
    ['mobile', 'Android', 'Firefox', 'Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0'],
    [
      'mobile',
      'KaiOS',
      'Firefox',
      'Mozilla/5.0 (Mobile; Nokia 8110 4G; rv:48.0) Gecko/48.0 Firefox/48.0 KAIOS/2.5',
    ],
    [
      'other',
      'Tizen',
      'Safari',
      'Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36',
    ],
    [
      'other',
      'PlayStation',
      'Safari',
      'Mozilla/5.0 (PlayStation; PlayStation 5/8.20) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.4 Safari/605.1.15',
    ],
    ['', '', '', ''],
    ['', '', '', 'curl/8.5.0'],
    ['', '', '', 'constructor'],
  ])('is a %s with %s and %s: %s', (device, os, browser, userAgent) => {
    expect(describeAgent(userAgent)).toEqual({ device, os, browser });
  });

  it('is parsed the same in any spelling of its names', () => {
    expect(describeAgent('FiReFoX/3 LiNuX x86')).toEqual(describeAgent('Firefox/3 Linux x86'));
  });

  it('is not parsed beyond its limit', () => {
    const near = 'Instagram 1.0'.padEnd(AGENT_LIMIT);
    expect(describeAgent(`${near}(Windows NT 10.0) Chrome/142.0`)).toEqual(describeAgent(near));
  });

  it('yields only values of a small vocabulary, whatever clients send', () => {
    const tokens = fc.constantFrom(
      ...'Firefox Chrome Safari Version/1 Mobile Android Linux GNU Windows NT Mac OS X Opera Mini IEMobile/1'.split(
        ' ',
      ),
      ...'Sogou Kindle/1 wEbOs/2 AIX 1 BeOS QNX Symbian/3 Lynx/2 Dillo/3 avast/1 vivoBrowser/4 naver(1.2)'.split(
        ' ',
      ),
    );
    const cased = fc
      .tuple(tokens, fc.infiniteStream(fc.boolean()))
      .map(([token, coin]) =>
        [...token].map((c) => (coin.next().value ? c.toUpperCase() : c.toLowerCase())).join(''),
      );
    const agents = fc.array(fc.oneof(cased, fc.string({ maxLength: 8 })), { maxLength: 8 });
    fc.assert(
      fc.property(agents, (parts) => {
        const { device, os, browser } = describeAgent(parts.join(' '));
        expect(['', 'mobile', 'tablet', 'desktop', 'other']).toContain(device);
        expect(os).toMatch(
          /^(|Windows( Phone)?|macOS|iOS|watchOS|Android|HarmonyOS|ChromeOS|Linux|BSD|KaiOS|Tizen|webOS|PlayStation|Xbox|Nintendo|Other)$/,
        );
        expect(browser).toMatch(
          /^(|Chrome|Safari|Firefox|Edge|Opera|Internet Explorer|Brave|DuckDuckGo|Silk|Vivaldi|Whale|Yandex|Other|(Samsung|UC|MIUI|Huawei|QQ|Android) (Internet|Browser))$/,
        );
      }),
      { numRuns: 500 },
    );
  });
});

describe('the cache of agents', () => {
  const counted = (limit: number) => {
    const read: string[] = [];
    const recall = memoAgents(limit, (userAgent) => {
      read.push(userAgent);
      return { userAgent };
    });
    return { read, recall };
  };

  it('parses an agent once and always returns its own result', () => {
    const { read, recall } = counted(8);
    for (const agent of ['a', 'b', 'a', 'b', 'a', 'b', '']) expect(recall(agent).userAgent).toBe(agent);
    expect(read).toEqual(['a', 'b', '']);
  });

  it('keeps a returning agent during a flood of agents that do not return', () => {
    const { read, recall } = counted(100);
    const real = Array.from({ length: 80 }, (_, index) => `real ${index}`);
    for (const agent of [...real, ...real].sort()) recall(agent);
    for (let index = 0; index < 5_000; index += 1) recall(`flood ${index}`);
    read.length = 0;
    for (const agent of real) recall(agent);
    expect(read).toEqual([]);
  });

  it('evicts the least recently used agents', () => {
    const { read, recall } = counted(4);
    for (const agent of ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd', 'a', 'e', 'e']) recall(agent);
    read.length = 0;
    for (const agent of ['a', 'c', 'd', 'e']) recall(agent);
    expect(read).toEqual([]);
    recall('b');
    expect(read).toEqual(['b']);
  });

  it('does not cache an agent that was cut', () => {
    const { read, recall } = counted(4);
    const cut = 'x'.repeat(AGENT_LIMIT);
    for (let times = 0; times < 3; times += 1) recall(cut);
    expect(read).toHaveLength(3);
  });
});
