/** Apps for work: chats, meetings, planning, documents. */
import type { AppEntry } from './app-entry.ts';

export const WORKPLACE = {
  slack: {
    label: { en: 'Slack' },
    channels: ['slack'],
    // Slack-ImgProxy is left out: it fetches images, which does not show that a link was pasted.
    fetchers: [{ agent: /\bSlackbot\b/ }],
    inApp: /\bSlack(?:_SSB)?\/\d/,
    referrers: [{ hosts: ['app.slack.com', 'slack-redir.net'], packages: ['com.Slack', 'com.slack'] }],
  },
  teams: {
    label: { en: 'Teams' },
    channels: ['teams'],
    fetchers: [
      // Skype's fetcher serves all of Microsoft's messengers.
      { agent: /\bSkypeUriPreview\b/, certainty: 'family' },
      { agent: /\bMicrosoft Teams\b/ },
    ],
    inApp: /\bTeams(?:\/\d|Mobile-)|\bmaglev\/\d/,
    referrers: [
      {
        hosts: [
          'teams.microsoft.com',
          'teams.cloud.microsoft',
          'teams.live.com',
          'statics.teams.cdn.office.net',
        ],
        packages: ['com.microsoft.teams'],
      },
    ],
  },
  googlechat: {
    label: { en: 'Google Chat' },
    channels: [],
    referrers: [{ hosts: ['chat.google.com'], packages: ['com.google.android.apps.dynamite'] }],
  },
  mattermost: {
    label: { en: 'Mattermost' },
    channels: [],
    fetchers: [{ agent: /\bMattermost-Bot\// }],
    inApp: /\bMattermost\/\d/,
    referrers: [{ packages: ['com.mattermost.rn'] }],
  },
  rocketchat: {
    label: { en: 'Rocket.Chat' },
    channels: [],
    // Its server adds its name to an old browser's agent; its desktop app also says Electron.
    fetchers: [{ agent: /\bRocket\.Chat(?!.*\bElectron\/)/ }],
    inApp: /\bRocket\.Chat\/.*\bElectron\//,
    referrers: [{ packages: ['chat.rocket.android'] }],
  },
  zulip: {
    label: { en: 'Zulip' },
    channels: [],
    fetchers: [{ agent: /\bZulipURLPreview\// }],
    inApp: /\bZulip(?:Electron|Mobile)?\/\d/,
    referrers: [{ under: ['zulipchat.com'], packages: ['com.zulipmobile'] }],
  },
  matrix: {
    label: { en: 'Matrix' },
    channels: [],
    fetchers: [{ agent: /^Synapse\b|\b[Mm]atrix-[Mm]edia-[Rr]epo\b/ }],
    inApp: /\bElement\/\d/,
    referrers: [{ hosts: ['app.element.io'], packages: ['im.vector.app', 'io.element.android.x'] }],
  },
  zoom: {
    label: { en: 'Zoom' },
    channels: [],
    fetchers: [{ agent: /\bZoom ?(?:Chat|Link|[Uu]rl|URL)[- ]?(?:[Pp]review|[Uu]nfurl)/ }],
    referrers: [{ hosts: ['app.zoom.us'], packages: ['us.zoom.videomeetings'] }],
  },
  webex: {
    label: { en: 'Webex' },
    channels: [],
    // It fetches from the sender's machine.
    fetchers: [{ agent: /^WebexTeams\b/, runsOnSharerDevice: true }],
    referrers: [{ hosts: ['web.webex.com', 'teams.webex.com'], packages: ['com.cisco.wx2.android'] }],
  },
  chatwork: {
    label: { en: 'Chatwork' },
    channels: [],
    fetchers: [{ agent: /\bChatwork LinkPreview\b/ }],
    referrers: [{ hosts: ['www.chatwork.com'], packages: ['jp.ecstudio.chatworkandroid'] }],
  },
  dingtalk: {
    label: { en: 'DingTalk' },
    channels: [],
    fetchers: [{ agent: /\bDingTalkBot\b/ }],
    inApp: /\bDingTalk\//,
    referrers: [{ hosts: ['im.dingtalk.com'], packages: ['com.alibaba.android.rimet'] }],
  },
  feishu: {
    label: { en: 'Feishu' },
    channels: [],
    fetchers: [{ agent: /\bLarkUrl2Meta\b/ }],
    inApp: /\b(?:Lark|Feishu)\/\d/,
    referrers: [
      { under: ['feishu.cn', 'larksuite.com'], packages: ['com.ss.android.lark', 'com.larksuite.suite'] },
    ],
  },
  notion: {
    label: { en: 'Notion' },
    channels: [],
    fetchers: [{ agent: /\bNotion\/(?!.*\bElectron\/)/ }],
    inApp: /\bNotion\/\d.*\bElectron\//,
    referrers: [{ hosts: ['www.notion.so'], packages: ['notion.id'] }],
  },
  atlassian: {
    label: { en: 'Atlassian' },
    channels: [],
    // Jira and Confluence use Iframely, which then also names them.
    fetchers: [
      { agent: /\bIframely\/.*\bAtlassian\b/, carriesOtherTokens: true },
      { agent: /\bAtlassian\b/ },
    ],
    referrers: [{ under: ['atlassian.net'] }],
  },
  trello: {
    label: { en: 'Trello' },
    channels: [],
    fetchers: [{ agent: /\bTrello/ }],
    referrers: [{ hosts: ['trello.com'], packages: ['com.trello'] }],
  },
  asana: {
    label: { en: 'Asana' },
    channels: [],
    fetchers: [{ agent: /\bAsana\/\d/ }],
    referrers: [{ hosts: ['app.asana.com'], packages: ['com.asana.app'] }],
  },
  coda: {
    label: { en: 'Coda' },
    channels: [],
    fetchers: [{ agent: /\bCodaBot\b/ }],
    referrers: [{ hosts: ['coda.io'] }],
  },
  evernote: {
    label: { en: 'Evernote' },
    channels: [],
    fetchers: [{ agent: /\bEvernoteRichLinkBot\b/ }],
    referrers: [{ packages: ['com.evernote'] }],
  },
  clickup: {
    label: { en: 'ClickUp' },
    channels: [],
    fetchers: [{ agent: /\bClickUpLinkUnfurler\b/ }],
    referrers: [{ hosts: ['app.clickup.com'], packages: ['co.mangotechnologies.clickup'] }],
  },
  linear: {
    label: { en: 'Linear' },
    channels: [],
    fetchers: [{ agent: /\bLinear(?:Bot|[-/ ])/ }],
    referrers: [{ hosts: ['linear.app'] }],
  },
  nextcloud: {
    label: { en: 'Nextcloud' },
    channels: [],
    fetchers: [{ agent: /\bNextcloud(?:-Server|[ /]|$)/ }],
    referrers: [{ packages: ['com.nextcloud.talk2'] }],
  },
  github: {
    label: { en: 'GitHub' },
    channels: [],
    fetchers: [{ agent: /\bgithub-camo\b/ }],
    referrers: [{ hosts: ['github.com'], packages: ['com.github.android'] }],
  },
} as const satisfies Record<string, AppEntry>;
