/** The English texts that say what is lost before it is, and what was done. */
import type { Format } from '../words/format.ts';

const counted = (count: number, one: string, other: string, { number, plural }: Format) =>
  `${number(count)} ${plural(count, one, other)}`;
const pages = (count: number, format: Format) => counted(count, 'page', 'pages', format);
const links = (count: number, format: Format) => counted(count, 'short link', 'short links', format);
const clicks = (count: number, format: Format) => counted(count, 'click', 'clicks', format);
const things = (kind: 'contents' | 'links', count: number, format: Format) =>
  kind === 'contents' ? pages(count, format) : links(count, format);

/** What is meant: one by its title, or how many there are of which kind. */
export type What = { title: string } | { kind: 'contents' | 'links'; count: number };

const named = (what: What, format: Format) =>
  'title' in what ? `“${what.title}”` : things(what.kind, what.count, format);

export const en = {
  cancel: 'Cancel',
  others: (count: number, { number, plural }: Format) =>
    `and ${number(count)} ${plural(count, 'other', 'others')}`,
  /** How many links there are and how much they are used; `more`: there are more than were counted. */
  linksOf: (count: number, more: boolean, format: Format) =>
    `${more ? 'More than ' : ''}${links(count, format)}`,
  used: (all: number, recent: number, format: Format) =>
    all === 0
      ? 'Nobody has clicked so far.'
      : recent === 0
        ? `${clicks(all, format)} so far, none in the last 30 days.`
        : `${clicks(all, format)} so far, ${format.number(recent)} of them in the last 30 days: people still arrive here.`,
  archive: {
    title: (what: What, format: Format) => `Archive ${named(what, format)}?`,
    contents:
      'It disappears from the lists and is found under “Archived”. Its links keep working and counting.',
    contentsMany:
      'They disappear from the lists and are found under “Archived”. Their links keep working and counting.',
    links: (gone: string) =>
      `It stops redirecting: visitors see “${gone}”. Its counts stay, and it is found under “Archived”.`,
    linksMany: (gone: string) =>
      `They stop redirecting: visitors see “${gone}”. Their counts stay, and they are found under “Archived”.`,
    undo: (isMany: boolean) => `You can unarchive ${isMany ? 'them' : 'it'} at any time.`,
    button: 'Archive',
  },
  unarchive: {
    title: (what: What, format: Format) => `Unarchive ${named(what, format)}?`,
    contents: 'It is in the lists again. Its links have not changed.',
    contentsMany: 'They are in the lists again. Their links have not changed.',
    links: 'It redirects again, and keeps the counts that it had.',
    linksMany: 'They redirect again, and keep the counts that they had.',
    button: 'Unarchive',
  },
  delete: {
    title: (what: What, format: Format) => `Delete ${named(what, format)} permanently?`,
    /** `more`: there are more links than were counted. */
    visitors: (gone: string, count: number, more: boolean, format: Format) =>
      count === 1
        ? `Visitors of the short link see “${gone}”, wherever it was shared or printed.`
        : `Visitors of ${more ? 'more than' : 'the'} ${links(count, format)} see “${gone}”, wherever they were shared or printed.`,
    counts: (count: number, format: Format) =>
      count === 0
        ? 'No clicks are lost: nobody has clicked so far.'
        : `${clicks(count, format)} and everything else that was counted disappear from all statistics and reports.`,
    recent: (count: number, { number, plural }: Format) =>
      count === 0
        ? 'Nobody has clicked in the last 30 days.'
        : `People still arrive here: ${plural(count, 'once', `${number(count)} times`)} in the last 30 days.`,
    slugs: (count: number, { plural }: Format) =>
      `${plural(count, 'The address stays', 'The addresses stay')} reserved, so that nobody else receives your visitors.`,
    undo: 'This cannot be undone.',
    instead: 'Archive instead, which keeps the counts',
    /** `isCut`: there are more links than were counted. */
    button: (what: What, { links: count, isCut }: { links: number; isCut: boolean }, format: Format) => {
      if ('kind' in what && what.kind === 'links') return `Delete ${links(what.count, format)}`;
      if (count === 0) return 'Delete';
      return isCut ? 'Delete with all short links' : `Delete with ${links(count, format)}`;
    },
    buttonLink: 'Delete the link',
  },
  erase: {
    title: (what: What, format: Format) => `Erase all counts of ${named(what, format)}?`,
    counts: (hits: number, clicked: number, format: Format) =>
      hits === 0
        ? 'Nothing has been counted yet.'
        : `${counted(hits, 'request', 'requests', format)}, ${clicks(clicked, format)} among them, are erased: every single visit, and its part in all statistics.`,
    links: (count: number, { plural }: Format): string =>
      plural(
        count,
        'The short link keeps working, and counts from zero.',
        'The short links keep working, and count from zero.',
      ),
    undo: 'This cannot be undone.',
    button: 'Erase all counts',
  },
  done: {
    saved: 'Saved.',
    unchanged: 'There was nothing to change.',
    archived: 'Archived.',
    unarchived: 'Unarchived.',
    deleted: 'Deleted.',
    erased: 'All counts are erased.',
    none: 'Tick at least one row first.',
  },
  /** What was done to several. */
  doneTo: {
    tag: (kind: 'contents' | 'links', count: number, format: Format) =>
      `${things(kind, count, format)} tagged.`,
    untag: (kind: 'contents' | 'links', count: number, format: Format) =>
      `Tags removed from ${things(kind, count, format)}.`,
    archive: (kind: 'contents' | 'links', count: number, format: Format) =>
      `${things(kind, count, format)} archived.`,
    unarchive: (kind: 'contents' | 'links', count: number, format: Format) =>
      `${things(kind, count, format)} unarchived.`,
    delete: (kind: 'contents' | 'links', count: number, format: Format) =>
      `${things(kind, count, format)} deleted.`,
  },
  bulk: {
    label: 'With the ticked rows',
    all: 'All that match, on other pages, too',
    allRows: 'Tick all rows of this page',
    tick: (what: string) => `Tick ${what}`,
    ticked: (count: number, { number }: Format) => `${number(count)} ticked`,
    tags: 'Tags, separated by commas',
    tag: 'Add tags',
    untag: 'Remove tags',
    archive: 'Archive…',
    unarchive: 'Unarchive…',
    delete: 'Delete…',
    titleTag: (kind: 'contents' | 'links', count: number, format: Format) =>
      `Which tags should be added to ${things(kind, count, format)}?`,
    titleUntag: (kind: 'contents' | 'links', count: number, format: Format) =>
      `Which tags should be removed from ${things(kind, count, format)}?`,
    tooMany: (most: number, { number }: Format) =>
      `More than ${number(most)} match. Make the list shorter with filters, and do it in parts.`,
    partly: (done: number, all: number, { number, plural }: Format) => {
      const left = plural(all - done, 'This one is unchanged:', 'These are unchanged:');
      const changed = `${number(done)} of ${number(all)} ${plural(done, 'is', 'are')} done.`;
      return done === 0 ? left : `${changed} ${left}`;
    },
    /** Between a name and the reason why nothing was changed. */
    colon: ': ',
    back: 'Back to the list',
    gone: 'does not exist any more',
  },
};
