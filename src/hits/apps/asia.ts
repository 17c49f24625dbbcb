/** Apps in which much of Asia opens links: portals, networks and apps for everything. */
import type { AppEntry } from './app-entry.ts';

export const ASIA = {
  alipay: {
    label: { en: 'Alipay' },
    channels: [],
    inApp: /\bAlipayClient\//,
    referrers: [{ packages: ['com.eg.android.AlipayGphone'] }],
  },
  baidu: {
    label: { en: 'Baidu' },
    channels: [],
    inApp: /\bbaiduboxapp\//,
    referrers: [{ packages: ['com.baidu.searchbox'] }],
  },
  bilibili: {
    label: { en: 'Bilibili' },
    channels: [],
    inApp: /\bBiliApp\/|\bbili-universal\//,
    referrers: [{ hosts: ['www.bilibili.com', 't.bilibili.com'], packages: ['tv.danmaku.bili'] }],
  },
  daum: {
    label: { en: 'Daum' },
    channels: [],
    inApp: /\bDaumApps\//,
    referrers: [{ packages: ['net.daum.android.daum'] }],
  },
  kakaostory: {
    label: { en: 'KakaoStory' },
    channels: [],
    inApp: /\bKAKAOSTORY\//,
    referrers: [{ hosts: ['story.kakao.com'], packages: ['com.kakao.story'] }],
  },
  kwai: {
    label: { en: 'Kwai' },
    channels: [],
    inApp: /\bKwai(?:_Pro)?\/\d/,
    referrers: [{ packages: ['com.smile.gifmaker', 'com.kwai.video'] }],
  },
  momo: {
    label: { en: 'Momo' },
    channels: [],
    inApp: /\bmomoWebView\//,
    referrers: [{ packages: ['com.immomo.momo'] }],
  },
  toutiao: {
    label: { en: 'Toutiao' },
    channels: [],
    inApp: /\bNewsArticle\/\d/,
    referrers: [{ hosts: ['www.toutiao.com'], packages: ['com.ss.android.article.news'] }],
  },
  xiaohongshu: {
    label: { en: 'Xiaohongshu' },
    channels: [],
    inApp: /\bxiaohongshu\b|\bxhs(?:discover|miniapp)\b|\bXHS\//,
    referrers: [{ hosts: ['www.xiaohongshu.com'], packages: ['com.xingin.xhs'] }],
  },
  yahoojapan: {
    label: { en: 'Yahoo! JAPAN' },
    channels: [],
    inApp: /\bYJApp-(?:ANDROID|IOS)\b/,
  },
  zhihu: {
    label: { en: 'Zhihu' },
    channels: [],
    inApp: /\bZhihuHybrid\b|\bosee2unifiedRelease\//,
    referrers: [{ hosts: ['www.zhihu.com', 'link.zhihu.com'], packages: ['com.zhihu.android'] }],
  },
} as const satisfies Record<string, AppEntry>;
