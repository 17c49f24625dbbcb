/**
 * Labels for the entries of crawler-user-agents, by the package's patterns. A preview fetches a page because somebody
 * put its link into an app, which shows a card. Every other entry is a bot, even if it is tagged `social-preview`:
 * crawlers of whole sites, share counters, image proxies of mail services.
 */

/** Pattern → the app that shows the card; null if any app is accepted. */
export const PREVIEWS: Record<string, string | null> = {
  LinkedInBot: 'linkedin',
  facebookexternalhit: 'meta',
  Facebot: 'meta',
  'Meta-ExternalHit\\/': 'meta',
  Twitterbot: 'x',
  Embedly: 'embedly',
  SkypeUriPreview: 'teams',
  Slackbot: 'slack',
  redditbot: 'reddit',
  WhatsApp: 'whatsapp',
  'pinterest\\.com\\/bot': 'pinterest',
  'BingPreview\\/': 'bing',
  'MicrosoftPreview\\/': 'bing',
  'Yahoo Link Preview': 'yahoo',
  Discordbot: 'discord',
  TelegramBot: 'telegram',
  Mastodon: 'mastodon',
  'Google Web Preview': 'google',
  'developers\\.google\\.com\\/\\+\\/web\\/snippet': 'google',
  FlipboardProxy: 'flipboard',
  vkShare: 'vk',
  Viber: 'viber',
  'Snap URL Preview Service': 'snapchat',
  'SnapURLPreview\\/': 'snapchat',
  'Valve\\/Steam': 'steam',
  Synapse: 'matrix',
  // Iframely on behalf of Atlassian: either name is right.
  Iframely: null,
  GroupMeBot: 'groupme',
  KeybaseBot: 'keybase',
  SummalyBot: 'misskey',
  'Bluesky\\/': 'bluesky',
  BlueskyPreviewBot: 'bluesky',
  ClickUpLinkUnfurler: 'clickup',
  'Mediumbot-MetaTagFetcher': 'medium',
  'Quora-Bot': 'quora',
  'Chatwork LinkPreview': 'chatwork',
  'DingTalkBot-LinkService': 'dingtalk',
  'Discourse Forum Onebox': 'discourse',
  'github-camo': 'github',
  'Mattermost-Bot\\/': 'mattermost',
  'Notion\\/': 'notion',
  'Tumblr\\/': 'tumblr',
  BeeperBot: 'matrix',
  Friendica: null,
  Lemmy: null,
  'OdklBot\\/': null,
  'Xing Bot': null,
  CodaBot: null,
  EvernoteRichLinkBot: null,
  'Asana\\/': null,
  BufferLinkPreviewBot: null,
  'Orlo-LinkPreview\\/': null,
  LoomlyBot: null,
  'GG PeekBot': null,
  'OpenGraph\\.io\\/': null,
  ListGemBot: null,
  '^ArenaUnfurlBot': null,
  LMArenaUnfurlBot: null,
};

/** Single agents that differ from their pattern. */
export const EXCEPTIONS: Record<string, ['preview' | 'bot', string | null]> = {
  'HatenaBookmark/4.0 (Hatena::Bookmark; Analyzer)': ['preview', 'hatena'],
  // WhatsApp itself always gives its version.
  WhatsApp: ['preview', null],
};

/** Entries that are not bots, with reasons. */
export const PEOPLE: Record<string, string> = {
  'AP3A\\.240617\\.008': "the build number of a phone's Android, here in Instagram's built-in browser",
  'MetaIAB Facebook': "Facebook's built-in browser on a phone",
  'Code\\/1\\.': 'the browser inside the editor VS Code',
  'Trae\\/': 'the browser inside the editor Trae',
  Fluid: 'a program that makes a Mac app of a site',
};
