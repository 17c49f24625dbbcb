/** The English texts of the forms that change contents and links: each field with what a change means for what exists. */
import type { LinkFacts } from '../../../links/contents/count-links.ts';
import type { Format } from '../words/format.ts';

const links = (count: number, { number, plural }: Format) =>
  `${number(count)} ${plural(count, 'link', 'links')}`;

/** How many links do not follow the content in something. */
const own = (count: number, what: string, format: Format) =>
  count === 0
    ? ''
    : ` ${links(count, format)} with ${what} of ${count === 1 ? 'its own keeps' : 'their own keep'} it.`;

export const en = {
  editContent: 'Edit the content',
  editLink: (channel: string) => `Edit the ${channel} link`,
  save: 'Save',
  saved: 'Saved.',
  moved: (count: number, format: Format) =>
    `Saved. ${links(count, format)} ${format.plural(count, 'leads', 'lead')} to the new address.`,
  unchanged: 'There was nothing to change.',
  mistakes: 'Nothing was saved. The errors are shown next to the fields.',
  at: {
    node: 'Changes take effect at once. Counts stay.',
    edge: 'Changes take effect within a minute. Counts stay.',
  },
  stale: {
    head: 'This was changed after you opened it. Nothing was saved yet.',
    who: (name: string, at: string) => `${name} changed it on ${at}.`,
    key: 'An API key',
    system: 'Sotto',
    member: 'Somebody who is no longer a member',
    kept: 'What you typed is still here. Where you typed nothing, you see what is stored now.',
    again: 'Save again to replace it with your version.',
    now: (text: string) => `Stored now: ${text}`,
    nothing: 'nothing',
  },
  groups: {
    address: 'Address',
    words: 'Title and preview card',
    order: 'Campaign and tags',
    naming: 'Title, campaign, tags',
    utm: 'UTM parameters',
    sharing: 'Share buttons',
    destination: 'Destination',
    open: 'When it opens',
    who: 'Who may open it',
    state: 'State',
  },
  fields: {
    url: 'Address of the page',
    destination: 'Destination',
    externalId: 'Your reference',
    title: 'Title',
    description: 'Description',
    image: 'Image',
    campaign: 'Campaign',
    tags: 'Tags',
    utm: 'Add no UTM parameters',
    shareCodes: 'A link of its own for each share',
    startsAt: 'Opens on',
    expiresAt: 'Expires on',
    maxClicks: 'Number of clicks',
    expiredUrl: 'Destination afterwards',
    password: 'Password',
    withoutPassword: 'Remove the password',
    statusCode: 'Kind of redirect',
    forwardQuery: 'Pass the visitor’s query on',
    blocked: 'Blocked',
  },
  content: {
    url: ({ links: all, moving, isCut }: LinkFacts, format: Format) => {
      const some =
        moving === 0
          ? 'No link leads to this address, so none moves.'
          : moving === 1
            ? 'The link whose destination is the old address moves with it; its counts stay.'
            : `All ${isCut ? 'of more than ' : ''}${links(moving, format)} whose destination is the old address move with it; counts stay.`;
      const others = all - moving;
      const rest =
        others === 0
          ? ''
          : ` ${links(others, format)} ${format.plural(others, 'leads', 'lead')} elsewhere and ${format.plural(others, 'stays', 'stay')} as ${format.plural(others, 'it is', 'they are')}.`;
      return `${some}${rest} The old address is kept in the history of each link.`;
    },
    externalId: 'Programs use it to find the content. The old reference no longer works.',
    title: ({ titled }: LinkFacts, format: Format) =>
      `Shown in lists, share texts and preview cards.${own(titled, 'a title', format)}`,
    description:
      'For preview cards. With an image, or with title and description, apps show this card in place of the page’s own. Cards that were sent already stay as they are.',
    image: 'Address of an image for preview cards, at least 1200\u00a0×\u00a0630\u00a0pixels.',
    campaign: ({ inCampaign }: LinkFacts, format: Format) =>
      `Sent as utm_campaign from the next click on. In statistics, past clicks belong to the new campaign, too.${own(inCampaign, 'a campaign', format)}`,
    tags: 'Separated by commas. In statistics, past clicks get them, too.',
    shareCodes:
      'Every press of a share button then gets a short link of its own, so that clicks are counted for each share. Earlier shares stay as they are. Tell readers in your privacy policy.',
    utm: ({ tracked }: LinkFacts, format: Format) =>
      `Each value replaces that of the channel, from the next click on.${own(tracked, 'UTM values', format)}`,
  },
  link: {
    url: 'Only this link leads elsewhere; the content keeps its address. Counts stay, and the old destination is kept in its history.',
    startsAt: (zone: string) =>
      `Before that, visitors see that the link does not exist. Empty: it is open. Time in ${zone}.`,
    expiresAt: (zone: string) =>
      `From then on, visitors no longer reach the destination. Empty: it never expires. Time in ${zone}.`,
    maxClicks:
      'Only clicks by people use it up; those before there was a limit do not count. Empty: no limit.',
    expiredUrl:
      'Where visitors are sent once the link has expired or is used up. Empty: they see a page that says so.',
    passwordNone: 'Visitors must enter it before they are redirected. Empty: anybody may open the link.',
    passwordSet:
      'The link has a password. A new one replaces it, and the old one no longer opens the link. Empty: it stays.',
    withoutPassword: 'Then anybody may open the link.',
    statusCode:
      '302 is right for most links. With each of them, browsers ask again every time, so counts stay right.',
    codes: {
      301: '301: moved permanently',
      302: '302: temporary (usual)',
      307: '307: temporary, forms are passed on',
      308: '308: moved permanently, forms are passed on',
    },
    forwardQuery: 'What follows a “?” in the opened link is appended to the destination.',
    blocked: 'Visitors see that the link is blocked. Only administrators may unblock it.',
    title: (ofContent: string | null) =>
      ofContent === null
        ? 'For this link alone.'
        : `For this link alone. Empty: that of the content, “${ofContent}”.`,
    campaign: (ofContent: string) =>
      `Sent as utm_campaign. ${ofContent === '' ? 'Empty: none.' : `Empty: that of the content, “${ofContent}”.`} In statistics, past clicks move with it.`,
    tags: 'Separated by commas, for this link alone. In statistics, past clicks get them, too.',
    externalId: 'Programs use it to find the link. The old reference no longer works.',
    utm: 'Each value replaces that of the content and of the channel, from the next click on.',
  },
  utmOff: 'For signed addresses, which may not be changed. The values above are then removed.',
  utmDefault: (value: string) => `Empty: ${value}`,
  fixed: 'Channel, slug and domain of a link never change: they are part of links that were already sent.',
  archive: 'Archive…',
  unarchive: 'Unarchive…',
  remove: 'Delete…',
  erase: 'Erase all counts…',
};
