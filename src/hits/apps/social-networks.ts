/** Social networks. The fediverse has its own list. */
import type { AppEntry } from './app-entry.ts';

export const NETWORKS = {
  meta: {
    label: { en: 'Meta' },
    isMaker: true,
    // One fetcher for Facebook, Messenger, Instagram, Threads, and WhatsApp where servers fetch for it.
    channels: ['facebook', 'messenger', 'whatsapp'],
    fetchers: [
      {
        agent:
          /\bfacebookexternalhit\/|\bFacebot\b|\bfacebookcatalog\/|\bmeta-externalfetcher\/|\bMeta-ExternalHit\//,
        certainty: 'family',
      },
    ],
  },
  facebook: {
    label: { en: 'Facebook' },
    channels: ['facebook'],
    inApp: /\bFBA[NV]\/|\bFB_IAB\/|\bMetaIAB Facebook\b/,
    referrers: [
      {
        hosts: [
          'facebook.com',
          'www.facebook.com',
          'm.facebook.com',
          'mbasic.facebook.com',
          'web.facebook.com',
          'l.facebook.com',
        ],
        packages: ['com.facebook.katana', 'com.facebook.lite'],
      },
      // Messenger uses the mobile wrapper, too.
      { hosts: ['lm.facebook.com'], certainty: 'family' },
    ],
  },
  instagram: {
    label: { en: 'Instagram' },
    channels: [],
    inApp: /\bInstagram \d/,
    referrers: [
      {
        hosts: ['instagram.com', 'www.instagram.com', 'l.instagram.com'],
        packages: ['com.instagram.android'],
      },
    ],
  },
  threads: {
    label: { en: 'Threads' },
    channels: [],
    inApp: /\bBarcelona \d/,
    referrers: [
      {
        hosts: ['www.threads.com', 'www.threads.net', 'l.threads.com', 'l.threads.net'],
        packages: ['com.instagram.barcelona'],
      },
    ],
  },
  linkedin: {
    label: { en: 'LinkedIn' },
    channels: ['linkedin'],
    fetchers: [{ agent: /\bLinkedInBot\// }],
    inApp: /\bLinkedInApp\b/,
    referrers: [
      { hosts: ['linkedin.com', 'www.linkedin.com', 'lnkd.in'], packages: ['com.linkedin.android'] },
    ],
  },
  x: {
    label: { en: 'X' },
    channels: ['x'],
    fetchers: [{ agent: /\bTwitterbot\// }],
    inApp: /\bTwitter(?: for i(?:Phone|Pad)|Android)\b/,
    referrers: [
      { hosts: ['t.co', 'x.com', 'twitter.com', 'mobile.twitter.com'], packages: ['com.twitter.android'] },
    ],
  },
  reddit: {
    label: { en: 'Reddit' },
    channels: ['reddit'],
    fetchers: [{ agent: /\bredditbot\// }],
    inApp: /\bReddit\/(?:\d|Version)/,
    referrers: [
      {
        hosts: ['reddit.com', 'www.reddit.com', 'old.reddit.com', 'sh.reddit.com', 'out.reddit.com'],
        packages: ['com.reddit.frontpage'],
      },
    ],
  },
  bluesky: {
    label: { en: 'Bluesky' },
    channels: ['bluesky'],
    fetchers: [{ agent: /\bBluesky Cardyb\b|\bBluesky\/|\bBlueskyPreviewBot\b/ }],
    referrers: [{ hosts: ['bsky.app', 'go.bsky.app'], packages: ['xyz.blueskyweb.app'] }],
  },
  pinterest: {
    label: { en: 'Pinterest' },
    channels: [],
    fetchers: [{ agent: /\bPinterest(?:bot)?\/[\d.]+[ ;(+]+http/ }],
    inApp: /\[Pinterest\//,
    referrers: [{ under: ['pinterest.com'], packages: ['com.pinterest'] }],
  },
  douyin: {
    label: { en: 'Douyin' },
    channels: [],
    // Before TikTok, since both name the view of their maker.
    inApp: /\baweme_\d|\bAppName\/aweme\b/,
    referrers: [{ hosts: ['www.douyin.com'], packages: ['com.ss.android.ugc.aweme'] }],
  },
  tiktok: {
    label: { en: 'TikTok' },
    channels: [],
    inApp: /musical_ly|trill_\d|\bBytedanceWebview\/|\bTikTok\b/,
    referrers: [
      { hosts: ['www.tiktok.com'], packages: ['com.zhiliaoapp.musically', 'com.ss.android.ugc.trill'] },
    ],
  },
  tumblr: {
    label: { en: 'Tumblr' },
    channels: [],
    fetchers: [{ agent: /\bTumblr\/\d/ }],
    referrers: [{ hosts: ['www.tumblr.com', 't.umblr.com'], packages: ['com.tumblr'] }],
  },
  ning: {
    label: { en: 'Ning' },
    channels: [],
    fetchers: [{ agent: /\bNING\/\d/ }],
  },
  quora: {
    label: { en: 'Quora' },
    channels: [],
    fetchers: [{ agent: /\bQuora Link Preview\b|\bQuora-Bot\b/ }],
    inApp: /\bQuora \d/,
    referrers: [{ hosts: ['www.quora.com'], packages: ['com.quora.android'] }],
  },
  vk: {
    label: { en: 'VK' },
    channels: [],
    fetchers: [{ agent: /\bvkShare\b|\bVKRobot\b/ }],
    inApp: /\bVKAndroidApp\/|\bcom\.vk\.vkclient\b/,
    referrers: [{ hosts: ['vk.com', 'm.vk.com', 'away.vk.com'], packages: ['com.vkontakte.android'] }],
  },
  odnoklassniki: {
    label: { en: 'Odnoklassniki' },
    channels: [],
    fetchers: [{ agent: /\bOdklBot\// }],
    inApp: /\bOKAndroid\/|\bOkApp\b/,
    referrers: [{ hosts: ['ok.ru', 'm.ok.ru'], packages: ['ru.ok.android'] }],
  },
  xing: {
    label: { en: 'XING' },
    channels: [],
    fetchers: [{ agent: /\bXing Bot\b|\bXING-content/ }],
    inApp: /\bXING(?:-iPhone|-Android)?\/\d/,
    referrers: [{ hosts: ['www.xing.com'], packages: ['com.xing.android'] }],
  },
  weibo: {
    label: { en: 'Weibo' },
    channels: [],
    inApp: /__weibo__|\bWeibo \(/,
    referrers: [{ hosts: ['weibo.com', 'm.weibo.cn'], packages: ['com.sina.weibo'] }],
  },
} as const satisfies Record<string, AppEntry>;
