/** The English texts about shares. */
import type { Format, Part } from '../format.ts';

const times = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'share', 'shares')}`;

export const enSharing = {
  head: 'Sharing',
  note: 'What was sent, and not only what arrived: each press of a share button, and what it has brought so far, today included.',
  ofShares: (count: number, format: Format) => `of ${times(count, format)}`,
  uncounted: (most: number, { number }: Format) =>
    `Only the newest ${number(most)} shares with a code are counted here.`,
  funnel: {
    head: 'From press to click',
    shared: 'Shared',
    seen: 'Seen in an app',
    clicked: 'Clicked by others',
    step: (label: string, { part, whole }: Part, { number }: Format) =>
      `${label}: ${number(part)} of ${number(whole)}`,
    sightings: 'Sightings',
    clicks: 'Clicks',
    provesEach:
      'A press shows that somebody wanted to share, not that it was sent. A preview shows that an app had this exact link, not that anybody read the message; email and SMS fetch none. A click shows that somebody else opened this exact share.',
    provesAll:
      'A press shows that somebody wanted to share, not that it was sent. A sighting shows that an app had the link at least once that day: one may represent many shares, because apps keep previews. A click shows that somebody opened the link, through a share or through any other copy of it.',
  },
  spread: {
    head: 'Clicks per share',
    average: (mean: string, median: string, max: string) =>
      `${mean} on average, but half of the shares have at most\u00a0${median}. The largest has\u00a0${max}.`,
    range: (from: number, to: number | null, { number }: Format) =>
      to === null ? `${number(from)}+` : from === to ? number(from) : `${number(from)}–${number(to)}`,
    clicks: 'Clicks',
    label: 'How many shares have how many clicks',
    shares: 'Shares',
  },
  byChannel: { head: 'By channel' },
  tree: {
    head: 'Who passed it on',
    note: 'Each line leads from a share to the shares by people who came through it. The more clicks, the larger the dot.',
    label: (nodes: number, generations: number, { number, plural }: Format) =>
      `${number(nodes)} ${plural(nodes, 'share', 'shares')} in ${number(generations)} ${plural(generations, 'generation', 'generations')}`,
    share: 'Share',
    generation: 'Generation',
    reshares: 'Reshares',
    clicks: (count: number, { number, plural }: Format) =>
      `${number(count)} ${plural(count, 'click', 'clicks')}`,
    more: (count: number, { number, plural }: Format) =>
      `${number(count)} ${plural(count, 'reshare', 'reshares')} not drawn`,
    omitted: (count: number, { number, plural }: Format) =>
      `${number(count)} more ${plural(count, 'share is', 'shares are')} not drawn.`,
  },
  buttons: {
    link: 'Share buttons',
    note: 'Buttons for your page with the right link in each of them. They set no cookie, load nothing from elsewhere, and count each press.',
    preview: 'Preview',
    previewNote:
      'The buttons as readers see them on a device like yours, without those that cannot work there. They work here, too: what you press is counted.',
    channels: 'Channels',
    look: 'Look',
    looks: { buttons: 'Buttons', icons: 'Icons with names', menu: 'One “Share” button' },
    language: 'Language of your page',
    languages: { en: 'English', fr: 'French' },
    copiedText: 'Add the link to copied passages',
    apply: 'Show',
    snippet: 'The snippet to paste',
    snippetNote: 'Paste it where the buttons should be. It works without JavaScript as plain links.',
    copySnippet: 'Copy the snippet',
    plain: 'Without JavaScript',
    plainNote: 'Plain links to the share page of each channel. They can be used in newsletters, too.',
    address: (channel: string) => `Share link for ${channel}`,
  },
  codes: {
    head: 'A separate link for every share',
    note: 'With share codes, every press gets its own short link. Then clicks are counted for each share, previews show each paste, and a share knows which share led to it.',
    privacy:
      'A person who receives a shared link can be distinguished from readers of other shares, and the page receives the code of the link through which its reader came. No name, address or cookie is involved, and “Sec-GPC” is respected. Tell your readers in your privacy policy.',
    areOn: 'Share codes are on.',
    areOff: 'Share codes are off.',
    turnOn: 'Turn share codes on',
    turnOff: 'Turn share codes off',
  },
};
