/** Search engines, readers, forums, and services that fetch previews for others. */
import type { AppEntry } from './app-entry.ts';

export const PUBLISHING = {
  google: {
    label: { en: 'Google' },
    channels: [],
    fetchesForOtherApps: true,
    fetchers: [{ agent: /\bdevelopers\.google\.com\/\+\/web\/snippet|\bGoogle Web Preview\b/ }],
    inApp: /\bGSA\/\d|\bGoogleApp\/\d|\bGoogleLens\//,
    referrers: [{ packages: ['com.google.android.googlequicksearchbox'] }],
  },
  bing: {
    label: { en: 'Bing' },
    channels: [],
    fetchesForOtherApps: true,
    fetchers: [{ agent: /\bBingPreview\/|\bMicrosoftPreview\// }],
    inApp: /\bBing(?:Sapphire|Web)\//,
    referrers: [{ packages: ['com.microsoft.bing'] }],
  },
  googlenews: {
    label: { en: 'Google News', fr: 'Google Actualités' },
    channels: [],
    inApp: /\bGNews (?:iOS|Android)\//,
    referrers: [{ hosts: ['news.google.com'], packages: ['com.google.android.apps.magazines'] }],
  },
  naver: {
    label: { en: 'Naver' },
    channels: [],
    fetchers: [{ agent: /\bnaver\.me\/scrap\b/, carriesOtherTokens: true }],
    inApp: /\bNAVER\(inapp/,
    referrers: [{ packages: ['com.nhn.android.search'] }],
  },
  substack: {
    label: { en: 'Substack' },
    channels: [],
    fetchers: [{ agent: /\bSubstackContentFetch\b/ }],
    referrers: [{ hosts: ['substack.com'] }],
  },
  buffer: {
    label: { en: 'Buffer' },
    channels: [],
    fetchers: [{ agent: /\bBufferLinkPreviewBot\b/ }],
  },
  loomly: {
    label: { en: 'Loomly' },
    channels: [],
    fetchers: [{ agent: /\bLoomlyBot\b/ }],
  },
  listgem: {
    label: { en: 'ListGem' },
    channels: [],
    fetchers: [{ agent: /\bListGemBot\b/ }],
  },
  hatena: {
    label: { en: 'Hatena' },
    channels: [],
    // Its other programs fetch feeds and icons repeatedly.
    fetchers: [{ agent: /\bHatena(?!.*(?:Antenna|Crawler|Favicon|RSS|Screenshot))/ }],
    referrers: [{ hosts: ['b.hatena.ne.jp'] }],
  },
  medium: {
    label: { en: 'Medium' },
    channels: [],
    fetchers: [{ agent: /\bMediumbot\b/ }],
    referrers: [{ hosts: ['medium.com'], packages: ['com.medium.reader'] }],
  },
  flipboard: {
    label: { en: 'Flipboard' },
    channels: [],
    fetchers: [{ agent: /\bFlipboardProxy\// }],
    inApp: /\bFlipboard(?:-Briefing)?\/\d/,
    referrers: [{ hosts: ['flipboard.com'], packages: ['flipboard.app'] }],
  },
  discourse: {
    label: { en: 'Discourse' },
    channels: [],
    fetchers: [{ agent: /\bDiscourse Forum Onebox\b/ }],
  },
  iframely: {
    label: { en: 'Iframely' },
    channels: [],
    fetchesForOtherApps: true,
    fetchers: [{ agent: /\bIframely\// }],
  },
  embedly: {
    label: { en: 'Embedly' },
    channels: [],
    fetchesForOtherApps: true,
    fetchers: [{ agent: /\bEmbedly\b/ }],
  },
} as const satisfies Record<string, AppEntry>;
