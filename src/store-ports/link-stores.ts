/** What the store keeps of contents and links. */
import type { AuditNote, ChangeAuthor } from '../audit/audit-entry.ts';
import type {
  Content,
  ContentChanges,
  ContentFilter,
  ContentSort,
  NewContent,
} from '../links/contents/content.ts';
import type { ExistingState, Lookup } from '../links/create/existing-state.ts';
import type { Link, LinkChanges, LinkFilter, LinkSort, NewLink, RedirectLink } from '../links/link.ts';
import type { Page, SortedRow, SortSlot } from './row-page.ts';

export interface ContentStore {
  get(id: string): Promise<Content | undefined>;
  /** Live ones among these, in no order. */
  byIds(ids: string[]): Promise<Content[]>;
  byKey(key: string): Promise<Content | undefined>;
  byExternalId(externalId: string): Promise<Content | undefined>;
  /** Live ones with one of these keys, or one of these external ids, in no order. */
  byNames(keys: string[], externalIds: string[]): Promise<Content[]>;
  /** Throws `query_too_large` as the lists of links do. */
  list(filter: ContentFilter, page: Page): Promise<Content[]>;
  sorted(filter: ContentFilter, slot: SortSlot<ContentSort>): Promise<SortedRow<Content>[]>;
  /**
   * Moves the links whose destination was the old URL along when `url` changes: the oldest at once, the others by
   * `stepLinks`. 'taken': key or externalId is another's. 'changed': `isUnchanged` is asked for, and the content is not
   * as given any more.
   */
  update(
    content: Content,
    changes: ContentChanges,
    note?: AuditNote,
    condition?: { isUnchanged: boolean },
  ): Promise<WriteOutcome>;
  /** The same for several contents, all or none of which are changed. */
  updateAll(updates: ContentUpdate[]): Promise<WriteOutcome>;
  /** Deletes the content and its oldest links, which leaves the others to `stepLinks`; none of them redirects any more. */
  remove(rowId: number, at: number, note?: AuditNote): Promise<void>;
  /** The same for several contents, all or none of which are deleted. */
  removeAll(removals: { rowId: number; note?: AuditNote }[], at: number): Promise<void>;
  /**
   * Contents that share links created before a time (UTC milliseconds) and that nobody has shared since, in the order in
   * which they were created, from behind a position on.
   */
  notSharedSince(at: number, slot: { after: CreatedSharedContent | null; limit: number }): Promise<Content[]>;
  /** Removes a content as `remove` does, if no member of the team has used it in the meantime. */
  removeShared(rowId: number, at: number, note: AuditNote): Promise<void>;
  /** Does one short step of what changes have left to do on the links of this content, or of any with null. */
  stepLinks(contentRowId: number | null): Promise<LinkStep>;
  /** How many links of each content are left to do; contents without any are absent. */
  linksLeft(contentRowIds: number[]): Promise<Map<number, number>>;
}

/** The changes of one content. */
export interface ContentUpdate {
  content: Content;
  changes: ContentChanges;
  note?: AuditNote;
  /** Whether nothing is written if the content is not as given any more. */
  isUnchanged?: boolean;
}

/** The place of a content among those that share links created. */
export type CreatedSharedContent = Pick<Content, 'rowId' | 'createdAt'>;

export interface LinkStep {
  /** Whether there may be more to do. */
  more: boolean;
  /** The links that the step has changed. */
  changed: Pick<Link, 'domain' | 'slug'>[];
}

/** A content and links that are written together or not at all. */
export interface NewGroup {
  /** A new one is written with the group; one with a `rowId` must still have the same `url`. */
  content: NewContent | Content;
  links: NewLink[];
  /** Takes the slugs from deleted links, if they alone hold them: those keep their row and lose their slug. */
  reuse: boolean;
  /** For a content without an external id. */
  attach: { externalId: string; updatedAt: number } | null;
  /** The newest live link of the content, by its `rowId`, that the caller knows of; null if others are welcome. */
  newestLink: number | null;
  /** No two groups with a key in common may be written at once. */
  lockKeys: string[];
  /** The author of the request; the groups of one author share an audit entry. Null for no entry. */
  author: ChangeAuthor | null;
}

export interface InsertedGroup {
  content: Content;
  /** The new links, in the order given. */
  links: Link[];
}

/** What became of a change. Only one that has 'updated' has written anything. */
export type WriteOutcome = 'updated' | 'taken' | 'changed';

/** The changes of one link. */
export interface LinkUpdate {
  link: Link;
  changes: LinkChanges;
  note?: AuditNote;
  /** Whether nothing is written if the link is not as given any more. */
  isUnchanged?: boolean;
}

export interface LinkStore {
  get(id: string): Promise<Link | undefined>;
  byExternalId(externalId: string): Promise<Link | undefined>;
  /** Any link, tombstones included, whose slug is this one but for case. */
  slugsLike(domain: string, slugs: string[]): Promise<Link[]>;
  /** The oldest live links of each content, at most `most` of each; oldest first. */
  firstOfContents(contentRowIds: number[], most: number): Promise<Link[]>;
  /** Live links of one content with row ids above `after`, oldest first. */
  ofContent(contentRowId: number, page: { after: number; limit: number }): Promise<Link[]>;
  /** Throws `query_too_large` if the filter accepts so few links that finding them would read too many rows. */
  list(filter: LinkFilter, page: Page): Promise<Link[]>;
  /** The same in the order of a field. Throws `query_too_large` if too many rows would have to be compared. */
  sorted(filter: LinkFilter, slot: SortSlot<LinkSort>): Promise<SortedRow<Link>[]>;
  /** What exists already where links are to be created, from one snapshot. */
  loadExisting(lookups: Lookup[]): Promise<ExistingState>;
  /**
   * Writes each group on its own. A group is undefined, and has left nothing behind, if one of its slugs is taken in
   * any case, another content or link has its key or external id, or its content has changed since it was loaded.
   */
  insertGroups(groups: NewGroup[]): Promise<(InsertedGroup | undefined)[]>;
  /**
   * Keeps `findable` true to the link's state and the old destination in `destinations`. 'taken': the external id is
   * another's.
   */
  update(link: Link, changes: LinkChanges, note?: AuditNote): Promise<WriteOutcome>;
  /** Updates different links, all or none. */
  updateAll(updates: LinkUpdate[]): Promise<WriteOutcome>;
  /** Leaves a tombstone without URL and texts. */
  remove(link: Link, at: number, note?: AuditNote): Promise<void>;
  /** Removes all of them, or none. */
  removeAll(removals: { link: Link; note: AuditNote }[], at: number): Promise<void>;
  /** Where the link led before, oldest first; `until` is UTC milliseconds. */
  destinations(linkRowIds: number[]): Promise<{ linkRowId: number; url: string; until: number }[]>;
  /** For the redirect: exact slug, else the one unambiguous other case. */
  resolve(domain: string, slug: string): Promise<RedirectLink | undefined>;
}

/** Links whose look-ups by the redirect are cached. */
export interface CachedLinkStore extends LinkStore {
  /** The link that `resolve` would return, if it is cached. */
  remembered(domain: string, slug: string): RedirectLink | undefined;
}
