/** Messengers. */
import type { AppEntry } from './app-entry.ts';

export const MESSENGERS = {
  whatsapp: {
    label: { en: 'WhatsApp' },
    channels: ['whatsapp'],
    // Modified versions put letters before and after the name.
    fetchers: [{ agent: /^[A-Za-z]{0,8}WhatsApp\w{0,6}\/\d+\.\d/, runsOnSharerDevice: true }],
    inApp: /\bWhatsApp(?:Electron)?\/\d/,
    referrers: [{ hosts: ['web.whatsapp.com', 'l.wl.co'], packages: ['com.whatsapp', 'com.whatsapp.w4b'] }],
  },
  signal: {
    label: { en: 'Signal' },
    channels: ['signal'],
    // Signal sends `WhatsApp/2` (formerly `WhatsApp`) to receive cards; similar apps add a parenthesis.
    fetchers: [{ agent: /^WhatsApp(?:\/2)?(?: ?\(|$)/, certainty: 'family', runsOnSharerDevice: true }],
    referrers: [{ packages: ['org.thoughtcrime.securesms'] }],
  },
  imessage: {
    label: { en: 'iMessage' },
    channels: ['sms'],
    // Apple's link previews, in iMessage, the share sheet and any other app that shows them.
    fetchesForOtherApps: true,
    fetchers: [
      {
        agent: /(?<=AppleWebKit\/.*)facebookexternalhit\/.*Twitterbot\//,
        certainty: 'family',
        carriesOtherTokens: true,
        runsOnSharerDevice: true,
      },
    ],
  },
  sms: {
    label: { en: 'SMS' },
    channels: ['sms'],
    referrers: [
      {
        hosts: ['messages.google.com'],
        packages: ['com.google.android.apps.messaging', 'com.samsung.android.messaging', 'com.android.mms'],
      },
    ],
  },
  messenger: {
    label: { en: 'Messenger' },
    channels: ['messenger'],
    inApp: /\bFBAN\/Messenger|\bFB_IAB\/(?:MESSENGER|Orca)/,
    referrers: [
      {
        hosts: ['messenger.com', 'www.messenger.com', 'l.messenger.com'],
        packages: ['com.facebook.orca', 'com.facebook.mlite'],
      },
    ],
  },
  telegram: {
    label: { en: 'Telegram' },
    channels: ['telegram'],
    fetchers: [{ agent: /\bTelegramBot\b/ }],
    inApp: /\bTelegram-Android\//,
    referrers: [
      {
        hosts: ['t.me', 'telegram.me', 'web.telegram.org', 'weba.telegram.org', 'webk.telegram.org'],
        packages: ['org.telegram.messenger', 'org.telegram.messenger.web', 'org.thunderdog.challegram'],
      },
    ],
  },
  discord: {
    label: { en: 'Discord' },
    channels: ['discord'],
    fetchers: [
      { agent: /\bDiscordbot\// },
      // For images and videos, Discord pretends to be one of two old versions of Firefox. It has invented the newer one:
      // a real one says at most 10.15.
      {
        agent: /^Mozilla\/5\.0 \(Macintosh; Intel Mac OS X (?:10\.10; rv:38|11\.6; rv:92)\.0\) Gecko/,
        certainty: 'family',
      },
    ],
    inApp: /\b[Dd]iscord\/\d/,
    referrers: [
      {
        hosts: ['discord.com', 'canary.discord.com', 'ptb.discord.com', 'discordapp.com'],
        packages: ['com.discord'],
      },
    ],
  },
  viber: {
    label: { en: 'Viber' },
    channels: [],
    fetchers: [{ agent: /^Viber(?:$|\/)|\bViberUrlDownloader\b/ }],
    inApp: /\bViber\b/,
    referrers: [{ packages: ['com.viber.voip'] }],
  },
  line: {
    label: { en: 'LINE' },
    channels: [],
    fetchers: [{ agent: /\bline-poker\//, carriesOtherTokens: true }],
    inApp: /\bLine\/\d/,
    referrers: [{ hosts: ['line.me', 'liff.line.me'], packages: ['jp.naver.line.android'] }],
  },
  kakaotalk: {
    label: { en: 'KakaoTalk' },
    channels: [],
    fetchers: [{ agent: /\bkakaotalk-scrap\//, carriesOtherTokens: true }],
    inApp: /\bKAKAOTALK\b/,
    referrers: [{ hosts: ['open.kakao.com', 'pf.kakao.com'], packages: ['com.kakao.talk'] }],
  },
  wecom: {
    label: { en: 'WeCom' },
    channels: [],
    // Before WeChat, since its agent also names WeChat.
    inApp: /\bwxwork\//,
    referrers: [{ packages: ['com.tencent.wework'] }],
  },
  wechat: {
    label: { en: 'WeChat' },
    channels: [],
    inApp: /\bMicroMessenger\//,
    referrers: [{ packages: ['com.tencent.mm'] }],
  },
  snapchat: {
    label: { en: 'Snapchat' },
    channels: [],
    fetchers: [{ agent: /\bSnap URL Preview Service\b|\bSnapURLPreview\// }],
    inApp: /Snapchat\/?\d/,
    referrers: [{ hosts: ['web.snapchat.com', 'www.snapchat.com'], packages: ['com.snapchat.android'] }],
  },
  imo: {
    label: { en: 'imo' },
    channels: [],
    inApp: /\bimo(?:Android|IOS)\//,
    referrers: [{ packages: ['com.imo.android.imoim'] }],
  },
  kik: {
    label: { en: 'Kik' },
    channels: [],
    inApp: /^Kik\/\d/,
    referrers: [{ packages: ['kik.android'] }],
  },
  qq: {
    label: { en: 'QQ' },
    channels: [],
    inApp: /\bQQ\/\d/,
    referrers: [{ packages: ['com.tencent.mobileqq'] }],
  },
  zalo: {
    label: { en: 'Zalo' },
    channels: [],
    inApp: /\bZalo (?:iOS|android)\//,
    referrers: [{ hosts: ['chat.zalo.me'], packages: ['com.zing.zalo'] }],
  },
  groupme: {
    label: { en: 'GroupMe' },
    channels: [],
    fetchers: [{ agent: /\bGroupMeBot\// }],
    referrers: [{ hosts: ['web.groupme.com'], packages: ['com.groupme.android'] }],
  },
  keybase: {
    label: { en: 'Keybase' },
    channels: [],
    fetchers: [{ agent: /\bKeybaseBot\b/ }],
    referrers: [{ packages: ['io.keybase.ossifrage'] }],
  },
  thelounge: {
    label: { en: 'The Lounge' },
    channels: [],
    fetchers: [{ agent: /\bThe Lounge IRC Client\b/, carriesOtherTokens: true }],
  },
  gg: {
    label: { en: 'GG' },
    channels: [],
    fetchers: [{ agent: /^GG PeekBot\b/ }],
  },
  steam: {
    label: { en: 'Steam' },
    channels: [],
    fetchers: [{ agent: /\bValve\/Steam\b/ }],
    inApp: /\bValve (?:Steam|Client)\b/,
    referrers: [{ hosts: ['steamcommunity.com'], packages: ['com.valvesoftware.android.steam.community'] }],
  },
} as const satisfies Record<string, AppEntry>;
