/** Software of the fediverse. Each server that receives a post fetches the preview again. */
import type { AppEntry } from './app-entry.ts';

export const FEDIVERSE = {
  mastodon: {
    label: { en: 'Mastodon' },
    channels: [],
    fetchers: [{ agent: /\bMastodon\/\d/ }],
    referrers: [{ hosts: ['mastodon.social'], packages: ['org.joinmastodon.android'] }],
  },
  pleroma: {
    label: { en: 'Pleroma' },
    channels: [],
    fetchers: [{ agent: /^(?:Pleroma|Akkoma) \d/ }],
  },
  misskey: {
    label: { en: 'Misskey' },
    channels: [],
    // Misskey and its forks fetch previews with the library Summaly.
    fetchers: [{ agent: /\bMisskey\/\d/ }, { agent: /\bSummaly/, certainty: 'family' }],
  },
  friendica: {
    label: { en: 'Friendica' },
    channels: [],
    fetchers: [{ agent: /\bFriendica\b/ }],
  },
  lemmy: {
    label: { en: 'Lemmy' },
    channels: [],
    fetchers: [{ agent: /\bLemmy\b/ }],
  },
  peertube: {
    label: { en: 'PeerTube' },
    channels: [],
    fetchers: [{ agent: /\bPeerTube\/\d/ }],
  },
  gotosocial: {
    label: { en: 'GoToSocial' },
    channels: [],
    fetchers: [{ agent: /\b[Gg]o[Tt]o[Ss]ocial\/\d/ }],
  },
  pixelfed: {
    label: { en: 'Pixelfed' },
    channels: [],
    fetchers: [{ agent: /\bPixelfed\/\d/ }],
  },
} as const satisfies Record<string, AppEntry>;
