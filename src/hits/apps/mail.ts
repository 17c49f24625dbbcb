/** Mail programs, webmail, and the wrappers that mail systems put around links. */
import type { AppEntry } from './app-entry.ts';

export const MAIL = {
  gmail: {
    label: { en: 'Gmail' },
    channels: ['email'],
    referrers: [{ hosts: ['mail.google.com'], packages: ['com.google.android.gm'] }],
  },
  outlook: {
    label: { en: 'Outlook' },
    channels: ['email'],
    inApp: /\bMicrosoft Outlook \d|\bOutlook-iOS-Android\//,
    referrers: [
      {
        hosts: ['outlook.live.com', 'outlook.office.com', 'outlook.office365.com', 'outlook.cloud.microsoft'],
        packages: ['com.microsoft.office.outlook'],
      },
      // Safe Links also wraps links in Teams and in documents.
      { under: ['safelinks.protection.outlook.com'], certainty: 'family' },
    ],
  },
  yahoo: {
    label: { en: 'Yahoo Mail' },
    channels: ['email'],
    fetchers: [{ agent: /\bYahoo Link Preview\b/ }],
    referrers: [
      { under: ['mail.yahoo.com', 'mail.yahoo.co.jp'], packages: ['com.yahoo.mobile.client.android.mail'] },
    ],
  },
  email: {
    label: { en: 'Email', fr: 'E-mail' },
    channels: ['email'],
    referrers: [
      {
        hosts: [
          'app.fastmail.com',
          'deref-gmx.net',
          'deref-mail.com',
          'deref-web.de',
          'e.mail.ru',
          'mail.aol.com',
          'mail.proton.me',
          'mail.yandex.com',
          'mail.yandex.ru',
          'mail.zoho.com',
        ],
        packages: ['ch.protonmail.android', 'com.fsck.k9', 'com.samsung.android.email.provider'],
      },
      // Wrappers that mail systems put around links; some also wrap links outside of mail.
      {
        hosts: [
          'clicktime.symantec.com',
          'linkprotect.cudasvc.com',
          'protect2.fireeye.com',
          'secure-web.cisco.com',
          'urldefense.com',
          'urldefense.proofpoint.com',
          'urldefense.us',
        ],
        under: ['mimecastprotect.com', 'protection.sophos.com'],
        certainty: 'family',
      },
    ],
  },
} as const satisfies Record<string, AppEntry>;
